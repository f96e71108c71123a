"""Signs a certificate with SHA-1, which the cryptography library no longer does of itself."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from portal_audit.testbed.certificates import Issued

ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
ECDSA_SHA1 = bytes.fromhex("300906072a8648ce3d0401")
"""AlgorithmIdentifier in DER (RFC 5758 section 3.2, RFC 3279 section 2.2.3)."""
SEQUENCE, BIT_STRING = 0x30, 0x03


def signed_with_sha1(leaf: Issued, issuer: Issued) -> x509.Certificate:
    """Return an ECDSA-SHA256 certificate with the same contents, signed anew by its issuer."""
    assert isinstance(issuer.key, ec.EllipticCurvePrivateKey)
    contents = _contents(leaf.certificate.tbs_certificate_bytes)
    signed = _item(SEQUENCE, contents.replace(ECDSA_SHA256, ECDSA_SHA1, 1))
    signature = issuer.key.sign(signed, ec.ECDSA(hashes.SHA1()))
    parts = (signed, ECDSA_SHA1, _item(BIT_STRING, b"\0" + signature))
    return x509.load_der_x509_certificate(_item(SEQUENCE, b"".join(parts)))


def _contents(item: bytes) -> bytes:
    """Return a DER item without its tag and length."""
    length_bytes = item[1] & 0x7F if item[1] & 0x80 else 0
    return item[2 + length_bytes :]


def _item(tag: int, contents: bytes) -> bytes:
    """Return a DER item (X.690 section 8.1)."""
    length = len(contents)
    if length < 0x80:
        return bytes((tag, length)) + contents
    number = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(number))) + number + contents
