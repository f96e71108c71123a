"""Read the pages of a portal that a visitor would look at: few, likely ones first, politely."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace

from portal_audit.analyse.spam.doorways import named_places
from portal_audit.collect.crawl.crawl_state import MAX_ERRORS, CrawlState
from portal_audit.collect.crawl.documents import ask_documents
from portal_audit.collect.crawl.feed import ask_feed
from portal_audit.collect.crawl.frontier import Frontier, FrontierEntry, is_article
from portal_audit.collect.crawl.link_targets import with_targets
from portal_audit.collect.crawl.platform_strategies import fill_lists, find_all_pages, tell_platform
from portal_audit.collect.crawl.rendering import browser_use, rendered
from portal_audit.collect.crawl.robots_and_sitemap import (
    ask_robots,
    ask_sitemap,
    ask_within,
)
from portal_audit.collect.http.client import HttpClient, HttpResponse
from portal_audit.collect.http.redirects import leads_to
from portal_audit.collect.http.request_url import request_url
from portal_audit.collect.probes.base import VisitPlan, probe
from portal_audit.collect.probes.page_reader import read_page
from portal_audit.errors import BudgetSpent, Forbidden, NetError
from portal_audit.evidence import Crawl, Front, Page
from portal_audit.model import Target
from portal_audit.parse.http.refresh import parse_refresh
from portal_audit.parse.http.urls import route_of, same_place, same_site
from portal_audit.parse.http.web_url import resolve

CONCURRENCY = 2
MOST_DOORWAYS = 3
"""Pages of the budget spent on addresses of sitemap.xml, RSS and robots.txt that look pushed in."""
FEWEST_ARTICLES = 2
"""Pieces of news that are read where there are any, so that what they are dated is known."""
PAGES_PER_DOORWAY = 10
"""No more of them than one in so many pages."""
_SECONDS_TO_SPARE = 1.0
"""The crawl stops this long before the site's time is up, for what it has would be lost then."""
_SHARE_TO_SPARE = 0.08
"""Share of the time left reserved for the probes that come after the crawl."""
_REFUSALS = frozenset({401, 403, 406, 429, 503})
_LITTLE_TEXT = 400
"""Characters of a page that only sends its visitors on."""
_SPENT = {"time": "time", "bytes": "bytes", "requests": "page-budget"}


@probe
async def crawl(target: Target, client: HttpClient, plan: VisitPlan, front: Front) -> Crawl:
    """Read at most ``plan.max_pages`` pages of the site, the front page included.

    robots.txt is asked for first and obeyed; links that name what the checks look for come before
    menus, menus before bodies and footers, sitemap.xml last. Up to three addresses that look pushed
    in by intruders are read at once, since no page links to such. Only the site itself is read,
    to a depth of three clicks; documents are asked for their head, at most 16, and up to ten are
    read. What was looked for and not read is noted with the reason. The same answers give the same
    crawl. Where the home page has no text without JavaScript, and there is a browser, pages are
    read as it shows them.
    """
    home = front.readable_page()
    if home is None or home.status >= 400:
        stopped = "blocked" if front.last.status in _REFUSALS else "done"
        return Crawl(pages=(), stopped=stopped, budget=plan.max_pages)
    tab = plan.browser if home.needs_browser else None
    state = CrawlState(client, Frontier(home.url, plan.interests), plan.max_pages, tab=tab)
    state.frontier.mark_visited(target.url)
    for exchange in front.exchanges:
        with suppress(NetError):  # an address that led nowhere
            state.cookies.take(request_url(exchange.url), exchange)
    for exchange in front.exchanges:
        if same_site(exchange.url, home.url):
            state.frontier.mark_visited(exchange.url)
    try:
        await _crawl_from(state, replace(home, depth=0, via=()))
    except BudgetSpent as spent:
        state.stopped = _SPENT.get(str(spent), "blocked")
    except TimeoutError:
        state.stopped = "time"
    state.note_what_is_left()
    return Crawl(
        pages=tuple(with_targets(page, state.sent_on) for page in state.pages),
        unread=tuple(state.unread),
        errors=tuple(state.errors),
        robots=state.robots,
        sitemap=state.sitemap,
        feed=state.feed,
        stopped=state.stopped or "done",
        budget=plan.max_pages,
        needs_browser=home.needs_browser and (not state.pages or state.pages[0].needs_browser),
        browser=browser_use(tab),
        documents=tuple(state.documents),
        platform=state.platform,
    )


