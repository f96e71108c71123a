"""Who issued a certificate, as far as it shows itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from portal_audit.parse.http.web_url import BadUrl, literal, read_url

MAX_TEXT = 500
BROKEN_HASHES = frozenset({"md5", "sha1"})
"""Browsers refuse signatures with them."""


def is_issuer(candidate: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Tell whether its name is the issuer's and its key made the signature."""
    try:
        if _hash_of(certificate) in BROKEN_HASHES:
            return _signed_with_broken_hash(candidate, certificate)
        certificate.verify_directly_issued_by(candidate)
    except Exception:  # another name, a wrong signature, or a key that cannot be checked
        return False
    return True


def _hash_of(certificate: x509.Certificate) -> str:
    algorithm = certificate.signature_hash_algorithm
    return algorithm.name if algorithm else ""


def _signed_with_broken_hash(candidate: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Verify what ``verify_directly_issued_by`` does not: who issued it is to be told all the same.

    Raises what cryptography raises where the signature is wrong.
    """
    key, digest = candidate.public_key(), certificate.signature_hash_algorithm
    if candidate.subject != certificate.issuer or digest is None:
        return False
    signature, signed = certificate.signature, certificate.tbs_certificate_bytes
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, signed, padding.PKCS1v15(), digest)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, signed, ec.ECDSA(digest))
    else:
        return False
    return True


def signed_itself(certificate: x509.Certificate) -> bool:
    """Tell whether subject equals issuer and the signature verifies with its own key."""
    return certificate.subject == certificate.issuer and is_issuer(certificate, certificate)


def name_of(name: x509.Name) -> str:
    """Return the name by which people call a certificate authority."""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME):
        if values := name.get_attributes_for_oid(oid):
            return str(values[0].value)[:MAX_TEXT]
    return name.rfc4514_string()[:MAX_TEXT]


def topmost(chain: Sequence[x509.Certificate]) -> x509.Certificate:
    """Climb by name from the leaf to the last certificate whose issuer is not in the chain."""
    top = chain[0]
    for _ in chain:
        issuer = next((c for c in chain if c.subject == top.issuer and c != top), None)
        if issuer is None:
            break
        top = issuer
    return top


def publicly_issued(leaf: x509.Certificate) -> bool:
    """Tell whether a public authority issued the leaf, as far as it shows.

    Certificate transparency logs take only what leads to a public root (RFC 6962 section 3.1). An
    issuer's certificate offered on the public web is a weaker sign, so a name of one label or an
    address does not count.
    """
    with suppress(Exception):
        leaf.extensions.get_extension_for_class(x509.PrecertificateSignedCertificateTimestamps)
        return True
    return any(_on_the_web(url) for url in issuer_urls(leaf))


def issuer_urls(certificate: x509.Certificate) -> Iterable[str]:
    """Return the caIssuers addresses (RFC 5280 section 4.2.2.1)."""
    with suppress(Exception):  # an extension may hold any bytes
        kind = x509.AuthorityInformationAccess
        return [
            str(description.access_location.value)
            for description in certificate.extensions.get_extension_for_class(kind).value
            if description.access_method == AuthorityInformationAccessOID.CA_ISSUERS
        ]
    return []


def _on_the_web(url: str) -> bool:
    try:
        host = read_url(url).host
    except BadUrl:
        return False
    return (
        "." in host and literal(host) is None and not host.endswith((".local", ".internal", ".lan"))
    )
