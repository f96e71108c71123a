"""No certificate of the chain is about to expire (RFC 5280 section 4.1.2.5)."""

from dataclasses import dataclass
from datetime import datetime

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Certificate, Outcome, TlsAddress, TlsServer, Visit

DAY = 86_400
GRAVEST_FIRST = ("expired", "not-yet-valid", "very-soon", "soon", "unknown", "valid")


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
    """Look at the leaf and every intermediate sent; a root's date matters to nobody."""
    return worst(server, lambda address: _judge(address, visit.at, limits), GRAVEST_FIRST)


def _judge(address: TlsAddress, now: datetime, limits: Limits) -> Outcome:
    if not address.chain:
        return Outcome("unknown")
    leaf, *others = address.chain
    judged = [
        _certificate(c, now, limits) for c in (leaf, *others) if c is leaf or not c.self_signed
    ]
    return min(judged, key=lambda outcome: GRAVEST_FIRST.index(outcome.name))


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
