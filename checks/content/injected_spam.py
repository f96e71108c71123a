"""Injected spam: nobody has pushed gambling, pills or loans into the portal's pages.

The commonest trace of a break-in on small portals (warnings of the information security
authority, 2020–2024). Words alone are no proof; hidden blocks and links that leave are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from portal_audit.analyse.spam.doorways import LISTS, named_places
from portal_audit.analyse.spam.frames_and_redirects import (
    form_traces,
    frame_traces,
    redirect_traces,
    relation_traces,
    script_traces,
)
from portal_audit.analyse.spam.terms_in_text import quote, read_words
from portal_audit.analyse.spam.traces import (
    SpamTrace,
    doorway_traces,
    hidden_traces,
    link_traces,
    stray_traces,
    title_traces,
)
from portal_audit.api import Crawl, Outcome, Page
from portal_audit.parse.http.urls import same_place

MOST_SHOWN = 5
"""Traces that the sentence quotes."""
LONGEST = 120
"""Characters of an address beside a quote; in full it stands among the places."""


GRAVE = (
    ("redirect", "redirect"),
    ("hidden", "hidden"),
    ("doorway", "doorway"),
    ("page-title", "title"),
)
"""Outcome and kind of trace of which one is enough, the gravest first."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``injected_spam.toml``."""

    many_links: int
    """Visible spam links on one page from which it is a block and no longer a stray comment."""
    many_addresses: int
    """Addresses of the site map that name gambling, from which they are a section."""


def judge(crawl: Crawl, limits: Limits) -> Outcome:
    """Weigh the traces on every page read: hidden or repeated ones are an injection."""
    if not crawl.pages:
        return Outcome("unread")
    linked = _linked(crawl)
    traces = [trace for page in crawl.pages for trace in _traces(page, crawl, linked)]
    kinds = {trace.how for trace in traces}
    links = [trace for trace in traces if trace.how == "link"]
    addresses = [replace(one, orphan=same_place(one.page) not in linked) for one in _listed(crawl)]
    for name, kind in GRAVE:
        if kind in kinds:
            return _outcome(name, traces, kind)
    if len({trace.page for trace in links}) > 1 or len(links) >= limits.many_links:
        return _outcome("repeated", traces, "link")
    for name, kind in (("links", "link"), ("footer", "footer"), ("foreign", "foreign")):
        if kind in kinds:
            return _outcome(name, traces, kind)
    if len(addresses) >= limits.many_addresses:
        return _outcome("indexed", addresses, "address")
    if crawl.needs_browser:
        return Outcome("unread", where=[crawl.pages[0].url])
    if strays := [trace for page in crawl.pages for trace in stray_traces(page)]:
        return _outcome("hidden-link", strays, "stray")
    return Outcome("none", where=[crawl.pages[0].url], pages=crawl.pages_read)


def _traces(page: Page, crawl: Crawl, linked: set[str]) -> Iterator[SpamTrace]:
    yield from redirect_traces(page)
    yield from form_traces(page)
    yield from hidden_traces(page)
    yield from frame_traces(page)
    yield from script_traces(page)
    yield from relation_traces(page)
    orphan = page is not crawl.home and linked.isdisjoint(map(same_place, (page.url, page.asked)))
    yield from doorway_traces(page, crawl.pages, orphan=orphan)
    yield from title_traces(page)
    yield from link_traces(page)


def _linked(crawl: Crawl) -> set[str]:
    """Return every place that a page links to which was itself come to by links."""
    come_to = (page for page in crawl.pages if page.via[:1] not in LISTS)
    urls = {link.url for page in come_to for link in page.links if not link.hidden}
    return set(map(same_place, urls))


def _listed(crawl: Crawl) -> Iterator[SpamTrace]:
    """Yield addresses that no honest section would have, of pages that could not be looked at."""
    lists = {
        "sitemap.xml": crawl.sitemap.urls if crawl.sitemap else (),
        "RSS": crawl.feed.urls if crawl.feed else (),
        "robots.txt": named_places(crawl.robots.text, crawl.pages[0].url),
    }
    noted = {same_place(url) for page in crawl.pages for url in (page.url, page.asked)}
    for place, urls in lists.items():
        for url in urls:
            path = unquote(url.partition("?")[0]).rstrip("/").rpartition("/")[2].replace("-", " ")
            reading = read_words(path)
            if reading.suspicious and not reading.official and same_place(url) not in noted:
                noted.add(same_place(url))
                yield SpamTrace("address", url, place, quote(path))


def _outcome(name: str, traces: Sequence[SpamTrace], kind: str) -> Outcome:
    """Tell of the traces of one kind first, then of the others."""
    chosen = [trace for trace in traces if trace.how == kind]
    pages = list(dict.fromkeys(trace.page for trace in chosen))
    alike: dict[tuple[str, str], list[SpamTrace]] = {}
    for trace in (*chosen, *(trace for trace in traces if trace.how != kind)):
        alike.setdefault((trace.place, trace.quote), []).append(trace)
    shown = list(alike.values())[:MOST_SHOWN]
    return Outcome(
        name,
        where=pages[:10],
        quote=chosen[0].quote,
        pages=len(pages),
        hits=len(dict.fromkeys(chosen)),
        traces=[group[0].quote for group in shown],
        traces_page=[_short(group[0].page) for group in shown],
        traces_place=[group[0].place for group in shown],
        traces_linked=["no" if group[0].orphan else "yes" for group in shown],
        traces_more=[len({trace.page for trace in group}) - 1 for group in shown],
    )


def _short(url: str) -> str:
    return url if len(url) <= LONGEST else url[:LONGEST] + "…"
