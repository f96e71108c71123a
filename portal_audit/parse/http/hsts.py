"""Strict-Transport-Security as browsers read it (RFC 6797 6.1 and 8.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MAX_LENGTH = 4_096
"""Characters of the field that are read; a longer one is none."""
MAX_AGE_DIGITS = 12

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[\t !#-\[\]-~\x80-\xff]|\\[\t -~\x80-\xff])*"'
_DIRECTIVE = re.compile(rf"({_TOKEN})(?:[ \t]*=[ \t]*({_TOKEN}|{_QUOTED}))?")
_PART = re.compile(rf"(?:{_QUOTED}|[^;\"])*")


@dataclass(frozen=True, slots=True)
class Hsts:
    """A policy that is in force."""

    max_age: int
    """Seconds."""
    include_subdomains: bool = False
    preload: bool = False
    """The word of hstspreload.org, which RFC 6797 does not know."""


@dataclass(frozen=True, slots=True)
class IgnoredHsts:
    """A field that browsers ignore as a whole."""

    fault: str
    """``repeated``: a directive stands twice, or values were joined by a comma; ``syntax``: it
    does not keep to the grammar; ``max-age``: that directive is missing or no number."""


def parse(values: Sequence[str]) -> Hsts | None:
    """Read every value of the field; ``None`` where no policy comes of it."""
    policy = read(values[0]) if values else None
    return policy if isinstance(policy, Hsts) else None


def read(value: str) -> Hsts | IgnoredHsts:
    """Read the first field line of a response: of several, the others do not count (8.1)."""
    if len(value) > MAX_LENGTH:
        return IgnoredHsts("syntax")
    directives: dict[str, str | None] = {}
    for part in _parts(value):
        found = _DIRECTIVE.fullmatch(part)
        if found is None:
            return IgnoredHsts("repeated" if "," in part else "syntax")
        name = found[1].lower()
        if name in directives:
            return IgnoredHsts("repeated")
        directives[name] = found[2]
    if directives.get("includesubdomains") is not None:
        return IgnoredHsts("syntax")  # 6.1.2: this directive has no value
    age = (directives.get("max-age") or "").strip('"')
    if not re.fullmatch("[0-9]+", age):
        return IgnoredHsts("max-age")
    return Hsts(
        max_age=int(age.lstrip("0")[:MAX_AGE_DIGITS] or "0"),
        include_subdomains="includesubdomains" in directives,
        preload="preload" in directives,
    )


def _parts(value: str) -> list[str]:
    """Return what stands between semicolons, empty parts left out."""
    parts: list[str] = []
    at = 0
    while at <= len(value):
        piece = _PART.match(value, at)
        assert piece is not None  # the pattern matches the empty string
        end = piece.end()
        if end < len(value) and value[end] != ";":  # a quotation mark that is never closed
            end = len(value)
        if part := value[at:end].strip("\t "):
            parts.append(part)
        at = end + 1
    return parts
