"""Diagnostics: pages show no stack trace, debug bar or database error (OWASP WSTG-ERRH-01)."""

import re
from dataclasses import dataclass

from portal_audit.api import Crawl, Front, Outcome, Page

EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``diagnostic.toml``."""

    traces: list[str]
    """Regular expressions of what only an error page says."""
    debuggers: list[str]
    """Parts of the address of a script that only a debug tool loads."""


def judge(front: Front, crawl: Crawl, limits: Limits) -> Outcome:
    """Look at the pages met anyway; nothing is provoked."""
    pages = list({page.url: page for page in (front.page, *crawl.pages) if page}.values())
    if not pages:
        return Outcome("not-html", where=[front.url])
    traces = [re.compile(pattern) for pattern in limits.traces]
    for page in pages:
        if excerpt := _excerpt(page, traces):
            return Outcome("trace", where=[page.url], excerpt=excerpt)
    for page in pages:
        urls = [script.url or "" for script in page.scripts]
        for part in limits.debuggers:
            if url := next((url for url in urls if part in url), ""):
                return Outcome("debugger", where=[page.url], url=url[:200])
    return Outcome("none", where=[front.url], pages=len(pages))


def _excerpt(page: Page, traces: list[re.Pattern[str]]) -> str:
    text = f"{page.title} {page.text}"
    for pattern in traces:
        if found := pattern.search(text):
            return text[found.start() : found.start() + EXCERPT]
    return ""
