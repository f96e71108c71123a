"""A portal on loopback, and the browser that shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
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


@pytest.fixture
def show(program: Path, scripted: Any) -> Show:
    """Serve *paths*, open a tab on them and have *look* do something with it and the server."""

    def run(
        paths: Mapping[str, Any], look: Look, *, limits: VisitLimits = LIMITS, confined: bool = True
    ) -> Any:
        async def go() -> Any:
            chromium = Chromium(program, confined=confined)
            try:
                async with scripted(paths) as server:
                    target = Target("portal", server.url(), address="127.0.0.1")
                    async with (
                        HttpClient(target, limits, OWN) as client,
                        chromium.tab(client) as tab,
                    ):
                        return await look(tab, server)
            finally:
                await chromium.close()

        return asyncio.run(go())

    return run
