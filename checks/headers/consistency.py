"""Consistency: inner pages are protected by the headers that protect the home page."""

from dataclasses import dataclass

from portal_audit.api import Crawl, Front, Outcome, Page


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``consistency.toml``."""

    headers: list[str]
    """Headers that belong on every page."""


def judge(front: Front, crawl: Crawl, limits: Limits) -> Outcome:
    """Compare which headers are there at all; their values are the business of other checks."""
    home = [name for name in limits.headers if front.all(name)]
    if not home:
        return Outcome("nothing", where=[front.url])
    pages = [page for page in crawl.pages if page.url != front.url and page.headers]
    if not pages:
        return Outcome("only-home", where=[front.url])
    lacking = {name: _without(pages, name) for name in home}
    if everywhere := [name for name, bare in lacking.items() if len(bare) == len(pages)]:
        return Outcome("home-only", where=_urls(pages), headers=everywhere, pages=len(pages))
    errors = [page for page in pages if page.status >= 400]
    if errors and (bare := [name for name in home if len(_without(errors, name)) == len(errors)]):
        return Outcome("errors-bare", where=_urls(errors), headers=bare)
    if some := [name for name, bare in lacking.items() if bare]:
        faulty = [page for page in pages if any(page in lacking[name] for name in some)]
        return Outcome("inner-missing", where=_urls(faulty), headers=some, count=len(faulty))
    return Outcome("same", where=[front.url], headers=home, pages=len(pages))


def _without(pages: list[Page], header: str) -> list[Page]:
    wanted = header.lower()
    return [page for page in pages if wanted not in {name.lower() for name, _ in page.headers}]


def _urls(pages: list[Page]) -> list[str]:
    return [page.url for page in pages[:20]]
