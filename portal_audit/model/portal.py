"""A portal to audit: what it is, where it is, and why it could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

VIETNAM = timezone(timedelta(hours=7))
"""The time in which the days of a law are counted; it has no summer time."""


def day_in_vietnam(at: datetime) -> date:
    """Return the day that counts for a law; a time without a zone is UTC."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(VIETNAM).date()


class Kind(StrEnum):
    """What sort of portal a target is; peers are of the same kind."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    PUBLIC_SERVICE = "public-service"
    WEB = "web"


class State(StrEnum):
    """Whether a site could be read at all."""

    SCANNED = "scanned"
    NOT_SCANNED = "not-scanned"


class Cause(StrEnum):
    """Why a site could not be read."""

    DNS = "dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    TLS = "tls"
    BLOCKED = "blocked"
    PARKED = "parked"
    SERVER_ERROR = "server-error"
    NOT_HTTP = "not-http"
    LOCAL = "local"
    """It failed on our side: no route, no name server, too many open files."""
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Target:
    """One portal to audit, as the inventory has it."""

    id: str
    """Unique in an inventory, made from the URL; safe as a file name."""
    url: str
    """Always with scheme and path, such as ``https://sotuphap.example/``."""
    name: str = ""
    kind: Kind = Kind.WEB
    organisation: str = ""
    province: str = ""
    parent: str = ""
    """URL of the provincial portal."""
    contact: str = ""
    tags: tuple[str, ...] = ()
    address: str | None = None
    """IP address to connect to in place of DNS; the host name stays in SNI and Host."""
    http_url: str | None = None
    """Where plain HTTP answers, when not on port 80 of the same host."""
    key: str = ""
    """The portal's lasting name from run to run; empty: made from its host."""
    formerly: tuple[str, ...] = ()
    """Addresses it had before."""
    zone: str = ""
    """Which workers reach it, such as those inside the government network."""

    @property
    def title(self) -> str:
        """The name, or the URL where there is no name."""
        return self.name or self.url
