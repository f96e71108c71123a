"""Portals of the workshop with a fault in their TLS settings."""

from __future__ import annotations

from ssl import TLSVersion

from portal_audit.testbed.workshop.change import Certificate, Change, Tls, piece
from portal_audit.testbed.workshop.primes import FFDHE_2048, OAKLEY_1024, OWN_2048

NO_EXTENDED_MASTER_SECRET = 1 << 0
CLIENT_RENEGOTIATION = 1 << 8
NO_RENEGOTIATION = 1 << 30
"""Bits of OpenSSL 3 (``SSL_OP_…`` in ssl.h); Python 3.11 has a name for the last one only."""
STATIC = "AES128-GCM-SHA256:AES256-GCM-SHA384:@SECLEVEL=2"
DHE = "ECDHE+AESGCM:DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=1"

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
        Change(certificate=Certificate(key="rsa"), tls=Tls(suites=DHE, prime=OAKLEY_1024)),
    ),
    piece(
        "own-prime",
        "Trao đổi khóa Diffie-Hellman với số nguyên tố tự chọn.",
        "Diffie-Hellman keys are agreed upon with a prime of the server's own.",
        {"tls.kex_groups": "custom-prime", "tls.ciphers": "phase-out"},
        Change(certificate=Certificate(key="rsa"), tls=Tls(suites=DHE, prime=OWN_2048)),
    ),
    piece(
        "known-prime",
        "Trao đổi khóa Diffie-Hellman trong nhóm chuẩn 2048 bit.",
        "Diffie-Hellman keys are agreed upon in a standard group of 2048 bits.",
        {"tls.kex_groups": "dhe", "tls.ciphers": "phase-out"},
        Change(certificate=Certificate(key="rsa"), tls=Tls(suites=DHE, prime=FFDHE_2048)),
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
