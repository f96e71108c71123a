"""What browsers demand of each certificate in a path, besides signatures that verify.

RFC 5280 section 6.1, and where browsers go beyond it the CA/Browser Forum's baseline requirements:
no SHA-1, and a purpose (extended key usage) that allows for servers in every certificate but roots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from portal_audit.collect.tls.trust.issuers import BROKEN_HASHES
from portal_audit.collect.tls.trust.name_constraints import within

Extension = TypeVar("Extension", bound=x509.ExtensionType)

SERVER_PURPOSES = frozenset(
    {
        ExtendedKeyUsageOID.SERVER_AUTH,
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    }
)
UNDERSTOOD = frozenset(
    {
        ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.CERTIFICATE_POLICIES,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.INHIBIT_ANY_POLICY,
        ExtensionOID.ISSUER_ALTERNATIVE_NAME,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.NAME_CONSTRAINTS,
        ExtensionOID.POLICY_CONSTRAINTS,
        ExtensionOID.POLICY_MAPPINGS,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
        ExtensionOID.SUBJECT_KEY_IDENTIFIER,
    }
)
"""Extensions that may be marked critical without a browser refusing them."""


@dataclass(frozen=True, slots=True)
class CertificateFault:
    """Why a path is not valid."""

    reason: str
    """``expired``, ``not-yet-valid``, ``wrong-purpose``, ``ca-as-leaf``, ``wrong-key-usage``,
    ``weak-signature``, ``not-a-ca``, ``path-length``, ``name-constraints``,
    ``unknown-critical-extension`` or ``malformed``."""
    certificate: x509.Certificate


def path_faults(
    path: Sequence[x509.Certificate], at: datetime, *, signed_handshake: bool = True
) -> list[CertificateFault]:
    """Return every fault of a path, leaf first; the last certificate is the trust anchor.

    *signed_handshake*: whether browsers get a suite in which the server signs (TLS 1.3, ECDHE,
    DHE), not one in which it decrypts (RSA key exchange).
    """
    faults: list[CertificateFault] = []
    for depth, certificate in enumerate(path):
        try:
            reasons = list(_reasons(path, depth, at, signed_handshake))
        except Exception:  # an extension may hold any bytes, and each fails in its own way
            reasons = ["malformed"]
        faults += [CertificateFault(reason, certificate) for reason in reasons]
    return faults


def _reasons(
    path: Sequence[x509.Certificate], depth: int, at: datetime, signed_handshake: bool
) -> Iterator[str]:
    certificate, is_anchor = path[depth], depth == len(path) - 1
    if at > certificate.not_valid_after_utc:
        yield "expired"
    elif at < certificate.not_valid_before_utc:
        yield "not-yet-valid"
    if not is_anchor:
        purposes = find(certificate, x509.ExtendedKeyUsage)
        if purposes is not None and not SERVER_PURPOSES.intersection(purposes):
            yield "wrong-purpose"
        algorithm = certificate.signature_hash_algorithm
        if algorithm is not None and algorithm.name in BROKEN_HASHES:
            yield "weak-signature"
    if any(e.critical and e.oid not in UNDERSTOOD for e in certificate.extensions):
        yield "unknown-critical-extension"
    if depth == 0:
        if not is_anchor:
            yield from _of_leaf(certificate, signed_handshake)
    else:
        yield from _of_issuer(path, depth)


def _of_leaf(leaf: x509.Certificate, signed_handshake: bool) -> Iterator[str]:
    basic = find(leaf, x509.BasicConstraints)
    if basic is not None and basic.ca:
        yield "ca-as-leaf"
    usage = find(leaf, x509.KeyUsage)
    if usage is None or usage.digital_signature:
        return
    signs = signed_handshake or isinstance(leaf.public_key(), ec.EllipticCurvePublicKey)
    if signs or not usage.key_encipherment:
        yield "wrong-key-usage"


def _of_issuer(path: Sequence[x509.Certificate], depth: int) -> Iterator[str]:
    issuer, is_anchor = path[depth], depth == len(path) - 1
    basic = find(issuer, x509.BasicConstraints)
    usage = find(issuer, x509.KeyUsage)
    # Roots of the nineties are X.509 version 1 and have no extensions.
    is_old_root = is_anchor and issuer.version == x509.Version.v1
    if (not is_old_root and (basic is None or not basic.ca)) or (
        usage is not None and not usage.key_cert_sign
    ):
        yield "not-a-ca"
    between = [one for one in path[1:depth] if one.subject != one.issuer]
    if basic is not None and basic.path_length is not None and len(between) > basic.path_length:
        yield "path-length"
    constraints = find(issuer, x509.NameConstraints)
    names = find(path[0], x509.SubjectAlternativeName)
    if constraints is None or names is None:
        return
    if not within(constraints, names, path[0].subject):
        yield "name-constraints"


def find(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    """Return an extension, if the certificate has it. Raises what cryptography raises."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
