"""One visit's place in the browser: shows one page at a time and tells what it became."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from portal_audit.collect.browser.request_interceptor import Refusal, RequestInterceptor
from portal_audit.collect.browser.request_policy import InterceptedRequest
from portal_audit.evidence.answer import HttpResponse

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page, Route, WebSocketRoute

    from portal_audit.collect.http.client import HttpClient

PAGE_SECONDS = 30.0
"""For one page, its requests and their politeness included."""
QUIET_SECONDS = 0.25
"""Without any request, twice in a row with the same length of page: then it has settled."""
MOST_ROUNDS = 12
PICTURE_SECONDS = 6.0
JPEG_QUALITY = 60
MOST_CHARACTERS = 6_000_000
CLOSE_SECONDS = 4.0
EMPTY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a page became after its scripts had run."""

    url: str
    """Where it stood in the end."""
    html: str
    truncated: bool
    settled: bool
    """Whether it came to rest within its time."""
    picture: bytes | None = None
    """JPEG of what a visitor sees first."""
    requests: tuple[tuple[str, str], ...] = ()
    """(resource type, URL) of what it asked for."""


class BrowserOfRun(Protocol):
    """What a tab needs of the one browser of a run."""

    places: asyncio.Semaphore
    """Pages shown at once over all portals."""

    async def context(self, user_agent: str) -> BrowserContext | None:
        """Return a fresh profile; ``None`` where no browser starts."""

    async def broke(self) -> None:
        """Put away a browser that no longer answers."""


class Tab:
    """Shows the pages of one site. Lazy: without a call nothing is opened."""

    def __init__(self, browser: BrowserOfRun, client: HttpClient) -> None:
        """Take the browser of the run and the HTTP client of the visit."""
        self.interceptor = RequestInterceptor(client)
        self.rendered = 0
        """Pages shown."""
        self.picture: bytes | None = None
        """The last picture taken."""
        self._browser, self._client = browser, client
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        """An empty page: the next is shown in it, which takes a third of the time of a new one."""
        self._one_at_a_time = asyncio.Lock()

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """What pages asked for in vain."""
        return tuple(self.interceptor.refusals)

    async def render(
        self, url: str, answer: HttpResponse | None = None, *, picture: bool = False
    ) -> Rendering | None:
        """Show *url* until it has come to rest; ``None`` where that failed.

        *answer* is the page itself, where it was fetched already. With *picture*, its images are
        fetched too. Nothing is raised but what ends the whole visit.
        """
        from playwright.async_api import Error

        seconds = min(PAGE_SECONDS, self._client.seconds_left)
        async with self._one_at_a_time, self._browser.places:
            try:
                async with asyncio.timeout(seconds):
                    return await self._render(InterceptedRequest(url, picture, answer))
            except TimeoutError:
                return None
            except Error:
                return None

    async def close(self) -> None:
        """Close what was opened; a page that does not let go takes the whole browser with it."""
        context, self._context, self._page = self._context, None, None
        self.interceptor.drop()
        if context is not None and not await _closed(context):
            await self._browser.broke()

    async def _render(self, intercepted: InterceptedRequest) -> Rendering | None:
        context = await self._opened()
        if context is None:
            return None
        deadline = monotonic() + min(PAGE_SECONDS, self._client.seconds_left) * 0.8
        page, self._page = self._page or await context.new_page(), None
        try:

            async def serve(route: Route) -> None:
                await self.interceptor.serve(route, intercepted)

            await page.route("**/*", serve)
            await page.goto(intercepted.url, wait_until="commit", timeout=_milliseconds(deadline))
            settled, html = await self._settle(page, deadline)
            self.rendered += 1
            taken = await _picture(page) if intercepted.pictures else None
            self.picture = taken or self.picture
            rendering = Rendering(
                page.url,
                html[:MOST_CHARACTERS],
                len(html) > MOST_CHARACTERS,
                settled,
                taken,
                tuple(intercepted.requests),
            )
            self.interceptor.drop()
            # What does not come to rest is not trusted to leave, either.
            self._page = page if settled and await _emptied(page) else None
            return rendering
        finally:
            self.interceptor.drop()
            # Pop-ups too, which have met nothing but refusals.
            left = [one for one in (page, *context.pages) if one is not self._page]
            if not all([await _closed(one) for one in left]):
                self._context = self._page = None
                await self._browser.broke()

    async def _opened(self) -> BrowserContext | None:
        if self._context is None:
            self._context = await self._browser.context(self._client.rules.user_agent)
            if self._context is not None:
                await self._context.route("**/*", _refuse)
                await self._context.route_web_socket("**/*", _hang_up)
        return self._context

    async def _settle(self, page: Page, deadline: float) -> tuple[bool, str]:
        """Wait until page and requests are at rest; return whether they are, and the page."""
        html, length = "", -1
        for _ in range(MOST_ROUNDS):
            if (left := deadline - monotonic()) <= 0:
                break
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self.interceptor.quiet(QUIET_SECONDS)
            html = await page.content()
            if len(html) == length:
                return True, html
            length = len(html)
        return False, html or await page.content()


async def _refuse(route: Route) -> None:
    """Answer for pages that nobody opened: pop-ups."""
    from playwright.async_api import Error

    with suppress(Error):
        await route.abort("blockedbyclient")


async def _hang_up(socket: WebSocketRoute) -> None:
    from playwright.async_api import Error

    with suppress(Error):
        await socket.close()


async def _picture(page: Page) -> bytes | None:
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(PICTURE_SECONDS):
            return await page.screenshot(
                type="jpeg",
                quality=JPEG_QUALITY,
                animations="disabled",
                timeout=PICTURE_SECONDS * 1000,
            )
    except (Error, TimeoutError):
        return None


async def _emptied(page: Page) -> bool:
    """Take the document away with its scripts and requests; tell whether it went."""
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(EMPTY_SECONDS):
            await page.unroute_all()
            await page.goto("about:blank", wait_until="commit")
    except (Error, TimeoutError):
        return False
    return True


async def _closed(what: Page | BrowserContext) -> bool:
    """Close a page or profile; tell whether it let itself be closed."""
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await what.close()
    except TimeoutError:
        return False
    except Error:
        return True
    return True


def _milliseconds(deadline: float) -> float:
    return max(deadline - monotonic(), 0.1) * 1000
