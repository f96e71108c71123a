"""Read the pages of a portal that a visitor would look at: few, likely ones first, politely."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from portal_audit.analyse.spam.doorways import named_places
from portal_audit.collect.crawl.crawl_state import CrawlState
from portal_audit.collect.crawl.feed import ask_feed
from portal_audit.collect.crawl.frontier import Frontier, FrontierEntry
from portal_audit.collect.crawl.platform_strategies import fill_lists, find_all_pages, tell_platform
from portal_audit.collect.crawl.rendering import browser_use, rendered
from portal_audit.collect.crawl.robots_and_sitemap import (
    ask_robots,
    ask_sitemap,
    ask_within,
    leads_to,
)
from portal_audit.collect.http.client import HttpClient, HttpResponse
from portal_audit.collect.probes.base import VisitPlan, probe
from portal_audit.collect.probes.documents import ask_documents
from portal_audit.errors import BudgetSpent, Forbidden, NetError
from portal_audit.evidence import Crawl, Front, Page
from portal_audit.model import Target
from portal_audit.parse.html import read_page
from portal_audit.parse.http.refresh import parse_refresh
from portal_audit.parse.http.urls import route_of, same_place, same_site
from portal_audit.parse.http.web_url import resolve

AT_ONCE = 2
MOST_DOORWAYS = 3
"""Pages of the budget spent on addresses of sitemap.xml, RSS and robots.txt that look pushed in."""
PAGES_PER_DOORWAY = 10
"""No more of them than one in so many pages."""
_SECONDS_TO_SPARE = 1.0
"""The crawl stops this long before the site's time is up, for what it has would be lost then."""
_SHARE_TO_SPARE = 0.08
"""Share of the time left that is kept for the probes that come after the crawl."""
_KEEPS_OUT = frozenset({401, 403, 406, 429, 503})
_SPENT = {"time": "time", "bytes": "bytes", "requests": "page-budget"}


@probe
async def crawl(target: Target, client: HttpClient, plan: VisitPlan, front: Front) -> Crawl:
    """Read at most ``plan.max_pages`` pages of the site, the front page included.

    robots.txt is asked for first and obeyed; links that name what the checks look for come before
    menus, menus before bodies and footers, sitemap.xml last. Up to three addresses that look pushed
    in by intruders are read at once, since no page links to such. Only the site itself is read,
    to a depth of three clicks; documents are asked for their head, at most 16, and up to ten are
    read. What was wanted and not read is told with the reason. The same answers give the same
    crawl. Where the home page has no text without JavaScript, and there is a browser, pages are
    read as it shows them.
    """
    home = front.readable_page()
    if home is None or home.status >= 400:
        stopped = "blocked" if front.last.status in _KEEPS_OUT else "done"
        return Crawl(pages=(), stopped=stopped, budget=plan.max_pages)
    tab = plan.browser if home.needs_browser else None
    log = CrawlState(client, Frontier(home.url, plan.interests), plan.max_pages, tab=tab)
    log.frontier.know(target.url)
    for exchange in front.exchanges:
        if same_site(exchange.url, home.url):
            log.frontier.know(exchange.url)
    try:
        await _look_around(log, replace(home, depth=0, via=()))
    except BudgetSpent as spent:
        log.stopped = _SPENT.get(str(spent), "blocked")
    except TimeoutError:
        log.stopped = "time"
    log.note_what_is_left()
    return Crawl(
        pages=tuple(log.pages),
        unread=tuple(log.unread),
        errors=tuple(log.errors),
        robots=log.robots,
        sitemap=log.sitemap,
        feed=log.feed,
        stopped=log.stopped or "done",
        budget=plan.max_pages,
        needs_browser=home.needs_browser and (not log.pages or log.pages[0].needs_browser),
        browser=browser_use(tab),
        documents=tuple(log.documents),
        platform=log.platform,
    )


async def _look_around(log: CrawlState, home: Page) -> None:
    """Read on from the home page until something ends it. Raises BudgetSpent, TimeoutError."""
    _keep(log, home)
    strategy = tell_platform(log)
    client = log.client
    left = client.seconds_left
    spare = max(_SECONDS_TO_SPARE, left * _SHARE_TO_SPARE)
    async with asyncio.timeout(max(left - spare, 0.0)):
        log.robots, log.rules = await ask_robots(client, home.url)
        if log.tab is not None:
            await _show_home(log, home)
        if log.robots.status is not None and log.robots.status < 500:
            log.sitemap = await ask_sitemap(client, home.url, log.robots)
            log.feed = await ask_feed(client, home)
            _look_for_doorways(log)
            log.frontier.add_urls(log.sitemap.urls)
            await find_all_pages(log, home, strategy)
        await fill_lists(log, strategy)
        while not log.stopped and (wave := _next_wave(log)):
            results = await asyncio.gather(*(_ask(log, one) for one in wave))
            spent = [await _take(log, *pair) for pair in zip(wave, results, strict=True)]
            for error in filter(None, spent):
                raise error
            strategy = tell_platform(log)
            await fill_lists(log, strategy)
        if not log.stopped or log.stopped == "page-budget":
            await ask_documents(log)


