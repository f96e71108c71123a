"""The keys of the certificates are strong enough (NIST SP 800-57, CA/Browser Forum 6.1.5)."""

from dataclasses import dataclass

from portal_audit.analyse.tls_addresses import worst_used_certificate
from portal_audit.api import Certificate, Outcome, TlsServer

EDWARDS = ("Ed25519", "Ed448")
GRAVEST_FIRST = ("bad-exponent", "weak-rsa", "weak-ec", "outdated", "adequate", "unknown", "strong")


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table, in bits."""

    min_rsa: int
    full_rsa: int
    """RSA keys below this earn half; 3072 is the policy of NCSC-NL since 2025."""
    min_ec: int


def judge(server: TlsServer, limits: Limits) -> Outcome:
    """Look at the leaf and every intermediate that browsers rely on."""
    return worst_used_certificate(server, lambda one: _certificate(one, limits), GRAVEST_FIRST)


def _certificate(certificate: Certificate, limits: Limits) -> Outcome:
    key = f"{certificate.key_type} {certificate.curve or certificate.key_bits}"
    return Outcome(
        _grade(certificate, limits),
        subject=certificate.subject,
        key=key,
        min_rsa=limits.min_rsa,
        full_rsa=limits.full_rsa,
        min_ec=limits.min_ec,
    )


def _grade(certificate: Certificate, limits: Limits) -> str:
    kind, bits = certificate.key_type, certificate.key_bits
    if kind == "RSA":
        if certificate.rsa_exponent == 1:
            return "bad-exponent"
        if bits < limits.min_rsa:
            return "weak-rsa"
        return "adequate" if bits < limits.full_rsa else "strong"
    if kind == "EC":
        return "weak-ec" if bits < limits.min_ec else "strong"
    if kind in EDWARDS:
        return "strong"
    return "outdated" if kind == "DSA" else "unknown"
