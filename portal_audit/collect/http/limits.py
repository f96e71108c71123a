"""What one site may cost, and how often it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

from portal_audit import __version__

PURPOSE = "security and compliance scanner of government portals"


def user_agent(contact: str | None = None) -> str:
    """Return the User-Agent (RFC 9110 10.1.5), with a page or mail address to complain to."""
    where = f"contact: {contact}" if contact else "contact: see the body that runs it"
    return f"portal-audit/{__version__} ({PURPOSE}; {where})"


USER_AGENT = user_agent()


@dataclass(frozen=True, slots=True)
class VisitLimits:
    """Bounds of one site's visit. The defaults suit portals whose owner does not know of it."""

    rate: float = 2.0
    """Requests a second per host name, and per address whatever names it has."""
    connections: int = 2
    """At once, per address."""
    tls_rate: float = 10.0
    """New connections a second per address."""
    connect_timeout: float = 8.0
    """Seconds for TCP and TLS set-up."""
    read_timeout: float = 9.0
    """Seconds of silence while an answer is read."""
    request_timeout: float = 25.0
    """Seconds for one whole request, however slowly it drips."""
    site_timeout: float = 180.0
    """Seconds for everything done to one site."""
    max_redirects: int = 10
    max_pages: int = 30
    max_requests: int = 120
    max_body_wire: int = 3_000_000
    """Bytes of one body as sent."""
    max_body: int = 6_000_000
    """Bytes of one body after decompression."""
    max_site_bytes: int = 60_000_000
    """Bytes of all bodies of one site as sent."""
    max_header_bytes: int = 65_536

    @property
    def crawl_rate(self) -> float:
        """New connections a second for requests: one each, and one more where they come late."""
        return self.rate + 1

    @property
    def probe_rate(self) -> float:
        """New connections a second for the TLS probe, which has what requests leave, or half."""
        return max(self.tls_rate / 2, self.tls_rate - self.crawl_rate)


@dataclass(frozen=True, slots=True)
class AccessRules:
    """Where requests may go, and how names are resolved."""

    allow_private: tuple[IPv4Network | IPv6Network, ...] = ()
    resolve: tuple[tuple[str, str], ...] = ()
    """(host, address) pairs of ``--resolve``."""
    ca_file: str | None = None
    """PEM file of roots trusted besides the built-in ones."""
    user_agent: str = USER_AGENT
    headers: tuple[tuple[str, str], ...] = ()
    """Fields of every request to the portal's own host, such as those that let a visitor into a
    portal before its launch. No other host sees them, and no log."""
    nameserver: tuple[str, int] | None = None
    """Address and port of the name server that the DNS probe asks; ``None``: the system's."""
    dns_timeout: float = 5.0
    """Seconds for one question to the name servers, every retry included."""
