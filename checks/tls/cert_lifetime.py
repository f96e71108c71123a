"""Certificates live briefly, so that a lost key does not matter for years (CA/B Forum 6.3.2)."""

from dataclasses import dataclass

from portal_audit.analyse.tls_addresses import worst_certificate
from portal_audit.api import Outcome, TlsAddress, TlsServer


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table, in days."""

    short: int
    """The longest that the CA/Browser Forum permits for certificates issued now."""
    long: int
    """The longest that browsers have accepted since September 2020."""


def judge(server: TlsServer, limits: Limits) -> Outcome:
    """Only the leaf is asked: intermediates live long by design."""
    return worst_certificate(
        server, lambda address: _judge(address, limits), ("too-long", "long", "unknown", "short")
    )


def _judge(address: TlsAddress, limits: Limits) -> Outcome:
    if not address.chain:
        return Outcome("unknown")
    leaf = address.chain[0]
    days = (leaf.not_after - leaf.not_before).days
    name = "short" if days <= limits.short else "long" if days <= limits.long else "too-long"
    return Outcome(name, days=days, short=limits.short, long=limits.long)
