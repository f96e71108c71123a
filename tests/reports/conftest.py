"""The invented run that report packs are shown with, and one Chromium to look at pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from portal_audit.collect.browser import AUTO, find_chromium
from tests.fixtures.invented_run import lang, pages, report_in, run, site_map

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["lang", "pages", "report_in", "run", "site_map"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine, driven by Playwright, for one file: its thread bars forking."""
    api = pytest.importorskip("playwright.sync_api")
    program = find_chromium(AUTO)
    if program is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