async def _show_home(log: CrawlState, home: Page) -> None:
    """Read the home page as a browser shows it, with a picture; without it where that fails."""
    assert log.tab is not None
    if log.rules is not None and not log.rules.allow(home.url):
        return
    shown = await rendered(log.tab, home, home.url, picture=True)
    if shown is not None:
        log.pages.clear()
        _keep(log, shown)


def _look_for_doorways(log: CrawlState) -> None:
    """Have a few odd addresses read that lists for machines name, before what pages link to."""
    left = min(MOST_DOORWAYS, log.budget // PAGES_PER_DOORWAY)
    lists = {
        "sitemap.xml": log.sitemap.urls if log.sitemap else (),
        "RSS": log.feed.urls if log.feed else (),
        "robots.txt": named_places(log.robots.text, log.frontier.site),
    }
    for source, urls in lists.items():
        left -= log.frontier.add_doorways(urls, left, source)


def _next_wave(log: CrawlState) -> list[FrontierEntry]:
    """Return the next links to ask for at once; none where the budget or the links are used up."""
    wave: list[FrontierEntry] = []
    room = log.budget - len(log.pages)
    if room <= 0:
        log.stopped = "page-budget" if len(log.frontier) else ""
        return wave
    while len(wave) < min(AT_ONCE, room) and (candidate := log.frontier.pop()) is not None:
        if log.rules is None or log.rules.allow(candidate.url):
            wave.append(candidate)
        elif candidate.match.phrases or candidate.depth == 1:
            log.note(candidate, "robots")
    if not wave and log.robots.forbids_all and len(log.pages) == 1:
        log.stopped = "robots"
    return wave


async def _ask(log: CrawlState, candidate: FrontierEntry) -> HttpResponse | NetError:
    try:
        return await ask_within(log.client, candidate.url, known=log.places)
    except NetError as error:
        return error


async def _take(
    log: CrawlState, candidate: FrontierEntry, result: HttpResponse | NetError
) -> BudgetSpent | None:
    """Make a page, or a note, of what came; return the error that ends the crawl, if it is one."""
    if isinstance(result, BudgetSpent):
        log.note(candidate, "time" if str(result) == "time" else "budget")
        return result
    if isinstance(result, NetError):
        robots = isinstance(result, Forbidden) and str(result) == "robots"
        log.note(candidate, "robots" if robots else result.cause)
        log.failed(candidate, not robots)
        return None
    onward = leads_to(result)
    route = route_of(candidate.url) if log.tab is not None else ""
    known = log.places.get(same_place((onward or result.url) + route))
    if known is not None:
        seen = replace(known, asked=candidate.url, depth=candidate.depth, via=candidate.via)
        log.pages.append(seen)
        return None
    if 300 <= result.status < 400:
        away = onward is not None and not same_site(onward, candidate.url)
        log.note(candidate, "off-site" if away else f"http-{result.status}", result)
        return None
    if result.status >= 400:
        log.note(candidate, f"http-{result.status}", result)
        log.note_error(candidate, result)
        log.failed(candidate, result.status in _KEEPS_OUT)
        return None
    log.failures = 0
    if result.unreadable:
        log.note(candidate, result.unreadable, result)
        return None
    page = read_page(result, asked=candidate.url, depth=candidate.depth, via=candidate.via)
    if page is None:
        log.note(candidate, "not-html", result)
        return None
    if log.tab is not None:
        page = await rendered(log.tab, page, result.url + route, answer=result) or page
    _keep(log, page)
    return None


def _keep(log: CrawlState, page: Page) -> None:
    """Add a page, and its links unless the same text was met before."""
    log.pages.append(page)
    log.places[same_place(page.url)] = page
    log.frontier.know(page.url)
    log.frontier.know(page.asked)
    refresh = parse_refresh(page.meta_content("refresh") or "")
    if refresh and refresh.url and len(page.text) < 400:
        log.frontier.add_onward(resolve(page.url, refresh.url), page)
    text = (page.title, page.text)
    if not page.text or text not in log.texts:
        log.texts.add(text)
        log.frontier.add_page(page)
