"""Answers each request of a page in the browser through the visit's HTTP client."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from portal_audit.collect.browser.request_policy import (
    InterceptedRequest,
    forwarded,
    passed_on,
    unwanted,
)
from portal_audit.errors import BudgetSpent, NetError
from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.http.urls import host_of
from portal_audit.parse.http.web_url import resolve

if TYPE_CHECKING:
    from playwright.async_api import Request, Route

    from portal_audit.collect.http.client import HttpClient

MOST_REQUESTS = 240
"""Requests of the browser during one visit."""
MOST_OF_A_PAGE = 60
"""Requests of one page."""
MOST_KEPT = 20_000_000
"""Bytes of scripts, styles and images kept, so that each is asked for once in a visit."""
MOST_REFUSALS = 50
MOST_LINES, LINE = 60, 300
"""Scripts whose beginning is kept, and how many bytes of it."""
_HOPS = 5
_KEPT = frozenset({"script", "stylesheet", "image"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request of a page that was not sent, or brought nothing."""

    url: str
    why: str
    """``method`` (only GET and HEAD are sent), ``kind`` (fonts, films, frames …), ``page-away``
    (the page left for another site), ``robots``, or the cause of a NetError such as ``forbidden``
    or ``budget`` (enough of them)."""


def _set_event() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(slots=True)
class RequestInterceptor:
    """Fetches for the pages of one visit."""

    client: HttpClient
    sent: int = 0
    """Requests sent through the HTTP client."""
    refusals: list[Refusal] = field(default_factory=list)
    _kept: dict[str, HttpResponse] = field(default_factory=dict)
    _kept_bytes: int = 0
    _scripts: set[str] = field(default_factory=set)
    _under_way: set[asyncio.Task[HttpResponse]] = field(default_factory=set)
    _busy: int = 0
    _served: int = 0
    _idle: asyncio.Event = field(default_factory=_set_event)

    @property
    def first_lines(self) -> tuple[tuple[str, str], ...]:
        """How the scripts that were fetched begin: libraries say there what they are."""
        scripts = (url for url in self._kept if url in self._scripts)
        heads = ((url, self._kept[url].body[:LINE].decode("utf-8", "replace")) for url in scripts)
        return tuple(islice(((url[:500], head) for url, head in heads), MOST_LINES))

    async def serve(self, route: Route, intercepted: InterceptedRequest) -> None:
        """Answer one request of the page; nothing is raised."""
        from playwright.async_api import Error

        self._busy += 1
        self._idle.clear()
        try:
            with suppress(Error):  # the page may be gone by the time the answer is there
                self._served += await self._serve(route, intercepted)
        finally:
            self._busy -= 1
            if not self._busy:
                self._idle.set()

    async def quiet(self, seconds: float) -> None:
        """Wait until for so long nothing was under way, and no answer came."""
        while True:
            await self._idle.wait()
            before = self._served
            await asyncio.sleep(seconds)
            if self._idle.is_set() and self._served == before:
                return

    def drop(self) -> None:
        """Give up what is under way: its page is closed."""
        for task in self._under_way:
            task.cancel()

    async def _serve(self, route: Route, intercepted: InterceptedRequest) -> bool:
        """Answer or refuse; tell whether there was an answer."""
        request = route.request
        intercepted.note(request)
        why = unwanted(request, intercepted)
        answer: HttpResponse | None = None
        if not why:
            try:
                answer = await self._fetch(request, intercepted)
            except NetError as error:
                why = "robots" if str(error) == "robots" else error.cause
            except asyncio.CancelledError:
                why = "closed"
        if answer is not None:
            await route.fulfill(status=answer.status, headers=passed_on(answer), body=answer.body)
            return True
        self._refuse(request.url, why)
        if request.is_navigation_request():
            await route.fulfill(status=204)  # “no content”: the page stays where it is
        else:
            await route.abort("blockedbyclient")
        return False

    def _refuse(self, url: str, why: str) -> None:
        refusal = Refusal(url[:500], why)
        new = why != "closed" and refusal not in self.refusals
        if new and len(self.refusals) < MOST_REFUSALS:
            self.refusals.append(refusal)

    async def _fetch(self, request: Request, intercepted: InterceptedRequest) -> HttpResponse:
        """Raises NetError."""
        url = request.url.partition("#")[0]
        if (
            intercepted.given is not None
            and intercepted.navigations == 1
            and request.is_navigation_request()
        ):
            return intercepted.given
        if (under_way := self._kept.get(url)) is not None:
            return under_way
        headers = forwarded(await request.all_headers(), url, intercepted.url)
        task = asyncio.ensure_future(self._ask(url, request.method, headers, intercepted))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        answer = await task
        if request.resource_type in _KEPT and self._kept_bytes < MOST_KEPT:
            self._kept[url] = answer
            if request.resource_type == "script" and answer.status == 200:
                self._scripts.add(url)
            self._kept_bytes += len(answer.body)
        return answer

    async def _ask(
        self, url: str, method: str, headers: Mapping[str, str], intercepted: InterceptedRequest
    ) -> HttpResponse:
        """Ask, and follow redirects here: the browser would follow them past us."""
        here, sent = url, headers
        for _ in range(_HOPS):
            answer = await self._send(here, method, sent, intercepted)
            location = answer.header("location")
            if answer.status not in _REDIRECTS or not location:
                break
            here = resolve(here, location).partition("#")[0]
            if host_of(here) != host_of(url):
                sent = {
                    name: value for name, value in sent.items() if name in ("accept", "referer")
                }
        return replace(answer, url=here)

    async def _send(
        self, url: str, method: str, headers: Mapping[str, str], intercepted: InterceptedRequest
    ) -> HttpResponse:
        if self.sent >= MOST_REQUESTS or intercepted.asked >= MOST_OF_A_PAGE:
            raise BudgetSpent("requests")
        self.sent += 1
        intercepted.asked += 1
        self.client.grant(1)
        return await self.client.get(url, method=method, headers=headers)
