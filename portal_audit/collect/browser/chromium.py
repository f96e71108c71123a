"""One Chromium for a run: started when the first portal needs it, and again where it broke."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from portal_audit.collect.browser.tab import Tab
from portal_audit.texts import Message

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Playwright

    from portal_audit.collect.http.client import HttpClient

log = logging.getLogger(__name__)

MOST_AT_ONCE = 2
"""Pages shown at once over all portals: each is a process of some hundred megabytes."""
START_SECONDS = 20.0
STOP_SECONDS = 5.0
LANGUAGE, TIME_ZONE = "vi-VN", "Asia/Ho_Chi_Minh"
WIDTH, HEIGHT = 1280, 800
ALONE = (
    # Nothing is resolved or reached by itself; see the package's docstring.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=WebTransport,MediaRouter,OptimizationHints,Translate,SharedWorker",
    "--no-first-run",
    "--no-pings",
    "--js-flags=--max-old-space-size=512",
)


@asynccontextmanager
async def open_chromium(program: Path | None) -> AsyncIterator[Chromium | None]:
    """Yield the browser of a run, which starts when it is needed; ``None`` where there is none."""
    chromium = Chromium(program) if program is not None else None
    try:
        yield chromium
    finally:
        if chromium is not None:
            await chromium.close()


class Chromium:
    """Opens a tab for a visit. Close it at the end of the run."""

    def __init__(self, program: Path, *, confined: bool = True) -> None:
        """Start nothing yet. Only a test of the confinement itself does without it."""
        self._program = program
        self._confined = confined
        self._starting = asyncio.Lock()
        self._driver: Playwright | None = None
        self._browser: Browser | None = None
        self._gave_up = False
        self._nowhere: socket.socket | None = None
        self.places = asyncio.Semaphore(MOST_AT_ONCE)

    @asynccontextmanager
    async def tab(self, client: HttpClient) -> AsyncIterator[Tab]:
        """Yield the tab of one visit; what it needs is opened when it is first used."""
        tab = Tab(self, client)
        try:
            yield tab
        finally:
            await tab.close()

    async def context(self, user_agent: str) -> BrowserContext | None:
        """Return a fresh profile, without cookies or cache; ``None`` where no browser starts."""
        from playwright.async_api import Error

        for _ in range(2):  # one that broke meanwhile is started again, once
            browser = await self._started()
            if browser is None:
                return None
            try:
                async with asyncio.timeout(START_SECONDS):
                    return await browser.new_context(
                        user_agent=user_agent,
                        locale=LANGUAGE,
                        timezone_id=TIME_ZONE,
                        viewport={"width": WIDTH, "height": HEIGHT},
                        service_workers="block",
                        accept_downloads=False,
                        reduced_motion="reduce",
                    )
            except (Error, TimeoutError):
                await self.broke()
        return None

    async def broke(self) -> None:
        """Put away a browser that no longer answers."""
        browser, self._browser = self._browser, None
        if browser is not None:
            await _ended(browser.close())

    async def close(self) -> None:
        """Stop the browser and what drives it."""
        await self.broke()
        driver, self._driver = self._driver, None
        if driver is not None:
            await _ended(driver.stop())
        if self._nowhere is not None:
            self._nowhere.close()

    async def _started(self) -> Browser | None:
        async with self._starting:
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            if not self._gave_up:
                self._browser = await self._start()
                self._gave_up = self._browser is None
            return self._browser

    async def _start(self) -> Browser | None:
        from playwright.async_api import Error, async_playwright

        as_root = hasattr(os, "geteuid") and os.geteuid() == 0
        if as_root and self._driver is None:
            log.warning(Message("log.no-sandbox"))
        try:
            async with asyncio.timeout(START_SECONDS):
                if self._driver is None:
                    self._driver = await async_playwright().start()
                return await self._driver.chromium.launch(
                    executable_path=self._program,
                    args=list(ALONE) if self._confined else [],
                    chromium_sandbox=not as_root,
                    handle_sigint=False,
                    proxy={"server": self._dead_end(), "bypass": "<-loopback>"}
                    if self._confined
                    else None,
                )
        except (Error, TimeoutError, OSError) as error:
            first = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
            log.warning(Message("log.no-browser", program=self._program, reason=first))
            return None

    def _dead_end(self) -> str:
        """Return a proxy that refuses everybody: a port of ours that nothing listens on."""
        if self._nowhere is None:
            self._nowhere = socket.socket()
            self._nowhere.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{self._nowhere.getsockname()[1]}"


async def _ended(closing: object) -> None:
    """Wait for something to close, a while; it may be gone already."""
    from playwright.async_api import Error

    with suppress(Error, TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            await closing  # type: ignore[misc]
