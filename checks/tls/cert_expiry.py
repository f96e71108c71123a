"""No certificate of the chain is about to expire (RFC 5280 section 4.1.2.5)."""

from dataclasses import dataclass
from datetime import datetime

from portal_audit.analyse.tls_addresses import worst_certificate
from portal_audit.api import Certificate, Outcome, TlsAddress, TlsServer, Visit

DAY = 86_400
GRAVEST_FIRST = (
    "expired",
    "not-yet-valid",
    "very-soon",
    "soon",
    "unknown",
    "unused-expired",
    "valid",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table, in days."""

    soon: float
    """Or a third of the lifetime, where that is less."""
    very_soon: float
    short_lived: float
    """Certificates that live for less are renewed by machines, and may run closer to their end."""
    very_soon_short_lived: float


def judge(server: TlsServer, visit: Visit, limits: Limits) -> Outcome:
    """Look at the leaf and the intermediates that browsers rely on; no root's date matters."""
    return worst_certificate(
        server, lambda address: _judge(address, visit.at, limits), GRAVEST_FIRST
    )


def _judge(address: TlsAddress, now: datetime, limits: Limits) -> Outcome:
    if not address.chain:
        return Outcome("unknown")
    judged = [_certificate(certificate, now, limits) for certificate in address.used]
    gravest = min(judged, key=lambda outcome: GRAVEST_FIRST.index(outcome.name))
    unused = [c for c in address.chain if c not in address.used and not c.self_signed]
    expired = next((c for c in unused if c.not_after < now), None)
    if gravest.name == "valid" and expired is not None:
        return Outcome(
            "unused-expired", subject=expired.subject, not_after=f"{expired.not_after:%Y-%m-%d}"
        )
    return gravest


def _certificate(certificate: Certificate, now: datetime, limits: Limits) -> Outcome:
    left = (certificate.not_after - now).total_seconds() / DAY
    lifetime = (certificate.not_after - certificate.not_before).total_seconds() / DAY
    end = limits.very_soon if lifetime >= limits.short_lived else limits.very_soon_short_lived
    if left < 0:
        name = "expired"
    elif now < certificate.not_before:
        name = "not-yet-valid"
    elif left <= end:
        name = "very-soon"
    elif left <= min(limits.soon, lifetime / 3):
        name = "soon"
    else:
        name = "valid"
    return Outcome(
        name,
        subject=certificate.subject,
        not_before=f"{certificate.not_before:%Y-%m-%d}",
        not_after=f"{certificate.not_after:%Y-%m-%d}",
        days=int(abs(left)),
    )
