"""What the recognised platform lets a crawl try beside following links, politely and seldom.

Nothing asked for here is told of as missing: these addresses are guesses, or what a script of the
page would have asked for.
"""

from __future__ import annotations

import re

from portal_audit.analyse.platform import Strategy, recognise, strategy_of
from portal_audit.collect.crawl.crawl_state import CrawlState
from portal_audit.collect.crawl.robots_and_sitemap import ask_sitemap_at, ask_within
from portal_audit.errors import BudgetSpent, NetError
from portal_audit.evidence import Page
from portal_audit.parse.html import read_page
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


def tell_platform(log: CrawlState) -> Strategy:
    """Recognise the platform by one of the first pages; return how to go about it.

    The home page may be a splash screen, which tells nothing.
    """
    if not log.platform.name and len(log.pages) <= _FIRST_PAGES:
        found = map(recognise, log.pages)
        log.platform = next((one for one in found if one.name), log.platform)
    return strategy_of(log.platform)


async def find_all_pages(log: CrawlState, home: Page, strategy: Strategy) -> None:
    """Ask where this platform lists all its pages, unless a menu or a sitemap tells them.

    Raises BudgetSpent.
    """
    if not log.frontier.knows_site_map:
        for path in strategy.site_maps[:MOST_GUESSES]:
            page = await _ask(log, resolve(home.url, path))
            if page is not None and _lists_pages(page):
                log.frontier.add_site_map(page)
                break
    if log.sitemap is None or not log.sitemap.urls:
        for path in strategy.sitemap_files[:MOST_GUESSES]:
            url = resolve(home.url, path)
            if log.rules is None or log.rules.allow(url):
                sitemap = await ask_sitemap_at(log.client, home.url, url)
                log.frontier.add_urls(sitemap.urls)
                if sitemap.urls:
                    break


async def fill_lists(log: CrawlState, strategy: Strategy) -> None:
    """Fetch the lists that pages read so far name in their scripts, once each.

    Raises BudgetSpent.
    """
    if not strategy.lists:
        return
    for number, page in enumerate(log.pages):
        wanted = [url for url in page.resources if _is_list(url, page.url)]
        if not wanted or page.filled_from or log.lists_asked.intersection(wanted):
            continue
        if len(log.lists_asked) >= MOST_LISTS:
            return
        log.lists_asked.update(wanted)
        part = await _ask(log, wanted[0])
        if part is None or not part.text:
            continue
        whole = filled(page, part)
        log.pages[number] = whole
        log.places[same_place(page.url)] = whole
        log.frontier.add_page(whole)


async def _ask(log: CrawlState, url: str) -> Page | None:
    """Return what stands there, where it is a page of the site that robots.txt lets us read."""
    if log.rules is not None and not log.rules.allow(url):
        return None
    try:
        answer = await ask_within(log.client, url, known=log.places)
    except BudgetSpent:
        raise
    except NetError:
        return None
    return read_page(answer, asked=url) if answer.status == 200 else None


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