async def _crawl_from(state: CrawlState, home: Page) -> None:
    """Read on from the home page until something ends it. Raises BudgetSpent, TimeoutError."""
    _add_page(state, home)
    strategy = tell_platform(state)
    client = state.client
    left = client.seconds_left
    spare = max(_SECONDS_TO_SPARE, left * _SHARE_TO_SPARE)
    async with asyncio.timeout(max(left - spare, 0.0)):
        state.robots, state.rules = await ask_robots(client, home.url)
        if state.tab is not None:
            await _show_home(state, home)
        if state.robots.status is not None and state.robots.status < 500:
            state.sitemap = await ask_sitemap(client, home.url, state.robots)
            state.feed = await ask_feed(client, home)
            _look_for_doorways(state)
            state.frontier.add_urls(state.sitemap.urls)
            await find_all_pages(state, home, strategy)
        await fill_lists(state, strategy)
        while not state.stopped and (wave := _next_wave(state)):
            results = await asyncio.gather(*(_ask(state, one) for one in wave))
            spent = [await _handle(state, *pair) for pair in zip(wave, results, strict=True)]
            for error in filter(None, spent):
                raise error
            strategy = tell_platform(state)
            await fill_lists(state, strategy)
        if not state.stopped or state.stopped == "page-budget":
            await ask_documents(state)


async def _show_home(state: CrawlState, home: Page) -> None:
    """Read the home page as a browser shows it, with a picture; without it where that fails."""
    assert state.tab is not None
    if state.rules is not None and not state.rules.allow(home.url):
        return
    shown = await rendered(state.client, state.tab, home, home.url, picture=True)
    if shown is not None:
        state.pages.clear()
        _add_page(state, shown)


