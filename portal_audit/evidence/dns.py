"""Evidence from the domain name system."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DnsRecords:
    """Answers for the portal's host name (RFC 1035, RFC 3596, RFC 4034, RFC 8659)."""

    host: str
    a: tuple[str, ...] = ()
    aaaa: tuple[str, ...] = ()
    cname: tuple[str, ...] = ()
    """The chain of names, in order; empty where the host is no alias."""
    caa: tuple[str, ...] | None = None
    """``flag tag "value"`` of the closest name that has CAA; ``None``: not known."""
    delegation: tuple[str, ...] | None = None
    """``name: key-tag algorithm digest-type digest`` of the DS records (RFC 4034 section 5) by
    which a zone from the host up to its registered domain is signed; empty where none is; ``None``:
    not known. Whether the signatures hold was not looked at."""
    source: str = "dns"
    """``dns``; ``inventory`` where the address was given; ``literal`` where the host is an IP."""
    error: str | None = None
    """Why nothing was found: ``nxdomain``, ``no-answer``, ``timeout`` …"""
    unanswered: tuple[str, ...] = ()
    """``A`` or ``AAAA`` where the name servers did not answer that question: there may be such
    records all the same."""
