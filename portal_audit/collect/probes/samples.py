"""A few single requests that tell what pages alone do not: error page, asset, foreign origins."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256

from portal_audit.collect.http.client import HttpClient, HttpResponse
from portal_audit.collect.http.redirects import exchange, leads_to
from portal_audit.collect.http.request_url import request_url
from portal_audit.collect.probes.base import VisitPlan, probe
from portal_audit.collect.probes.foreign_hosts import Resolved, foreign_hosts
from portal_audit.collect.probes.page_reader import read_page
from portal_audit.errors import BudgetSpent, NetError
from portal_audit.evidence import Crawl, CrossOrigin, Exchange, Front, NotFound, Page, Samples
from portal_audit.model import Target
from portal_audit.parse.html.error_page import read_error
from portal_audit.parse.http.urls import same_site
from portal_audit.parse.text.language import is_vietnamese
from portal_audit.parse.text.similarity import similarity

FOREIGN_ORIGIN = "https://portal-audit.invalid"
"""An origin that cannot exist (RFC 6761 section 6.4), so that nobody can have allowed it."""
MAX_BODY = 256 * 1024
"""Bytes kept of a page asked for."""
_SPARE = 0.5
"""Seconds left for the visit to end in."""
_NO_HEAD = frozenset({400, 403, 405, 501})
_KEPT_META = frozenset({"content-security-policy", "referrer"})
_REGIONS = frozenset({"nav", "header", "footer"})


@probe
async def samples(
    target: Target, client: HttpClient, plan: VisitPlan, front: Front, crawl: Crawl
) -> Samples:
    """Send at most six requests after the crawl, and resolve the hosts that pages load from.

    Ordinary GET and HEAD requests that obey robots.txt; the OPTIONS preflight only where the plan
    says who authorised it. Nothing is raised: what could not be had is ``None``. A site that
    kept the crawl out is not asked again.
    """
    visit = _Visit(client, front)
    pages = [*([front.page] if front.page else []), *crawl.pages]
    hosts = asyncio.create_task(foreign_hosts(target, client, pages))
    try:
        async with asyncio.timeout(max(client.seconds_left - _SPARE, 0.0)):
            if front.last.status < 400 and crawl.stopped != "blocked":
                with suppress(BudgetSpent):
                    await visit.ask(plan)
            await asyncio.wait([hosts])
    except TimeoutError:
        pass  # what was had until then is kept
    finally:
        found = hosts.result() if hosts.done() else Resolved()
        hosts.cancel()
    return Samples(visit.not_found, visit.asset, visit.cors, found.hosts, found.more)


class _Visit:
    """The requests of one visit, and what they have brought so far."""

    def __init__(self, client: HttpClient, front: Front) -> None:
        self.client, self.front = client, front
        self.not_found: NotFound | None = None
        self.asset: Exchange | None = None
        self.cors: CrossOrigin | None = None

    async def ask(self, plan: VisitPlan) -> None:
        """Send the requests, the most telling first. Raises BudgetSpent and TimeoutError."""
        await self._ask_for_nothing()
        await self._ask_from_elsewhere(plan)
        await self._ask_for_an_asset()

    async def _get(
        self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> HttpResponse | None:
        try:
            return await self.client.get(url, method=method, max_body=MAX_BODY, headers=headers)
        except BudgetSpent:
            raise
        except NetError:
            return None

    async def _ask_for_nothing(self) -> None:
        """Ask for a page that surely does not exist; follow one redirect on the same site."""
        asked = made_up(self.front.url)
        answer = await self._get(asked)
        if answer is None or answer.unreadable:
            return
        self.not_found = await self._described(asked, (exchange(answer),), answer)
        onward = leads_to(answer)
        if onward is None or not same_site(onward, asked) or onward == asked:
            return
        if (last := await self._get(onward)) is not None and not last.unreadable:
            chain = (exchange(answer), exchange(last))
            self.not_found = await self._described(asked, chain, last)

    async def _described(
        self, asked: str, exchanges: tuple[Exchange, ...], answer: HttpResponse
    ) -> NotFound:
        page = await read_page(self.client, answer, asked=asked)
        return _not_found(asked, exchanges, answer, page, self.front.page)

    async def _ask_from_elsewhere(self, plan: VisitPlan) -> None:
        """Ask for the home page as a script on another site would (Fetch standard, CORS)."""
        url, cors = self.front.url, CrossOrigin(FOREIGN_ORIGIN)
        if answer := await self._get(url, headers={"Origin": FOREIGN_ORIGIN}):
            self.cors = cors = replace(cors, foreign=exchange(answer))
        if answer := await self._get(url, headers={"Origin": "null"}):
            self.cors = cors = replace(cors, null=exchange(answer))
        if plan.authorised_by is None:
            return
        wanted = {"Origin": FOREIGN_ORIGIN, "Access-Control-Request-Method": "PUT"}
        if answer := await self._get(url, "OPTIONS", wanted):
            self.cors = replace(cors, preflight=exchange(answer))

    async def _ask_for_an_asset(self) -> None:
        """Ask for the head of a file in the directory that most scripts and styles come from."""
        url = asset_of(self.front.page) if self.front.page else None
        if url is None:
            return
        answer = await self._get(url, "HEAD")
        if answer is not None and answer.status in _NO_HEAD:
            answer = await self._get(url)
        if answer is not None:
            self.asset = exchange(answer)


def made_up(url: str) -> str:
    """Return a URL beside *url* that surely does not exist; the same one on every visit."""
    origin = request_url(url).origin
    mark = sha256(origin.encode()).hexdigest()[:8]
    return f"{origin}/khong-co-trang-nay-{mark}"


def asset_of(page: Page) -> str | None:
    """Return the first script or style sheet of the fullest directory of the page's own origin."""
    origin = request_url(page.url).origin + "/"
    urls = [*(script.url or "" for script in page.scripts), *(s.url for s in page.stylesheets)]
    own = [url for url in dict.fromkeys(urls) if url.startswith(origin)]
    if not own:
        return None
    folders = Counter(_folder(url) for url in own)
    fullest = max(folders, key=lambda folder: folders[folder])
    return next(url for url in own if _folder(url) == fullest)


def _folder(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[0]


def _not_found(
    asked: str,
    exchanges: tuple[Exchange, ...],
    answer: HttpResponse,
    page: Page | None,
    home: Page | None,
) -> NotFound:
    error = read_error(answer, page, asked=asked)
    if page is None:
        return NotFound(asked, exchanges, error=error)
    return NotFound(
        asked=asked,
        exchanges=exchanges,
        html=True,
        title=page.title[:300],
        text_length=len(page.text),
        similarity=similarity(page.text, home.text) if home else None,
        lang=page.lang,
        vietnamese=is_vietnamese(page.text),
        navigation=any(link.region in _REGIONS and not link.hidden for link in page.links),
        meta=tuple((name, value) for name, value in page.meta if name in _KEPT_META)[:10],
        error=error,
    )
