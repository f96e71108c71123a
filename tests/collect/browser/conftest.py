"""A portal on loopback, and the browser that shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from portal_audit.collect.browser import AUTO, Chromium, Tab, find_chromium
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.model import Target

LIMITS = VisitLimits(rate=10_000, connections=8, connect_timeout=1, read_timeout=2, site_timeout=60)
OWN = AccessRules(allow_private=(ip_network("127.0.0.1/32"),))
"""Only the portal's own address: another one of loopback is as forbidden as any private one."""

Look = Callable[[Tab, Any], Awaitable[Any]]
Show = Callable[..., Any]


def page(body: str, head: str = "") -> bytes:
    """Return a page as text/html."""
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


@pytest.fixture(scope="session")
def program() -> Path:
    """The Chromium of this machine."""
    found = find_chromium(AUTO)
    if found is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    return found


@dataclass(frozen=True)
class Running:
    """A browser, and the loop that it lives in."""

    loop: asyncio.Runner
    chromium: Chromium


@contextmanager
def running(program: Path, *, confined: bool) -> Iterator[Running]:
    """Give a browser that starts when it is first used; stop it afterwards."""
    with asyncio.Runner() as loop:
        chromium = Chromium(program, confined=confined)
        try:
            yield Running(loop, chromium)
        finally:
            loop.run(chromium.close())


@pytest.fixture(scope="session")
def shared(program: Path) -> Iterator[Running]:
    """One browser for all tests, as a run has one for all portals: each visit gets its own tab."""
    with running(program, confined=True) as browser:
        yield browser


@pytest.fixture
def show(program: Path, shared: Running, scripted: Any) -> Show:
    """Serve *paths*, open a tab on them and have *look* do something with it and the server."""

    def run(
        paths: Mapping[str, Any], look: Look, *, limits: VisitLimits = LIMITS, confined: bool = True
    ) -> Any:
        async def visit(chromium: Chromium) -> Any:
            async with scripted(paths) as server:
                target = Target("portal", server.url(), address="127.0.0.1")
                async with (
                    HttpClient(target, limits, OWN) as client,
                    chromium.tab(client) as tab,
                ):
                    return await look(tab, server)

        with nullcontext(shared) if confined else running(program, confined=False) as browser:
            return browser.loop.run(visit(browser.chromium))

    return run
