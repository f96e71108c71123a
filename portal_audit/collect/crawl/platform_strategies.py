"""What the recognised platform lets a crawl try beside following links, politely and seldom.

Nothing asked for here is reported as missing: these addresses are guesses, or what a script of the
page would have asked for.
"""

from __future__ import annotations

import re

from portal_audit.analyse.platform import Strategy, recognise, strategy_of
from portal_audit.collect.crawl.crawl_state import CrawlState
from portal_audit.collect.crawl.robots_and_sitemap import ask_sitemap_at, ask_within
from portal_audit.collect.probes.page_reader import read_page
from portal_audit.errors import BudgetSpent, NetError
from portal_audit.evidence import Page
from portal_audit.parse.html.merged_fragments import filled
from portal_audit.parse.http.urls import same_place, same_site
from portal_audit.parse.http.web_url import resolve
from portal_audit.parse.text.vietnamese import fold

_FIRST_PAGES = 5
MOST_GUESSES = 2
MOST_LISTS = 6
"""Lists fetched into pages of one site."""
_SITE_MAP = re.compile(r"\b(?:so do|site ?map)\b")
_FEWEST_LINKS = 8
_LIST = re.compile(
    r"[?&]p_p_resource_id=(?:load|list|get|view|search|show|danh)\w{0,40}(?:&|$)", re.I
)
"""Names of resources that show something; others may do something."""
_LONGEST = 1_500


def tell_platform(state: CrawlState) -> Strategy:
    """Recognise the platform by one of the first pages; return how to go about it.

    The home page may be a splash screen, which tells nothing.
    """
    if not state.platform.name and len(state.pages) <= _FIRST_PAGES:
        new = [page for page in state.pages if not any(page is one for one in state.looked_at)]
        state.looked_at += new
        found = map(recognise, new)
        state.platform = next((one for one in found if one.name), state.platform)
    return strategy_of(state.platform)


async def find_all_pages(state: CrawlState, home: Page, strategy: Strategy) -> None:
    """Ask where this platform lists all its pages, unless a menu or a sitemap tells them.

    Raises BudgetSpent.
    """
    if not state.frontier.has_site_map:
        for path in strategy.site_maps[:MOST_GUESSES]:
            page = await _ask(state, resolve(home.url, path))
            if page is not None and _lists_pages(page):
                state.frontier.add_site_map(page)
                break
    if state.sitemap is None or not state.sitemap.urls:
        for path in strategy.sitemap_files[:MOST_GUESSES]:
            url = resolve(home.url, path)
            if state.rules is None or state.rules.allow(url):
                sitemap = await ask_sitemap_at(state.client, home.url, url)
                state.frontier.add_urls(sitemap.urls)
                if sitemap.urls:
                    break


async def fill_lists(state: CrawlState, strategy: Strategy) -> None:
    """Fetch the lists that pages read so far name in their scripts, once each.

    Raises BudgetSpent.
    """
    if not strategy.lists:
        return
    for number, page in enumerate(state.pages):
        wanted = [url for url in page.resources if _is_list(url, page.url)]
        if not wanted or page.filled_from or state.lists_asked.intersection(wanted):
            continue
        if len(state.lists_asked) >= MOST_LISTS:
            return
        state.lists_asked.update(wanted)
        part = await _ask(state, wanted[0])
        if part is None or not part.text:
            continue
        whole = filled(page, part)
        state.pages[number] = whole
        state.pages_by_address[same_place(page.url)] = whole
        state.frontier.add_page(whole)


async def _ask(state: CrawlState, url: str) -> Page | None:
    """Return what stands there, where it is a page of the site that robots.txt lets us read."""
    if state.rules is not None and not state.rules.allow(url):
        return None
    try:
        answer = await ask_within(state.client, url, read_before=state.pages_by_address)
    except BudgetSpent:
        raise
    except NetError:
        return None
    return await read_page(state.client, answer, asked=url) if answer.status == 200 else None


def _lists_pages(page: Page) -> bool:
    named = fold(" . ".join((page.title, *page.headings[:5])))
    own = {link.url for link in page.links if same_site(link.url, page.url)}
    return bool(_SITE_MAP.search(named)) and len(own) >= _FEWEST_LINKS


def _is_list(url: str, page: str) -> bool:
    """Tell whether an address shows a list of this site, as far as its name tells."""
    return (
        len(url) <= _LONGEST
        and same_site(url, page)
        and bool(_LIST.search(url))
        and "p_p_lifecycle=2" in url
        and "p_auth=" not in url
    )
