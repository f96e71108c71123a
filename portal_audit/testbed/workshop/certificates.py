"""Portals of the workshop with a fault in their certificate."""

from __future__ import annotations

from ssl import TLSVersion

from portal_audit.testbed.workshop.change import Certificate, Change, Tls, piece

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
            certificate=Certificate(digest="sha1"),
            # OpenSSL sends it at level 0 only, where TLS 1.2 would sign with SHA-1 as well.
            tls=Tls(suites="ECDHE+AESGCM:@SECLEVEL=0", oldest=TLSVersion.TLSv1_3),
        ),
    ),
    piece(
        "signature-sha224",
        "Chứng thư được ký bằng SHA-224.",
        "The certificate is signed with SHA-224.",
        {"tls.cert_sig": "sha224"},
        Change(certificate=Certificate(digest="sha224")),
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
        "certificate-nameless",
        "Chứng thư chỉ ghi tên ở chỗ trình duyệt không đọc.",
        "The certificate has its name only where browsers no longer look.",
        {"tls.cert_host": "no-names"},
        Change(certificate=Certificate(named=False)),
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
