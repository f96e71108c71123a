"""Disclosure: the answers do not tell which software runs there, in which version (OWASP WSTG)."""

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
    told = [
        (name, value.strip())
        for name in limits.headers
        for value in front.all(name)
        if value.strip()
    ]
    known = any(VERSION.search(value) for _, value in told)
    if page := front.page if known else front.readable_page():
        generators = (value for name, value in page.meta if name == "generator")
        told += [("meta generator", value.strip()) for value in generators if value.strip()]
    if versions := [(name, value) for name, value in told if VERSION.search(value)]:
        return Outcome("version", where=where, seen=_shown(versions))
    if told:
        return Outcome("product", where=where, seen=_shown(told))
    return Outcome("silent", where=where)


def _shown(told: list[tuple[str, str]]) -> list[str]:
    return [f"{name}: {value[:100]}" for name, value in told[:10]]
