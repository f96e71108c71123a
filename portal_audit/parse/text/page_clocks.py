"""Clocks: “Chủ nhật, 22/11/2026” at the head of every page is the day of the visit, no posting."""

from collections.abc import Sequence
from datetime import date, timedelta

from portal_audit.evidence import Page

SHARE = 0.8
"""On so many of the pages the date of the visit is a clock."""
_FEWEST_PAGES = 3


def clocks(pages: Sequence[Page], today: date) -> frozenset[str]:
    """Return the dates (ISO 8601) that pages show only because it is that day, or nearly so.

    Days beside *today* count too: a server's clock may stand in another time zone, or be late.
    """
    days = {(today + timedelta(days=shift)).isoformat() for shift in (-1, 0, 1)}
    # A clock that is known for one, by where it stands, makes none of what stands elsewhere.
    shown = [
        page
        for page in pages
        if any(dated.date in days and dated.source != "header" for dated in page.dates)
    ]
    clock = len(pages) >= _FEWEST_PAGES and len(shown) >= SHARE * len(pages)
    return frozenset(days) if clock else frozenset()
