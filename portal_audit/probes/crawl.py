"""Read the pages of a portal that a visitor would look at: few, likely ones first, politely."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field, replace

from portal_audit.errors import BudgetSpent, Forbidden, NetError
from portal_audit.evidence import Crawl, Front, Page, Robots, Sitemap, Unread
from portal_audit.model import Target
from portal_audit.net.door import Answer, Door
from portal_audit.net.robots import RobotRules
from portal_audit.net.url import join
from portal_audit.probes.base import Plan, probe
from portal_audit.probes.frontier import Candidate, Frontier
from portal_audit.probes.robots import ask_robots, ask_sitemap, ask_within, leads_to
from portal_audit.read.html import read_page
from portal_audit.read.urls import same_place, same_site

AT_ONCE = 2
MAX_DOCUMENTS = 10
MAX_DOCUMENTS_OF_A_PAGE = 3
MAX_UNREAD = 400
_MAX_LEFT = 100
"""Wanted links noted when the crawl stops before it came to them."""
_ENOUGH_FAILURES = 6
"""Failures in a row after which the site is taken to keep us out."""
_SECONDS_TO_SPARE = 1.0
"""The crawl stops this long before the site's time is up, for what it has would be lost then."""
_SHARE_TO_SPARE = 0.08
"""Share of the time left that is kept for the probes that come after the crawl."""
_KEEPS_OUT = frozenset({401, 403, 406, 429, 503})
_SPENT = {"time": "time", "bytes": "bytes", "requests": "page-budget"}
_REFRESH = re.compile(r"\s*\d+(?:\.\d+)?\s*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"]+)", re.IGNORECASE)


@dataclass(slots=True)
class _Visit:
    """What one crawl has seen so far."""

    door: Door
    frontier: Frontier
    budget: int
    pages: list[Page] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    robots: Robots = field(default_factory=lambda: Robots(None))
    sitemap: Sitemap | None = None
    rules: RobotRules | None = None
    stopped: str = ""
    failures: int = 0
    """In a row."""
    places: dict[str, Page] = field(default_factory=dict)
    texts: set[tuple[str, str]] = field(default_factory=set)


@probe
async def crawl(target: Target, door: Door, plan: Plan, front: Front) -> Crawl:
    """Read at most ``plan.max_pages`` pages of the site, the front page included.

    robots.txt is asked for first and obeyed; links that name what the checks look for come before
    menus, menus before bodies and footers, sitemap.xml last. Only the site itself is read, to a
    depth of three clicks; documents are asked for their head, at most ten. What was wanted and
    not read is told with the reason. The same answers give the same crawl.
    """
    home = front.page
    if home is None or home.status >= 400:
        stopped = "blocked" if front.last.status in _KEEPS_OUT else "done"
        return Crawl(pages=(), stopped=stopped, budget=plan.max_pages)
    visit = _Visit(door, Frontier(home.url, plan.interests), plan.max_pages)
    visit.frontier.know(target.url)
    for exchange in front.exchanges:
        if same_site(exchange.url, home.url):
            visit.frontier.know(exchange.url)
    try:
        await _look_around(visit, replace(home, depth=0, via=()))
    except BudgetSpent as spent:
        visit.stopped = _SPENT.get(str(spent), "blocked")
    except TimeoutError:
        visit.stopped = "time"
    _note_what_is_left(visit)
    return Crawl(
        pages=tuple(visit.pages),
        unread=tuple(visit.unread),
        robots=visit.robots,
        sitemap=visit.sitemap,
        stopped=visit.stopped or "done",
        budget=plan.max_pages,
        needs_browser=home.needs_browser,
    )


async def _look_around(visit: _Visit, home: Page) -> None:
    """Read on from the home page until something ends it. Raises BudgetSpent, TimeoutError."""
    _keep(visit, home)
    door = visit.door
    left = door.seconds_left
    spare = max(_SECONDS_TO_SPARE, left * _SHARE_TO_SPARE)
    async with asyncio.timeout(max(left - spare, 0.0)):
        visit.robots, visit.rules = await ask_robots(door, home.url)
        if visit.robots.status is not None and visit.robots.status < 500:
            visit.sitemap = await ask_sitemap(door, home.url, visit.robots)
            visit.frontier.add_urls(visit.sitemap.urls)
        while not visit.stopped and (wave := _next_wave(visit)):
            results = await asyncio.gather(*(_ask(visit, one) for one in wave))
            spent = [_take(visit, *pair) for pair in zip(wave, results, strict=True)]
            for error in filter(None, spent):
                raise error
        if not visit.stopped or visit.stopped == "page-budget":
            await _ask_documents(visit)


def _next_wave(visit: _Visit) -> list[Candidate]:
    """Return the next links to ask for at once; none where the budget or the links are used up."""
    wave: list[Candidate] = []
    room = visit.budget - len(visit.pages)
    if room <= 0:
        visit.stopped = "page-budget" if len(visit.frontier) else ""
        return wave
    while len(wave) < min(AT_ONCE, room) and (candidate := visit.frontier.pop()) is not None:
        if visit.rules is None or visit.rules.allow(candidate.url):
            wave.append(candidate)
        elif candidate.match.phrases or candidate.depth == 1:
            _note(visit, candidate, "robots")
    if not wave and visit.robots.forbids_all and len(visit.pages) == 1:
        visit.stopped = "robots"
    return wave


