"""Diagnostics: pages show no stack trace, debug tool, database error or version (WSTG-ERRH-01)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal_audit.api import Crawl, Front, Outcome, Samples
from portal_audit.parse.text.sure_words import any_can_match

EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``diagnostic.toml``."""

    traces: list[str]
    """Regular expressions of what only an error page says."""
    debuggers: list[str]
    """Parts of the address of a script that only a debug tool loads."""
    versions: list[str]
    """Regular expressions of versions that error pages give away."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is looked at of a page or of an error page."""

    url: str
    text: str
    scripts: tuple[str, ...]
    error: bool = False


def judge(front: Front, crawl: Crawl, samples: Samples, limits: Limits) -> Outcome:
    """Look at the pages and error pages met on an ordinary visit; nothing is provoked."""
    read = [*_pages(front, crawl), *_errors(crawl, samples)]
    if not read:
        return Outcome("not-html", where=[front.url])
    if found := _first(read, limits.traces):
        return Outcome("trace", where=[found[0].url], excerpt=found[1])
    for one in read:
        for part in limits.debuggers:
            if url := next((url for url in one.scripts if part in url), ""):
                return Outcome("debugger", where=[one.url], url=url[:200])
    if found := _first([one for one in read if one.error], limits.versions):
        return Outcome("version", where=[found[0].url], excerpt=found[1])
    return Outcome("none", where=[front.url], pages=len(read))


def _pages(front: Front, crawl: Crawl) -> Iterator[Seen]:
    for page in {page.url: page for page in (front.page, *crawl.pages) if page}.values():
        scripts = tuple(script.url or "" for script in page.scripts)
        yield Seen(page.url, f"{page.title} {page.text}", scripts, page.status >= 400)


def _errors(crawl: Crawl, samples: Samples) -> Iterator[Seen]:
    lost = samples.not_found.error if samples.not_found else None
    for error in (*crawl.errors, *((lost,) if lost else ())):
        yield Seen(error.url, f"{error.title} {error.text}", error.scripts, True)


def _first(read: list[Seen], patterns: list[str]) -> tuple[Seen, str] | None:
    """Return the first page on which an expression matches, and the words from there on."""
    compiled = [re.compile(pattern) for pattern in patterns]
    for one in read:
        for pattern in compiled if any_can_match(patterns, one.text) else ():
            if found := pattern.search(one.text):
                return one, one.text[found.start() : found.start() + EXCERPT]
    return None
