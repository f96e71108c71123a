"""What a crawl has read so far, and what it looked for and did not read."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote

from portal_audit.collect.browser import Tab
from portal_audit.collect.crawl.frontier import Frontier, FrontierEntry
from portal_audit.collect.http.client import HttpClient, HttpResponse
from portal_audit.collect.http.redirect_cookies import CookieJar
from portal_audit.collect.http.robots_rules import RobotRules
from portal_audit.evidence import (
    Document,
    ErrorPage,
    Page,
    Platform,
    Robots,
    Sitemap,
    Unread,
)
from portal_audit.parse.html.error_page import read_error
from portal_audit.parse.http.content_type import media_type

_NAME = re.compile(r"""filename\s*=\s*"?([^";]{1,300})""", re.IGNORECASE)
_EXTENDED_NAME = re.compile(r"filename\*\s*=\s*utf-8'[^']*'([^;]{1,600})", re.IGNORECASE)
MAX_UNREAD = 400
MAX_ERRORS = 8
"""Answers with an error status whose words are kept."""
_MAX_LEFT = 100
"""Wanted links noted when the crawl stops before it came to them."""
_ENOUGH_FAILURES = 6
"""Failures in a row after which the site is taken to keep us out."""


@dataclass(slots=True)
class CrawlState:
    """What a crawl knows so far."""

    client: HttpClient
    frontier: Frontier
    budget: int
    """Pages."""
    pages: list[Page] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    errors: list[ErrorPage] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    robots: Robots = field(default_factory=lambda: Robots(None))
    rules: RobotRules | None = None
    sitemap: Sitemap | None = None
    feed: Sitemap | None = None
    stopped: str = ""
    """Why the crawl ends, as in ``Crawl.stopped``; empty while it goes on."""
    failures: int = 0
    """In a row."""
    looked_at: list[Page] = field(default_factory=list)
    """Pages that do not tell the platform."""
    tab: Tab | None = None
    """Where pages are shown, on a site whose home page has no text without JavaScript."""
    pages_by_address: dict[str, Page] = field(default_factory=dict)
    texts: set[tuple[str, str]] = field(default_factory=set)
    lists_asked: set[str] = field(default_factory=set)
    """Addresses of lists that scripts would have fetched."""
    platform: Platform = field(default_factory=Platform)
    cookies: CookieJar = field(default_factory=CookieJar)
    """One jar for the visit, as a browser has."""
    articles_read: int = 0
    sent_on: dict[str, str] = field(default_factory=dict)
    """Address asked for → where it sends its visitors, off the site."""

    @property
    def room(self) -> int:
        """How many more pages may be read; other addresses of a page that was read cost nothing."""
        return self.budget - len({page.url for page in self.pages})

    def failed(self, candidate: FrontierEntry, counts: bool) -> None:
        """Take note that a link led nowhere; *counts* where the site may be keeping us out."""
        self.frontier.release(candidate)
        self.failures = self.failures + 1 if counts else 0
        if self.failures >= _ENOUGH_FAILURES:
            self.stopped = "blocked"

    def note(
        self, candidate: FrontierEntry, reason: str, answer: HttpResponse | None = None
    ) -> None:
        """Say why a link did not become a page."""
        if len(self.unread) >= MAX_UNREAD:
            return
        status, kind, size, name = None, "", None, ""
        if answer is not None:
            status = answer.status
            kind = media_type(answer.all("content-type"))[:200]
            size = length_of(answer) or len(answer.body) or None
            name = file_name_of(answer)
        onward = self.sent_on.get(candidate.url, "")
        self.unread.append(
            Unread(candidate.url, reason, status, kind, candidate.label, size, name, onward)
        )

    def note_error(self, candidate: FrontierEntry, answer: HttpResponse, page: Page | None) -> None:
        """Keep the words of an error page; those of one status that say the same, once."""
        error = read_error(answer, page, asked=candidate.url, label=candidate.label)
        said = {(one.status, one.title, one.text) for one in self.errors}
        if error is not None and (error.status, error.title, error.text) not in said:
            self.errors.append(error)

    def note_what_is_left(self) -> None:
        """Say which wanted links were never come to, and which lead off the site."""
        reason = self.stopped if self.stopped in ("blocked", "robots", "time") else "budget"
        noted = {unread.url for unread in self.unread}
        left = list(self.frontier.wanted())
        left += [one for one in self.frontier.documents if one.url not in noted]
        for candidate in left[:_MAX_LEFT]:
            self.note(candidate, reason)
        for candidate in self.frontier.elsewhere[:_MAX_LEFT]:
            self.note(candidate, "off-site")


def length_of(answer: HttpResponse) -> int | None:
    """Return what Content-Length says, where it is a number."""
    value = (answer.header("content-length") or "").strip()
    return int(value) if value.isdecimal() and len(value) < 16 else None


def file_name_of(answer: HttpResponse) -> str:
    """Return the name that Content-Disposition gives a file; empty where it gives none."""
    value = answer.header("content-disposition") or ""
    with suppress(UnicodeError):  # servers send UTF-8 in what should be ASCII
        value = value.encode("latin-1").decode("utf-8")
    found = _EXTENDED_NAME.search(value) or _NAME.search(value)
    return unquote(found[1]).strip()[:200] if found else ""
