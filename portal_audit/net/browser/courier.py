"""Answers each request of a page in the browser through the visit's door."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from portal_audit.errors import BudgetSpent, NetError
from portal_audit.net.answer import Answer
from portal_audit.net.url import join, place

if TYPE_CHECKING:
    from playwright.async_api import Request, Route

    from portal_audit.net.door import Door

MOST_REQUESTS = 240
"""Requests of the browser during one visit."""
MOST_OF_A_PAGE = 60
"""Requests of one page."""
MOST_PICTURES = 30
"""Images of one page, where a picture is taken of it; else none."""
MOST_KEPT = 20_000_000
"""Bytes of scripts, styles and images kept, so that each is asked for once in a visit."""
MOST_REFUSALS = 50
_HOPS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FETCHED = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
"""Kinds of requests that a page needs to show its words (Chromium's resource types)."""
_KEPT = frozenset({"script", "stylesheet", "image"})
_OWN = frozenset(
    {"host", "user-agent", "connection", "content-length", "accept-encoding", "range", "te"}
)
"""Headers that are the client's own to send, or that a visitor without a cache has no use for."""
_ANYWHERE = frozenset({"accept", "accept-language", "cookie", "origin", "referer"})
"""Headers that may go to another origin: the rest would need its leave (Fetch standard, CORS)."""
_NOT_PASSED_ON = frozenset(
    {
        *("content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"),
        *("alt-svc", "link", "nel", "report-to", "reporting-endpoints", "refresh"),
        *("strict-transport-security", "clear-site-data"),
    }
)
"""Headers of answers that speak of the connection, or would have the browser do more."""
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]{1,100}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request of a page that was not sent, or brought nothing."""

    url: str
    why: str
    """``method`` (only GET and HEAD are sent), ``kind`` (fonts, films, frames …), ``page-away``
    (the page left for another site), ``robots``, or the cause of a NetError such as ``forbidden``
    or ``budget`` (enough of them)."""


@dataclass(slots=True)
class Errand:
    """What one page may ask for while it is shown."""

    url: str
    """The page's own address."""
    pictures: bool = False
    """Whether images are fetched too."""
    given: Answer | None = None
    """The page itself, where it was fetched already."""
    asked: int = 0
    images: int = 0
    navigations: int = 0


def _set_event() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(slots=True)
class Courier:
    """Fetches for the pages of one visit."""

    door: Door
    sent: int = 0
    """Requests sent through the door."""
    refusals: list[Refusal] = field(default_factory=list)
    _kept: dict[str, Answer] = field(default_factory=dict)
    _kept_bytes: int = 0
    _under_way: set[asyncio.Task[Answer]] = field(default_factory=set)
    _busy: int = 0
    _served: int = 0
    _idle: asyncio.Event = field(default_factory=_set_event)

    async def serve(self, route: Route, errand: Errand) -> None:
        """Answer one request of the page; nothing is raised."""
        from playwright.async_api import Error

        self._busy += 1
        self._idle.clear()
        try:
            with suppress(Error):  # the page may be gone by the time the answer is there
                self._served += await self._serve(route, errand)
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

    async def _serve(self, route: Route, errand: Errand) -> bool:
        """Answer or refuse; tell whether there was an answer."""
        request = route.request
        why = self._unwanted(request, errand)
        answer: Answer | None = None
        if not why:
            try:
                answer = await self._fetch(request, errand)
            except NetError as error:
                why = "robots" if str(error) == "robots" else error.cause
            except asyncio.CancelledError:
                why = "closed"
        if answer is not None:
            await route.fulfill(status=answer.status, headers=_passed_on(answer), body=answer.body)
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

    def _unwanted(self, request: Request, errand: Errand) -> str:
        """Return why a request is not sent; empty where it is."""
        if not request.url.startswith(("http://", "https://")):
            return "kind"
        if request.method not in ("GET", "HEAD"):
            return "method"
        if request.is_navigation_request():
            return self._unwanted_page(request, errand)
        if request.resource_type == "image":
            errand.images += 1
            if not errand.pictures or errand.images > MOST_PICTURES:
                return "kind"
        elif request.resource_type not in _FETCHED:
            return "kind"
        return ""

    def _unwanted_page(self, request: Request, errand: Errand) -> str:
        """Frames are read as pages of their own; a page may lead on a few times within its site."""
        if request.frame.parent_frame is not None:
            return "kind"
        errand.navigations += 1
        if errand.navigations > 4 or not _same_host(request.url, errand.url):
            return "page-away"
        return ""

    async def _fetch(self, request: Request, errand: Errand) -> Answer:
        """Raises NetError."""
        url = request.url.partition("#")[0]
        if errand.given is not None and errand.navigations == 1 and request.is_navigation_request():
            return errand.given
        if (known := self._kept.get(url)) is not None:
            return known
        headers = _forwarded(await request.all_headers(), url, errand.url)
        task = asyncio.ensure_future(self._ask(url, request.method, headers, errand))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        answer = await task
        if request.resource_type in _KEPT and self._kept_bytes < MOST_KEPT:
            self._kept[url] = answer
            self._kept_bytes += len(answer.body)
        return answer

    async def _ask(
        self, url: str, method: str, headers: Mapping[str, str], errand: Errand
    ) -> Answer:
        """Ask, and follow redirects here: the browser would follow them past us."""
        here, sent = url, headers
        for _ in range(_HOPS):
            answer = await self._send(here, method, sent, errand)
            location = answer.header("location")
            if answer.status not in _REDIRECTS or not location:
                break
            here = join(here, location).partition("#")[0]
            if not _same_host(here, url):
                sent = {
                    name: value for name, value in sent.items() if name in ("accept", "referer")
                }
        return replace(answer, url=here)

    async def _send(
        self, url: str, method: str, headers: Mapping[str, str], errand: Errand
    ) -> Answer:
        if self.sent >= MOST_REQUESTS or errand.asked >= MOST_OF_A_PAGE:
            raise BudgetSpent("requests")
        self.sent += 1
        errand.asked += 1
        self.door.grant(1)
        return await self.door.get(url, method=method, headers=headers)


def _same_host(url: str, other: str) -> bool:
    try:
        one, two = place(url), place(other)
    except NetError:
        return False
    return one.host.removeprefix("www.") == two.host.removeprefix("www.")


def _forwarded(headers: Mapping[str, str], url: str, page: str) -> dict[str, str]:
    """Return what a page may add to a request: to another origin, only what needs no leave."""
    try:
        own = place(url).origin == place(page).origin
    except NetError:
        own = False
    return {
        name: value
        for name, value in headers.items()
        if (name in _ANYWHERE or (own and name not in _OWN and not name.startswith(("if-", ":"))))
        and _NAME.fullmatch(name)
        and value.isprintable()
        and all(ord(sign) < 256 for sign in value)
    }


def _passed_on(answer: Answer) -> dict[str, str]:
    """Return the headers for the browser; Set-Cookie lines are told apart by a line break."""
    headers: dict[str, str] = {}
    for name, value in answer.headers:
        key = name.lower()
        if key in _NOT_PASSED_ON or not _NAME.fullmatch(key):
            continue
        joint = "\n" if key == "set-cookie" else ", "
        headers[key] = f"{headers[key]}{joint}{value}" if key in headers else value
    return headers
