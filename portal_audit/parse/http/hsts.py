"""Strict-Transport-Security as browsers read it (RFC 6797 §6.1, §8.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MAX_LENGTH = 1024
"""Characters of the header that are read."""


@dataclass(frozen=True, slots=True)
class Hsts:
    """A header that is in force."""

    max_age: int
    """Seconds."""
    include_subdomains: bool = False
    preload: bool = False


def parse(values: Sequence[str]) -> Hsts | None:
    """Read every value of the header; ``None`` where browsers find nothing usable.

    A header that was sent twice, or holds a comma, is invalid (as the MDN Observatory has it).
    """
    if len(values) != 1 or "," in values[0]:
        return None
    directives: dict[str, str] = {}
    for part in values[0][:MAX_LENGTH].split(";"):
        name, _, content = part.partition("=")
        if name.strip():
            directives.setdefault(name.strip().lower(), content.strip().strip('"'))
    age = directives.get("max-age", "")
    if not (age.isascii() and age.isdecimal()):
        return None
    return Hsts(int(age[:12]), "includesubdomains" in directives, "preload" in directives)
