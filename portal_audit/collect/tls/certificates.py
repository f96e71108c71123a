"""Turn certificates as sent into facts; whatever is odd in one stays a fact, never a crash."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID

from portal_audit.evidence import Certificate

MAX_NAMES = 200
MAX_TEXT = 500


def read_chain(pems: Iterable[str]) -> tuple[tuple[Certificate, x509.Certificate], ...]:
    """Return the facts of each certificate with the certificate itself, leaf first.

    It ends before the first one that cannot be read: what follows says nothing without it.
    """
    chain: list[tuple[Certificate, x509.Certificate]] = []
    for pem in pems:
        try:
            parsed = x509.load_pem_x509_certificate(pem.encode())
            chain.append((read_certificate(parsed), parsed))
        except Exception:  # the server may send any bytes, and each layer fails in its own way
            break
    return tuple(chain)


def read_certificate(parsed: x509.Certificate) -> Certificate:
    """Return what a person and a rule need to know. Raises what cryptography raises."""
    key_type, bits, curve, exponent = _key(parsed)
    return Certificate(
        subject=_text(parsed.subject),
        issuer=_text(parsed.issuer),
        names=_names(parsed),
        not_before=_date(parsed.not_valid_before_utc),
        not_after=_date(parsed.not_valid_after_utc),
        key_type=key_type,
        key_bits=bits,
        curve=curve,
        rsa_exponent=exponent,
        signature_hash=_signature_hash(parsed),
        serial=f"{parsed.serial_number:x}",
        fingerprint=parsed.fingerprint(hashes.SHA256()).hex(),
        is_ca=_is_ca(parsed),
        self_signed=signed_itself(parsed),
        issuer_url=_access(parsed, AuthorityInformationAccessOID.CA_ISSUERS),
        ocsp_url=_access(parsed, AuthorityInformationAccessOID.OCSP),
    )


def signed_itself(parsed: x509.Certificate) -> bool:
    """Tell whether subject equals issuer and the signature verifies with its own key."""
    if parsed.subject != parsed.issuer:
        return False
    try:
        parsed.verify_directly_issued_by(parsed)
    except Exception:  # wrong signature, or a kind of key that cannot be checked
        return False
    return True


def name_of(name: x509.Name) -> str:
    """Return the name by which people call a certificate authority."""
    for oid in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATIONAL_UNIT_NAME):
        if values := name.get_attributes_for_oid(oid):
            return str(values[0].value)[:MAX_TEXT]
    return _text(name)


def _text(name: x509.Name) -> str:
    return name.rfc4514_string()[:MAX_TEXT]


def _date(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _key(parsed: x509.Certificate) -> tuple[str, int, str | None, int | None]:
    try:
        key = parsed.public_key()
    except Exception:  # an algorithm or a curve that the library does not know
        return parsed.public_key_algorithm_oid.dotted_string, 0, None, None
    if isinstance(key, rsa.RSAPublicKey):
        # An exponent may be as long as the modulus; JSON readers need not cope with that.
        return "RSA", key.key_size, None, min(key.public_numbers().e, 2**53)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return "EC", key.key_size, key.curve.name, None
    if isinstance(key, dsa.DSAPublicKey):
        return "DSA", key.key_size, None, None
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "Ed25519", 256, None, None
    if isinstance(key, ed448.Ed448PublicKey):
        return "Ed448", 456, None, None
    return type(key).__name__, 0, None, None


def _names(parsed: x509.Certificate) -> tuple[str, ...]:
    with suppress(Exception):
        names = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        found = [str(name) for name in names.get_values_for_type(x509.DNSName)]
        found += [str(address) for address in names.get_values_for_type(x509.IPAddress)]
        return tuple(name[:MAX_TEXT] for name in found[:MAX_NAMES])
    return ()


def _signature_hash(parsed: x509.Certificate) -> str | None:
    try:
        algorithm = parsed.signature_hash_algorithm
    except Exception:  # an algorithm that the library does not know
        return f"unknown ({parsed.signature_algorithm_oid.dotted_string})"
    return algorithm.name if algorithm else None


def _is_ca(parsed: x509.Certificate) -> bool:
    with suppress(Exception):
        return parsed.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    return False


def _access(parsed: x509.Certificate, method: x509.ObjectIdentifier) -> str | None:
    with suppress(Exception):
        access = parsed.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
        for description in access:
            if description.access_method == method:
                return str(description.access_location.value)[:MAX_TEXT]
    return None
