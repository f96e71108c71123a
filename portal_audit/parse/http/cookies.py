"""``Set-Cookie`` as browsers read it (RFC 6265bis §5.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

MAX_PAIR = 4096
"""Octets of name and value together; browsers drop a longer cookie."""
MAX_ATTRIBUTE = 1024
"""Octets of one attribute's value; browsers ignore a longer one."""
MAX_ATTRIBUTES = 64

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_SPACE = " \t"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DELIMITERS = re.compile(r"[\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
_TIME = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)", re.ASCII)
_DAY = re.compile(r"(\d{1,2})(?!\d)", re.ASCII)
_YEAR = re.compile(r"(\d{2,4})(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie as set."""

    name: str
    value: str
    """May be a secret: never put it into a finding."""
    attributes: Mapping[str, str]
    """Name in lower case → value; where a name stands twice, the last counts."""

    @property
    def secure(self) -> bool:
        """Whether it is only sent over HTTPS."""
        return "secure" in self.attributes

    @property
    def http_only(self) -> bool:
        """Whether scripts cannot read it."""
        return "httponly" in self.attributes

    @property
    def same_site(self) -> str | None:
        """The SameSite value as written, in lower case; ``None`` where there is none."""
        value = self.attributes.get("samesite")
        return None if value is None else value.lower()

    @property
    def domain(self) -> str | None:
        """The Domain without leading point, in lower case; ``None``: this host only."""
        return self.attributes.get("domain", "").removeprefix(".").lower() or None

    @property
    def path(self) -> str | None:
        """The Path, where one that browsers accept is given."""
        value = self.attributes.get("path", "")
        return value if value.startswith("/") else None

    def lifetime(self, now: datetime) -> timedelta | None:
        """Return how long it lives from *now* (aware); ``None`` for a cookie of the session.

        Max-Age counts before Expires. Zero or less means that the cookie is being deleted.
        """
        age = self.attributes.get("max-age", "")
        if re.fullmatch(r"-?[0-9]+", age):
            seconds = int(age[:12])
            return timedelta(seconds=max(min(seconds, 10**10), -1))
        expires = parse_date(self.attributes.get("expires", ""))
        return None if expires is None else expires - now


def parse(line: str) -> Cookie | None:
    """Read one ``Set-Cookie`` value; ``None`` where a browser would store nothing."""
    if _CONTROL.search(line):
        return None
    pair, _, rest = line.partition(";")
    name, equals, value = pair.partition("=")
    if not equals:
        name, value = "", pair
    name, value = name.strip(_SPACE), value.strip(_SPACE)
    if not (name or value) or len((name + value).encode("utf-8", "replace")) > MAX_PAIR:
        return None
    attributes: dict[str, str] = {}
    for part in rest.split(";")[:MAX_ATTRIBUTES] if rest else ():
        key, _, content = part.partition("=")
        content = content.strip(_SPACE)
        if key.strip(_SPACE) and len(content.encode("utf-8", "replace")) <= MAX_ATTRIBUTE:
            attributes[key.strip(_SPACE).lower()] = content
    return Cookie(name, value, MappingProxyType(attributes))


def parse_date(text: str) -> datetime | None:
    """Read a cookie date with the forgiving algorithm of RFC 6265bis §5.1.1."""
    time: tuple[int, int, int] | None = None
    day = month = year = None
    for token in _DELIMITERS.split(text[:MAX_ATTRIBUTE]):
        if time is None and (found := _TIME.match(token)):
            time = int(found[1]), int(found[2]), int(found[3])
        elif day is None and (found := _DAY.match(token)):
            day = int(found[1])
        elif month is None and token[:3].lower() in _MONTHS:
            month = _MONTHS.index(token[:3].lower()) + 1
        elif year is None and (found := _YEAR.match(token)):
            year = int(found[1])
    if time is None or day is None or month is None or year is None:
        return None
    if year <= 99:
        year += 1900 if year >= 70 else 2000
    if year < 1601:
        return None
    try:
        return datetime(year, month, day, time[0], time[1], time[2], tzinfo=UTC)
    except ValueError:
        return None
