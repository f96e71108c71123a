"""One portal of the reading set: which path answers what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from portal_audit.testbed.reading.pages import TrapPages
from portal_audit.testbed.reading.trap import Trap
from portal_audit.testbed.response import Response, text
from portal_audit.testbed.site import Addresses
from portal_audit.testbed.workshop.site import WorkshopSite

ROBOTS = "/robots.txt"
_DAY = re.compile(r"(ago|in|day|words|spaced)_(\d{1,4})")


class ReadingSite(WorkshopSite):
    """Answers the requests of one portal; safe for threads."""

    def __init__(self, portal: Trap, addresses: Addresses, today: date) -> None:
        """Take the portal, its addresses and today's date."""
        super().__init__(portal, addresses, today)
        self.twist = portal.twist
        self.pages = TrapPages(portal, today)

    @property
    def paths(self) -> tuple[str, ...]:
        """Where pages are."""
        return self.pages.paths

    @property
    def listed(self) -> tuple[str, ...]:
        """What sitemap.xml lists."""
        return self.paths + self.twist.listed

    def _page(self, path: str) -> Response:
        if self.twist.instead:
            return self._told(self.twist.instead)
        body, content_type = self.twist.letters(self._fill(self.pages.html(path)))
        return Response(200, body, content_type)

    def _lost(self) -> Response:
        if self.twist.instead:
            return self._told(self.twist.instead)
        body, content_type = self.twist.letters(self.pages.lost())
        return Response(404, body, content_type)

    def _found(self, path: str) -> Response:
        """Return the page or file at a path; documents and robots.txt are the portal's own."""
        if path in self.twist.files:
            file = self.twist.files[path]
            return Response(200, file.make(self.today), file.content_type)
        if path == ROBOTS and self.twist.robots:
            return text(self.twist.robots)
        return super()._found(path)

    @property
    def _values(self) -> Mapping[str, str]:
        return _Values(super()._values, self.today)


_FORMS: Mapping[str, str] = {
    "ago": "{:%d/%m/%Y}",
    "in": "{:%d/%m/%Y}",
    "day": "{0.day}/{0.month}",
    "words": "{0:%d} tháng {0:%m} năm {0:%Y}",
    "spaced": "{0:%d} - {0:%m} - {0:%Y}",
}
"""How a day is written."""


class _Values(Mapping[str, str]):
    """Addresses, and any day by its distance from today, as :class:`Twist` tells."""

    def __init__(self, known: Mapping[str, str], today: date) -> None:
        self._known = known
        self._today = today

    def __getitem__(self, name: str) -> str:
        """Return a value. Raises KeyError where there is none."""
        if name == "year":
            return str(self._today.year)
        if not (match := _DAY.fullmatch(name)):
            return self._known[name]
        days = int(match[2])
        day = self._today + timedelta(days=days if match[1] == "in" else -days)
        return _FORMS[match[1]].format(day)

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
