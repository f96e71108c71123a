"""``Refresh``, as a field or a meta element (HTML Standard, shared declarative refresh steps)."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_LENGTH = 4_096

_TIME = re.compile(r"[\t\n\f\r ]*(?:([0-9]{1,9})[0-9]*|(?=\.))[0-9.]*")
_BETWEEN = re.compile(r"[\t\n\f\r ]*[;,]?[\t\n\f\r ]*")
_URL = re.compile(r"url[\t\n\f\r ]*=[\t\n\f\r ]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refresh:
    """A page that moves on by itself."""

    seconds: int
    url: str
    """As written, relative perhaps; empty where the page reloads itself."""


def parse_refresh(text: str) -> Refresh | None:
    """Read the value; ``None`` where browsers ignore it."""
    text = text[:MAX_LENGTH]
    time = _TIME.match(text)
    if time is None:
        return None
    seconds, rest = int(time[1] or 0), text[time.end() :]
    if rest and rest[0] not in "\t\n\f\r ;,":
        return None
    between = _BETWEEN.match(rest)
    url = rest[between.end() :] if between else rest
    named = _URL.match(url)
    if named or url[:1].lower() != "u":
        url = _unquoted(url[named.end() :] if named else url)
    return Refresh(seconds, url.strip("\t\n\f\r "))


def _unquoted(url: str) -> str:
    quote = url[:1]
    return url[1:].partition(quote)[0] if quote in ("'", '"') else url
