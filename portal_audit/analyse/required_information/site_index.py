"""One crawl read for all checks of published information: labels, places and own text, once."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from portal_audit.analyse.boilerplate import SiteContents
from portal_audit.analyse.required_information.label_index import LabelIndex, index
from portal_audit.evidence import Crawl, Document, Page, Unread
from portal_audit.parse.http.urls import same_place

_KEPT: OrderedDict[int, "SiteIndex"] = OrderedDict()
_MOST_KEPT = 4


@dataclass(frozen=True, slots=True)
class SiteIndex:
    """What sixty checks ask of the same crawl."""

    crawl: Crawl
    labels: LabelIndex
    text: SiteContents
    pages: dict[str, Page]
    """Place → page read there."""
    unread: dict[str, Unread]
    """Place → why it was not read."""
    files: dict[str, Document]
    """Place → the file that was read there."""
    sections: list[Any] = field(default_factory=list)
    """What ``read.own_pages`` worked out, once it was asked."""


def site_index(crawl: Crawl) -> SiteIndex:
    """Return the survey of a crawl; the last few are kept, since many checks ask for the same.

    A kept survey holds its crawl alive, so that an id can never mean another crawl; evidence is
    frozen, so a kept survey can never be out of date.
    """
    known = _KEPT.get(id(crawl))
    if known is None:
        known = SiteIndex(
            crawl,
            index(crawl),
            SiteContents(crawl),
            {same_place(url): page for page in reversed(crawl.pages) for url in _urls(page)},
            {same_place(unread.url): unread for unread in reversed(crawl.unread)},
            {same_place(document.url): document for document in crawl.documents},
        )
        _KEPT[id(crawl)] = known
        while len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return known


def _urls(page: Page) -> tuple[str, str]:
    return page.url, page.asked