async def _ask(visit: _Visit, candidate: Candidate) -> Answer | NetError:
    try:
        return await ask_within(visit.door, candidate.url, known=visit.places)
    except NetError as error:
        return error


def _take(visit: _Visit, candidate: Candidate, result: Answer | NetError) -> BudgetSpent | None:
    """Make a page, or a note, of what came; return the error that ends the crawl, if it is one."""
    if isinstance(result, BudgetSpent):
        _note(visit, candidate, "budget")
        return result
    if isinstance(result, NetError):
        robots = isinstance(result, Forbidden) and str(result) == "robots"
        _note(visit, candidate, "robots" if robots else result.cause)
        _failed(visit, candidate, not robots)
        return None
    onward = leads_to(result)
    known = visit.places.get(same_place(onward or result.url))
    if known is not None:
        seen = replace(known, asked=candidate.url, depth=candidate.depth, via=candidate.via)
        visit.pages.append(seen)
        return None
    if 300 <= result.status < 400:
        away = onward is not None and not same_site(onward, candidate.url)
        _note(visit, candidate, "off-site" if away else f"http-{result.status}", result)
        return None
    if result.status >= 400:
        _note(visit, candidate, f"http-{result.status}", result)
        _failed(visit, candidate, result.status in _KEEPS_OUT)
        return None
    visit.failures = 0
    page = read_page(result, asked=candidate.url, depth=candidate.depth, via=candidate.via)
    if page is None:
        _note(visit, candidate, "not-html", result)
    else:
        _keep(visit, page)
    return None


def _keep(visit: _Visit, page: Page) -> None:
    """Add a page, and its links unless the same text was met before."""
    visit.pages.append(page)
    visit.places[same_place(page.url)] = page
    visit.frontier.know(page.url)
    visit.frontier.know(page.asked)
    refresh = _REFRESH.match(page.meta_content("refresh") or "")
    if refresh and len(page.text) < 400:
        visit.frontier.add_onward(join(page.url, refresh[1].strip()), page)
    text = (page.title, page.text)
    if not page.text or text not in visit.texts:
        visit.texts.add(text)
        visit.frontier.add_page(page)


async def _ask_documents(visit: _Visit) -> None:
    """Ask for the heads of documents under interesting labels, so that dead ones are known."""
    asked: Counter[tuple[str, ...]] = Counter()
    for candidate in sorted(visit.frontier.documents, key=lambda one: one.match.quality):
        page = candidate.via[:-1]
        if visit.rules is not None and not visit.rules.allow(candidate.url):
            _note(visit, candidate, "robots")
        elif asked.total() < MAX_DOCUMENTS and asked[page] < MAX_DOCUMENTS_OF_A_PAGE:
            asked[page] += 1
            await _ask_document(visit, candidate)


async def _ask_document(visit: _Visit, candidate: Candidate) -> None:
    try:
        answer = await visit.door.get(candidate.url, method="HEAD")
        if answer.status in (400, 403, 405, 501):
            answer = await visit.door.get(candidate.url, max_body=2_048)
    except BudgetSpent:
        _note(visit, candidate, "budget")
        raise
    except NetError as error:
        _note(visit, candidate, error.cause)
        return
    reason = f"http-{answer.status}" if answer.status >= 400 else "not-html"
    _note(visit, candidate, reason, answer)


def _failed(visit: _Visit, candidate: Candidate, counts: bool) -> None:
    visit.frontier.was_in_vain(candidate)
    visit.failures = visit.failures + 1 if counts else 0
    if visit.failures >= _ENOUGH_FAILURES:
        visit.stopped = "blocked"


def _note(visit: _Visit, candidate: Candidate, reason: str, answer: Answer | None = None) -> None:
    if len(visit.unread) >= MAX_UNREAD:
        return
    status, kind, size = None, "", None
    if answer is not None:
        status = answer.status
        kind = answer.header("content-type") or ""
        length = (answer.header("content-length") or "").strip()
        size = int(length) if length.isdecimal() and len(length) < 16 else len(answer.body) or None
    visit.unread.append(Unread(candidate.url, reason, status, kind[:200], candidate.label, size))


def _note_what_is_left(visit: _Visit) -> None:
    """Say which wanted links were never come to, and which lead off the site."""
    reason = visit.stopped if visit.stopped in ("blocked", "robots") else "budget"
    left = list(visit.frontier.wanted())
    noted = {unread.url for unread in visit.unread}
    left += [one for one in visit.frontier.documents if one.url not in noted]
    for candidate in left[:_MAX_LEFT]:
        _note(visit, candidate, reason)
    for candidate in visit.frontier.elsewhere[:_MAX_LEFT]:
        _note(visit, candidate, "off-site")
