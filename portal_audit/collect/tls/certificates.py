"""Turn certificates as sent into facts; whatever is odd in one stays a fact, never a crash."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID

from portal_audit.collect.tls.trust.issuers import signed_itself
from portal_audit.evidence import Certificate

MAX_TEXT = 500


def read_chain(pems: Iterable[str]) -> tuple[tuple[Certificate, x509.Certificate], ...]:
    """Return the facts of each certificate with the certificate itself, leaf first.

    One that cannot be read is left out; without a readable leaf there is no chain.
    """
    chain: list[tuple[Certificate, x509.Certificate]] = []
    for position, pem in enumerate(pems):
        try:
            parsed = x509.load_pem_x509_certificate(pem.encode())
            chain.append((read_certificate(parsed), parsed))
        except Exception:  # the server may send any bytes, and each layer fails in its own way
            if position == 0:
                break
    return tuple(chain)


def read_certificate(parsed: x509.Certificate) -> Certificate:
    """Return what a person and a rule need to know. Raises what cryptography raises."""
    key_type, bits, curve, exponent = _key(parsed)
    names = alternative_names(parsed)
    return Certificate(
        subject=_text(parsed.subject),
        issuer=_text(parsed.issuer),
        names=(*names.dns_names, *names.addresses),
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
        must_staple=_must_staple(parsed),
        scts=_scts(parsed),
    )


@dataclass(frozen=True, slots=True)
class AlternativeNames:
    """subjectAltName, as far as web hosts go; bounded as the certificate is, in bytes."""

    dns_names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def alternative_names(parsed: x509.Certificate) -> AlternativeNames:
    """Return the DNS names and IP addresses; none where they cannot be read."""
    with suppress(Exception):
        names = parsed.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return AlternativeNames(
            tuple(str(name)[:MAX_TEXT] for name in names.get_values_for_type(x509.DNSName)),
            tuple(str(address) for address in names.get_values_for_type(x509.IPAddress)),
        )
    return AlternativeNames()


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


def _must_staple(parsed: x509.Certificate) -> bool:
    with suppress(Exception):
        features = parsed.extensions.get_extension_for_class(x509.TLSFeature).value
        return x509.TLSFeatureType.status_request in features
    return False


def _scts(parsed: x509.Certificate) -> int:
    with suppress(Exception):
        kind = x509.PrecertificateSignedCertificateTimestamps
        return len(parsed.extensions.get_extension_for_class(kind).value)
    return 0