def _look_for_doorways(state: CrawlState) -> None:
    """Have a few odd addresses read that lists for machines name, before what pages link to."""
    left = min(MOST_DOORWAYS, state.budget // PAGES_PER_DOORWAY)
    lists = {
        "sitemap.xml": state.sitemap.urls if state.sitemap else (),
        "RSS": state.feed.urls if state.feed else (),
        "robots.txt": named_places(state.robots.text, state.frontier.site),
    }
    for source, urls in lists.items():
        left -= state.frontier.add_doorways(urls, left, source)


def _next_wave(state: CrawlState) -> list[FrontierEntry]:
    """Return the next links to ask for at once; none where the budget or the links are used up."""
    wave: list[FrontierEntry] = []
    room = state.room
    if room <= 0:
        state.stopped = "page-budget" if len(state.frontier) else ""
        return wave
    while len(wave) < min(CONCURRENCY, room) and (candidate := _next_entry(state)) is not None:
        if state.rules is None or state.rules.allow(candidate.url):
            wave.append(candidate)
        elif candidate.match.phrases or candidate.depth == 1:
            state.note(candidate, "robots")
    if not wave and state.robots.forbids_all and len(state.pages) == 1:
        state.stopped = "robots"
    return wave


def _next_entry(state: CrawlState) -> FrontierEntry | None:
    """Return the most promising link; a piece of news where none was read and room runs out.

    News never takes the room of a menu entry that names what is looked for.
    """
    lacking = FEWEST_ARTICLES - state.articles_read
    scarce = state.room <= lacking + CONCURRENCY and state.budget >= PAGES_PER_DOORWAY
    if lacking > 0 and scarce and not state.frontier.has_wanted_entry:
        article = state.frontier.pop_article()
        if article is not None:
            state.articles_read += 1
            return article
    entry = state.frontier.pop()
    if entry is not None and is_article(entry):
        state.articles_read += 1
    return entry


async def _ask(state: CrawlState, candidate: FrontierEntry) -> HttpResponse | NetError:
    try:
        return await ask_within(
            state.client, candidate.url, read_before=state.pages_by_address, cookies=state.cookies
        )
    except NetError as error:
        return error


async def _note_failure(state: CrawlState, candidate: FrontierEntry, answer: HttpResponse) -> None:
    state.note(candidate, f"http-{answer.status}", answer)
    if len(state.errors) < MAX_ERRORS:
        page = await read_page(state.client, answer, asked=candidate.url)
        state.note_error(candidate, answer, page)
    state.failed(candidate, answer.status in _REFUSALS)


async def _handle(
    state: CrawlState, candidate: FrontierEntry, result: HttpResponse | NetError
) -> BudgetSpent | None:
    """Make a page, or a note, of what came; return the error that ends the crawl, if it is one."""
    if isinstance(result, BudgetSpent):
        state.note(candidate, "time" if str(result) == "time" else "budget")
        return result
    if isinstance(result, NetError):
        robots = isinstance(result, Forbidden) and str(result) == "robots"
        state.note(candidate, "robots" if robots else result.cause)
        state.failed(candidate, not robots)
        return None
    onward = leads_to(result)
    route = route_of(candidate.url) if state.tab is not None else ""
    read_before = state.pages_by_address.get(same_place((onward or result.url) + route))
    if read_before is not None:
        _add_alias(state, read_before, candidate)
        return None
    if 300 <= result.status < 400:
        onward = onward or _refreshes_to(await read_page(state.client, result, asked=candidate.url))
        away = onward is not None and not same_site(onward, candidate.url)
        if away and onward is not None:
            state.sent_on[candidate.url] = onward
        state.note(candidate, "off-site" if away else f"http-{result.status}", result)
        return None
    if result.status >= 400:
        await _note_failure(state, candidate, result)
        return None
    state.failures = 0
    if result.unreadable:
        state.note(candidate, result.unreadable, result)
        return None
    await _take_page(state, candidate, result, route)
    return None


async def _take_page(
    state: CrawlState, candidate: FrontierEntry, result: HttpResponse, route: str
) -> None:
    """Add the page that an answer holds, unless it is none or was read under another address."""
    page = await read_page(
        state.client, result, asked=candidate.url, depth=candidate.depth, via=candidate.via
    )
    if page is None:
        state.note(candidate, "not-html", result)
        state.frontier.add_document(candidate)
        return
    onward = _refreshes_to(page)
    if onward is not None and not same_site(onward, candidate.url):
        state.sent_on[candidate.url] = onward
        state.note(candidate, "off-site", result)
        return
    if state.tab is not None:
        page = (
            await rendered(state.client, state.tab, page, result.url + route, answer=result) or page
        )
    if (twin := _twin(state, page)) is not None:
        state.pages_by_address[same_place(page.url)] = twin
        _add_alias(state, twin, candidate)
        return
    _add_page(state, page)


def _twin(state: CrawlState, page: Page) -> Page | None:
    """Return the page that this one names as its canonical address, where both say the same.

    Many systems name the home page as canonical for all pages: words decide.
    """
    canonical = next((url for relation, url in page.relations if relation == "canonical"), None)
    twin = state.pages_by_address.get(same_place(canonical)) if canonical else None
    if twin is None or twin is state.pages[0]:
        return None
    return twin if (twin.title, twin.text) == (page.title, page.text) else None


def _add_alias(state: CrawlState, page: Page, entry: FrontierEntry) -> None:
    """Note that a link led to a page that was read before; that costs nothing of the budget."""
    state.frontier.mark_visited(entry.url)
    state.pages.append(replace(page, asked=entry.url, depth=entry.depth, via=entry.via))


def _add_page(state: CrawlState, page: Page) -> None:
    """Add a page, and its links unless the same text was met before."""
    state.pages.append(page)
    state.pages_by_address[same_place(page.url)] = page
    state.frontier.mark_visited(page.url)
    state.frontier.mark_visited(page.asked)
    if (onward := _refreshes_to(page)) is not None:
        state.frontier.add_onward(onward, page)
    text = (page.title, page.text)
    if not page.text or text not in state.texts:
        state.texts.add(text)
        state.frontier.add_page(page)


def _refreshes_to(page: Page | None) -> str | None:
    """Return where a page that says next to nothing sends its visitors of itself."""
    if page is None or len(page.text) >= _LITTLE_TEXT:
        return None
    refresh = parse_refresh(page.meta_content("refresh") or "")
    return resolve(page.url, refresh.url) if refresh and refresh.url else None
