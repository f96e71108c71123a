"""Evidence from the domain name system."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DnsRecords:
    """Answers for the portal's host name (RFC 1035, RFC 3596, RFC 8659)."""

    host: str
    a: tuple[str, ...] = ()
    aaaa: tuple[str, ...] = ()
    cname: tuple[str, ...] = ()
    """The chain of names, in order; empty where the host is no alias."""
    caa: tuple[str, ...] | None = None
    """``flag tag "value"`` of the closest name that has CAA; ``None``: could not be told."""
    source: str = "dns"
    """``dns``; ``inventory`` where the address was given; ``literal`` where the host is an IP."""
    error: str | None = None
    """Why nothing was found: ``nxdomain``, ``no-answer``, ``timeout`` …"""
    unanswered: tuple[str, ...] = ()
    """``A`` or ``AAAA`` where the name servers did not answer that question: there may be such
    records all the same."""
