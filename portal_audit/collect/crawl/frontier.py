"""The links still to follow, in the order in which they are worth a page of the budget."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from portal_audit.analyse.spam.doorways import likely_doorways
from portal_audit.collect.crawl.interests import (
    EXACT,
    NEWS,
    SITE_MAP,
    SLUG,
    InterestMatch,
    interests_in,
)
from portal_audit.collect.crawl.skip_rules import is_download, is_skipped
from portal_audit.evidence import Link, Page
from portal_audit.parse.http.urls import (
    is_document,
    is_media,
    same_place,
    same_site,
    without_state,
)

MAX_DEPTH = 3
WANTED_ENTRY = 1
"""Tier of a menu entry that names an interest not met yet."""
MAX_ALIKE = 3
"""Pages read of one listing pattern, such as ``/tin-tuc/…-123.html``."""
_MAX_WAITING = 5_000
_LONGEST_ENTRY = 6
"""Words of a menu's entry that stands amid a page."""
_REGIONS = {"nav": 0, "header": 0, "body": 1, "footer": 1, "sitemap": 2}
_FOREIGN = re.compile(
    r"/(?:en|english|zh|cn|fr|ja|ko|ru)(?:/|$)|[?&]lang(?:uage)?=(?!vi)", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class FrontierEntry:
    """A link that may be followed."""

    url: str
    label: str
    depth: int
    via: tuple[str, ...]
    region: str
    order: int
    match: InterestMatch
    first: bool = False
    """To be followed before all others: a list of everything, or where the page sends us on."""
    foreign: bool = False
    """In another language."""


class Frontier:
    """Holds what is still to be followed, each place once."""

    def __init__(self, site: str, interests: tuple[str, ...]) -> None:
        """Keep to *site* (its URL); follow first what the phrases name."""
        self.site = site
        self.documents: list[FrontierEntry] = []
        self.elsewhere: list[FrontierEntry] = []
        """Links off the site that name an interest."""
        self.has_site_map = False
        """Whether a link names a page that lists all others."""
        self._interests = interests_in((*interests, *NEWS))
        self._site_map = interests_in(SITE_MAP)
        self._news = interests_in(NEWS)
        self._waiting: dict[int, FrontierEntry] = {}
        """By their order."""
        self._visited: set[str] = set()
        self._settled: set[str] = set()
        """Addresses as links write them that bring nothing new: menus stand on all pages."""
        self._covered: set[int] = set()
        self._alike: Counter[str] = Counter()
        self._order = 0
        self._unlabelled: dict[str, FrontierEntry] = {}
        """Place → what a sitemap file lists there, until it is followed or a page names it."""

    def mark_visited(self, url: str) -> None:
        """Take note of a place that was asked for otherwise."""
        self._visited.add(same_place(url))

    def add_page(self, page: Page) -> None:
        """Take the links of a page."""
        depth = page.depth + 1
        if depth > MAX_DEPTH:
            return
        for link in page.links:
            if link.url in self._settled:
                continue
            if link.hidden and link.region == "body":
                continue  # nobody sees it; what stands there is no part of the visit
            alone = link.source == "frame" and len(page.text) < 200
            self._add(link, depth, page.via, first=alone)

    def add_urls(self, urls: tuple[str, ...]) -> None:
        """Take the URLs of a sitemap file."""
        for url in urls:
            self._add(Link(url, region="sitemap"), 1, ("sitemap.xml",))

    def add_site_map(self, page: Page) -> None:
        """Take the links of a page that lists all others, and that no menu names."""
        for link in page.links:
            if not link.hidden:
                self._add(replace(link, region="sitemap"), 1, (page.asked,))

    def add_doorways(self, urls: Iterable[str], most: int, source: str) -> int:
        """Take at most so many addresses that look pushed in, to be read before all others.

        No page links to what intruders leave, so that nothing else would lead there. *source* is
        the list that names them. Returns how many were taken.
        """
        new = (u for u in urls if same_site(u, self.site) and same_place(u) not in self._visited)
        before = len(self._waiting)
        for url in likely_doorways(new, most):
            self._add(Link(url, region="sitemap"), 1, (source,), first=True)
        return len(self._waiting) - before

    def add_document(self, entry: FrontierEntry) -> None:
        """Take what turned out to be no page; it is asked for as a document if it may be one."""
        if self._is_interesting_document(entry):
            self.documents.append(entry)

    def add_onward(self, url: str, page: Page) -> None:
        """Take where a page sends its visitors of itself."""
        self._add(Link(url), page.depth + 1, page.via, first=True)

    def pop(self) -> FrontierEntry | None:
        """Return the most promising link and forget it; ``None`` where nothing is left."""
        while self._waiting:
            best = min(self._waiting.values(), key=self._rank)
            del self._waiting[best.order]
            if self._is_one_of_many(best):
                continue
            self._covered |= best.match.phrases
            self._unlabelled.pop(same_place(best.url), None)
            return best
        return None

    def pop_article(self) -> FrontierEntry | None:
        """Return the first link that looks like a piece of news, those of a news section first.

        ``None`` where there is none.
        """
        articles = [one for one in self._waiting.values() if is_article(one)]
        if not articles:
            return None
        best = min(articles, key=lambda one: (not self._is_below_news(one), one.order))
        del self._waiting[best.order]
        return best

    @property
    def has_wanted_entry(self) -> bool:
        """Whether a menu entry that names an interest not met yet still waits."""
        return any(self._rank(one)[0] == WANTED_ENTRY for one in self._waiting.values())

    def _is_below_news(self, candidate: FrontierEntry) -> bool:
        return any(self._news.match(label, "").phrases for label in candidate.via[:-1])

    def release(self, candidate: FrontierEntry) -> None:
        """Take back that what *candidate* names has been met: it could not be read."""
        self._covered -= candidate.match.phrases

    def wanted(self) -> Iterator[FrontierEntry]:
        """Yield what is still waiting although it names an interest."""
        for candidate in sorted(self._waiting.values(), key=self._rank):
            if candidate.match.quality <= SLUG:
                yield candidate

    def __len__(self) -> int:
        """Return how many links wait."""
        return len(self._waiting)

    def _add(self, link: Link, depth: int, via: tuple[str, ...], *, first: bool = False) -> None:
        url = without_state(link.url)
        if not url.startswith(("http://", "https://")):
            return
        place = same_place(url)
        label = link.text or link.title or link.alt
        if place in self._visited:
            if place not in self._unlabelled:
                self._settled.add(link.url)
                return
            if not label:
                return
            self._waiting.pop(self._unlabelled.pop(place).order, None)
        self._order += 1
        is_site_map = bool(self._site_map.match(label, url).phrases)
        self.has_site_map |= is_site_map
        candidate = FrontierEntry(
            url=url,
            label=label[:200],
            depth=depth,
            via=(*via, label[:200] or url),
            region=link.region,
            order=self._order,
            match=self._interests.match(label, url),
            first=first or is_site_map,
            foreign=bool(_FOREIGN.search(url)),
        )
        if self._file_entry(candidate):
            self._visited.add(place)
            if link.region == "sitemap":
                self._unlabelled[place] = candidate

    def _file_entry(self, candidate: FrontierEntry) -> bool:
        """Put a candidate where it belongs; tell whether its place is dealt with."""
        inside = same_site(candidate.url, self.site)
        if is_document(candidate.url) or is_download(candidate.url, candidate.label):
            if self._is_interesting_document(candidate):
                (self.documents if inside else self.elsewhere).append(candidate)
            return True
        if not inside:
            if candidate.match.quality <= SLUG:
                self.elsewhere.append(candidate)
            return True
        if is_media(candidate.url) or self._is_skipped(candidate):
            return True
        if len(self._waiting) >= _MAX_WAITING:
            return False
        self._waiting[candidate.order] = candidate
        return True

    def _is_skipped(self, candidate: FrontierEntry) -> bool:
        """Whether it shows nothing new; another language is read where it is looked for."""
        named = candidate.match.quality == EXACT and candidate.foreign
        return is_skipped(candidate.url, candidate.label) and not named

    def _is_interesting_document(self, candidate: FrontierEntry) -> bool:
        """Whether its own label, or that of the page it stands on, names an interest."""
        around = candidate.via[-2] if len(candidate.via) > 1 else ""
        return bool(candidate.match.phrases or self._interests.match(around, "").phrases)

    def _rank(self, candidate: FrontierEntry) -> tuple[int, int, int, int, int]:
        """Return what candidates are sorted by.

        A menu entry that names an interest comes before any link amid a page.
        """
        match, region = candidate.match, _REGIONS.get(candidate.region, 1)
        wanted, in_menu = match.quality <= SLUG, region == 0
        new = not match.phrases <= self._covered
        if candidate.first:
            tier = 0
        elif candidate.foreign:
            tier = 7
        elif wanted and in_menu and new:
            tier = WANTED_ENTRY
        elif wanted and in_menu and candidate.depth == 1:
            tier = 2
        elif wanted and new:
            tier = 3
        elif in_menu and candidate.depth == 1:
            tier = 4
        elif match.phrases:
            tier = 5
        else:
            tier = 6
        return tier, match.quality, region, candidate.depth, candidate.order

    def _is_one_of_many(self, candidate: FrontierEntry) -> bool:
        """Tell whether enough pages were read that look like this one by their address."""
        pattern = _pattern(candidate.url)
        in_menu = candidate.depth == 1 and _is_entry(candidate)
        doorway = candidate.region == "sitemap" and candidate.first
        if pattern is None or in_menu or doorway:
            return False
        if candidate.match.quality <= SLUG and not candidate.match.phrases <= self._covered:
            return False
        self._alike[pattern] += 1
        return self._alike[pattern] > MAX_ALIKE


def is_article(candidate: FrontierEntry) -> bool:
    """Tell the title of an article from the name of a section: it is long, and in no menu."""
    return (
        _REGIONS.get(candidate.region, 1) == 1
        and not candidate.foreign
        and len(candidate.label.split()) > _LONGEST_ENTRY
    )


def _is_entry(candidate: FrontierEntry) -> bool:
    """Tell an entry of a menu from the title of an article, wherever on the home page it stands."""
    words = candidate.label.split()
    short = 0 < len(words) <= _LONGEST_ENTRY and "/" not in words[0]  # no address as a name
    return candidate.region == "nav" or (short and candidate.region != "sitemap")


def _pattern(url: str) -> str | None:
    """Return what listed pages have in common; ``None`` where the address holds no number."""
    path, _, query = url.partition("?")
    folder, _, name = path.rpartition("/")
    if not _DIGITS.search(name + query):
        return None
    keys = "&".join(part.partition("=")[0] for part in query.split("&"))
    tail = _DIGITS.sub("#", name) if query else name.rpartition(".")[2] if "." in name else ""
    return f"{_DIGITS.sub('#', folder)}/{tail}?{keys}"
