"""Portals of the workshop with a fault in their TLS or certificate."""

from __future__ import annotations

from ssl import TLSVersion

from portal_audit.testbed.workshop.change import Certificate, Change, Tls, piece

NO_EXTENDED_MASTER_SECRET = 1 << 0
CLIENT_RENEGOTIATION = 1 << 8
NO_RENEGOTIATION = 1 << 30
"""Bits of OpenSSL 3 (``SSL_OP_…`` in ssl.h); Python 3.11 has a name for the last one only."""
STATIC = "AES128-GCM-SHA256:AES256-GCM-SHA384:@SECLEVEL=2"

CERTIFICATES = (
    piece(
        "key-small",
        "Khóa RSA của chứng thư chỉ có 1024 bit.",
        "The RSA key of the certificate has 1024 bits only.",
        {"tls.cert_key": "weak-rsa"},
        Change(
            certificate=Certificate(key="rsa-1024"),
            tls=Tls(suites="ECDHE+AESGCM:ECDHE+CHACHA20:@SECLEVEL=1"),
        ),
    ),
    piece(
        "signature-sha1",
        "Chứng thư được ký bằng SHA-1.",
        "The certificate is signed with SHA-1.",
        {"tls.cert_sig": "sha1"},
        Change(
            certificate=Certificate(sha1=True),
            # OpenSSL sends it at level 0 only, where TLS 1.2 would sign with SHA-1 as well.
            tls=Tls(suites="ECDHE+AESGCM:@SECLEVEL=0", oldest=TLSVersion.TLSv1_3),
        ),
    ),
    piece(
        "certificate-for-decades",
        "Chứng thư có thời hạn hai mươi năm.",
        "The certificate is valid for twenty years.",
        {"tls.cert_lifetime": "too-long"},
        Change(certificate=Certificate(life=7305)),
    ),
    piece(
        "certificate-for-a-year",
        "Chứng thư có thời hạn một năm.",
        "The certificate is valid for a year.",
        {"tls.cert_lifetime": "long"},
        Change(certificate=Certificate(life=365)),
    ),
    piece(
        "expires-very-soon",
        "Chứng thư còn năm ngày là hết hạn.",
        "The certificate expires in five days.",
        {"tls.cert_expiry": "very-soon"},
        Change(certificate=Certificate(age=85)),
    ),
    piece(
        "expires-soon",
        "Chứng thư còn hai mươi ngày là hết hạn.",
        "The certificate expires in twenty days.",
        {"tls.cert_expiry": "soon"},
        Change(certificate=Certificate(age=70)),
    ),
    piece(
        "not-yet-valid",
        "Chứng thư chưa đến ngày có hiệu lực.",
        "The certificate is not valid yet.",
        # What is not valid is not trusted.
        {"tls.cert_expiry": "not-yet-valid", "tls.cert_trust": "not-yet-valid"},
        Change(certificate=Certificate(age=-5)),
    ),
    piece(
        "stranger",
        "Chứng thư do nơi không ai biết cấp.",
        "The certificate was issued by an authority that nobody knows.",
        {"tls.cert_trust": "untrusted"},
        Change(certificate=Certificate(stranger=True)),
    ),
)

PROTOCOL = (
    piece(
        "no-tls13",
        "Máy chủ không có TLS 1.3.",
        "The server has no TLS 1.3.",
        {"tls.versions": "no-tls13"},
        Change(tls=Tls(newest=TLSVersion.TLSv1_2)),
    ),
    piece(
        "no-forward-secrecy",
        "Máy chủ chỉ có bộ mã trao đổi khóa bằng RSA.",
        "The server has RSA key exchange only.",
        # TLS 1.3 always has forward secrecy, so it has to be off; static keys are weak suites.
        {
            "tls.forward_secrecy": "none",
            "tls.ciphers": "static-key",
            "tls.versions": "no-tls13",
        },
        Change(
            certificate=Certificate(key="rsa"), tls=Tls(suites=STATIC, newest=TLSVersion.TLSv1_2)
        ),
    ),
    piece(
        "static-preferred",
        "Với TLS 1.2, máy chủ chỉ trao đổi khóa bằng RSA.",
        "With TLS 1.2 the server has RSA key exchange only.",
        # The suites without forward secrecy are weak by themselves.
        {"tls.forward_secrecy": "not-preferred", "tls.ciphers": "static-key"},
        Change(certificate=Certificate(key="rsa"), tls=Tls(suites=STATIC)),
    ),
    piece(
        "cbc-suites",
        "Máy chủ còn nhận bộ mã CBC.",
        "The server still takes CBC suites.",
        {"tls.ciphers": "phase-out"},
        Change(tls=Tls(suites="ECDHE+AESGCM:ECDHE-ECDSA-AES128-SHA256:@SECLEVEL=2")),
    ),
    piece(
        "small-prime",
        "Trao đổi khóa Diffie-Hellman trong nhóm 1024 bit.",
        "Diffie-Hellman keys are agreed upon in a group of 1024 bits.",
        # DHE suites are beyond the recommended ones, whatever the group.
        {"tls.kex_groups": "small-dh", "tls.ciphers": "phase-out"},
        Change(
            certificate=Certificate(key="rsa"),
            tls=Tls(suites="ECDHE+AESGCM:DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=1", small_prime=True),
        ),
    ),
    piece(
        "client-renegotiation",
        "Khách có thể bắt máy chủ bắt tay lại bao nhiêu lần cũng được.",
        "A client may have the server shake hands again without end.",
        {"tls.renegotiation": "client"},
        Change(tls=Tls(switched_on=CLIENT_RENEGOTIATION, switched_off=NO_RENEGOTIATION)),
    ),
    piece(
        "no-extended-secret",
        "TLS 1.2 không gắn khóa với toàn bộ quá trình bắt tay.",
        "TLS 1.2 does not tie its keys to the whole handshake.",
        {"tls.ems": "off"},
        Change(tls=Tls(switched_on=NO_EXTENDED_MASTER_SECRET)),
    ),
)

CRYPTO = CERTIFICATES + PROTOCOL
