"""Metadata: the home page says what it is, in Dublin Core (TT 24/2011/TT-BTTTT Đ4.1, Đ6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal_audit.api import Front, Outcome

PREFIXES = ("dc.", "dc:", "dcterms.", "dcterms:")


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``metadata.toml``."""

    elements: Sequence[str]
    """Those that must be there, not empty."""


def judge(front: Front, limits: Limits) -> Outcome:
    """Read the meta elements of the home page; what a script adds later does not count."""
    where = [front.url]
    page = front.readable_page()
    if page is None or page.needs_browser:
        return Outcome("unread", where=where)
    given = {
        name[len(prefix) :].partition(".")[0]
        for name, content in page.meta
        for prefix in PREFIXES
        if name.startswith(prefix) and content.strip()
    }
    lacking = [element for element in limits.elements if element not in given]
    if len(lacking) == len(limits.elements):
        return Outcome("missing", where=where)
    if lacking:
        return Outcome("incomplete", where=where, missing=lacking)
    return Outcome("found", where=where)
