"""Days with a year of two digits (``02/09/24``), as themes of content systems print them."""

import re
from collections.abc import Iterator
from datetime import date as Date

_REST = re.compile(r"/([01]\d)/(\d\d)(?![\d/]|[.,\-–]\d)")
_BEFORE = re.compile(r"(?<![\d/.\-–,])[0-3]\d\Z")
_LAST_CENTURY = 70
"""Years from which on the last century is meant, as POSIX has it."""


def short_days(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield such days (ISO 8601) with their places; day and month have two digits, too.

    The search begins at a slash, of which a page has few.
    """
    for rest in _REST.finditer(text):
        start = max(rest.start() - 3, 0)
        day = _BEFORE.search(text, start, rest.start())
        if day is None:
            continue
        year = int(rest[2])
        year += 1900 if year >= _LAST_CENTURY else 2000
        try:
            yield Date(year, int(rest[1]), int(day[0])).isoformat(), day.start(), rest.end()
        except ValueError:
            continue
