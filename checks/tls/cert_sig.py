"""The certificates are signed with a hash that cannot be forged (RFC 9155, CA/B Forum 7.1.3)."""

from dataclasses import dataclass

from portal_audit.analyse.tls_addresses import worst_used_certificate
from portal_audit.api import Certificate, Outcome, TlsServer

GRAVEST_FIRST = ("md5", "sha1", "sha224", "unknown", "strong")


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table."""

    strong: list[str]
    """Hash functions without a known weakness."""


def judge(server: TlsServer, limits: Limits) -> Outcome:
    """Look at every certificate relied on but roots: nobody verifies a root's own signature."""
    return worst_used_certificate(server, lambda one: _certificate(one, limits), GRAVEST_FIRST)


def _certificate(certificate: Certificate, limits: Limits) -> Outcome:
    # Ed25519 and Ed448 have their hash built in.
    used = certificate.signature_hash or certificate.key_type
    return Outcome(_grade(certificate, limits), subject=certificate.subject, hash=used)


def _grade(certificate: Certificate, limits: Limits) -> str:
    used = certificate.signature_hash
    if used is None or used in limits.strong:
        return "strong"
    if used in ("md2", "md4", "md5"):
        return "md5"
    return {"sha1": "sha1", "sha224": "sha224"}.get(used, "unknown")
