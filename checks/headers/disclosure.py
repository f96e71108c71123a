"""Disclosure: the answers do not name the software that runs there, or its version (OWASP WSTG)."""

import re
from dataclasses import dataclass

from portal_audit.api import Front, Outcome

VERSION = re.compile(r"\d+\.\d+|(?:^|[\s/(])v?\d+(?![\w.])", re.IGNORECASE | re.ASCII)
"""Numbers joined by a point, or a number that stands alone or behind a slash."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``disclosure.toml``."""

    headers: list[str]
    """Headers that name software."""


def judge(front: Front, limits: Limits) -> Outcome:
    """Look at the headers that name software, and at the generator named in the page."""
    where = [front.url]
    named = [
        (name, value.strip())
        for name in limits.headers
        for value in front.all(name)
        if value.strip()
    ]
    versioned = any(VERSION.search(value) for _, value in named)
    if page := front.page if versioned else front.readable_page():
        generators = (value for name, value in page.meta if name == "generator")
        named += [("meta generator", value.strip()) for value in generators if value.strip()]
    if versions := [(name, value) for name, value in named if VERSION.search(value)]:
        return Outcome("version", where=where, sent=_shown(versions))
    if named:
        return Outcome("product", where=where, sent=_shown(named))
    return Outcome("silent", where=where)


def _shown(named: list[tuple[str, str]]) -> list[str]:
    return [f"{name}: {value[:100]}" for name, value in named[:10]]
