"""One crawl read for all checks of published information: labels, places and own text, once."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from portal_audit.analyse.boilerplate import SiteContents
from portal_audit.analyse.menus import awaits_menus, shows_menus
from portal_audit.analyse.required_information.address_names import words_of_address
from portal_audit.analyse.required_information.label_index import LabelIndex, index
from portal_audit.analyse.required_information.labels import Label, words_of
from portal_audit.analyse.required_information.page_kind import PageKind, page_kind
from portal_audit.analyse.required_information.postings import has_posting_date, names_news
from portal_audit.analyse.required_information.vocabulary import phrases_known
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.evidence import Crawl, Document, Page, Unread
from portal_audit.parse.http.urls import same_place
from portal_audit.parse.text.mojibake import is_mojibake

_CACHE: OrderedDict[int, "SiteIndex"] = OrderedDict()
_MOST_CACHED = 4


@dataclass(frozen=True)
class FrontState:
    """What the rules ask of the home page once an item was not found; worked out once."""

    crawl: Crawl

    @cached_property
    def awaits_menus(self) -> bool:
        """Whether a script is still to fill its menus."""
        return awaits_menus(self.crawl)

    @cached_property
    def shows_menus(self) -> bool:
        """Whether its menus can be read."""
        return shows_menus(self.crawl)

    @cached_property
    def is_mojibake(self) -> bool:
        """Whether its letters were lost on the way."""
        return self.crawl.home is not None and is_mojibake(self.crawl.home.text)


@dataclass(frozen=True, slots=True)
class SiteIndex:
    """What sixty checks ask of the same crawl."""

    crawl: Crawl
    front: FrontState
    labels: LabelIndex
    text: SiteContents
    pages: dict[str, Page]
    """Place → page read there."""
    unread: dict[str, Unread]
    """Place → why it was not read."""
    files: dict[str, Document]
    """Place → the file that was read there."""
    of_front: tuple[Label, ...]
    """Labels of the home page."""
    front_addresses: str
    """Where they lead, by lines."""
    pictured_slugs: tuple[Label, ...]
    """Those of pictures without words, under the words of the address they lead to."""
    phrases: int
    """How many phrases the vocabulary had when it was read."""
    sections: list[Any] = field(default_factory=list)
    """What ``section_pages`` worked out, once it was asked."""
    targets: dict[str, Any] = field(default_factory=dict)
    """Address → what ``read_page`` found there, once it was asked."""
    kinds: dict[str, PageKind] = field(default_factory=dict)
    """Address → kind of page, once it was asked."""

    def kind(self, page: Page) -> PageKind:
        """Return what kind of page this is."""
        if page.url not in self.kinds:
            self.kinds[page.url] = page_kind(self.text.content(page), self.crawl.home)
        return self.kinds[page.url]

    def is_posting(self, label: Label) -> bool:
        """Tell whether a label amid a page is the title of a piece of news, not a section's name.

        News speaks of everything and publishes nothing; only a menu, or a section of the very item,
        makes an article hold an item.
        """
        if label.evidence == "heading" and label.page is not self.crawl.home:
            links = self.labels.leading_to.get(same_place(label.url), [])
            return bool(links) and all(map(self.is_posting, links))
        if label.in_menu or label.own_place or self.text.is_file(label.url):
            return False
        if has_posting_date(label.label):
            return True
        place = same_place(label.url)
        if place in self.labels.labels_of:
            return False
        if place in self.labels.dated:
            return True
        page = self.pages.get(place)
        if page is None:
            return False
        kind = self.kind(page)
        if kind is PageKind.ARTICLE:
            return True
        return kind is PageKind.STATIC and bool(self.labels.labels_of) and _in_news_box(label)


def _in_news_box(label: Label) -> bool:
    """Tell whether a sentence stands below a heading such as “Tin mới”."""
    if label.key.count(" ") < THRESHOLDS.shortest_headline - 1:
        return False
    text = label.page.main_text
    at = text.find(label.label)
    above = [(text.rfind(head, 0, at), head) for head in label.page.headings] if at > 0 else []
    where, nearest = max(above, default=(-1, ""))
    return where >= 0 and names_news(words_of(nearest))


def site_index(crawl: Crawl) -> SiteIndex:
    """Return the index of a crawl; the last few are cached, since many checks ask for the same.

    A cached index holds its crawl alive, so that an id can never mean another crawl; evidence is
    frozen, so a cached index can never be out of date.
    """
    cached = _CACHE.get(id(crawl))
    if cached is None or cached.phrases != phrases_known():
        labels = index(crawl)
        home = crawl.home
        front = tuple(label for label in labels.candidates if label.page is home)
        cached = SiteIndex(
            crawl,
            FrontState(crawl),
            labels,
            SiteContents(crawl),
            {same_place(url): page for page in reversed(crawl.pages) for url in _urls(page)},
            {same_place(unread.url): unread for unread in reversed(crawl.unread)},
            {same_place(document.url): document for document in crawl.documents},
            front,
            "\n".join(label.url for label in front),
            tuple(_pictured_slugs(front)),
            phrases_known(),
        )
        _CACHE[id(crawl)] = cached
        while len(_CACHE) > _MOST_CACHED:
            _CACHE.popitem(last=False)
    return cached


def _pictured_slugs(front: Iterable[Label]) -> Iterator[Label]:
    """A question mark's part names nothing: such addresses are left out."""
    for label in front:
        if label.pictured and label.evidence == "slug" and "?" not in label.url:
            yield label._replace(key=words_of_address(label.url))


def _urls(page: Page) -> tuple[str, str]:
    return page.url, page.asked
