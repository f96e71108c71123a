"""Broken links: what menus and pages of the portal lead to is there (DashLord)."""

from dataclasses import dataclass

from portal_audit.api import Crawl, Outcome, Unread
from portal_audit.parse.http.urls import same_place

MENUS = frozenset({"nav", "header"})
SHOWN = 5
"""Links that a finding quotes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``links.toml``."""

    few: float
    """Share (0–1) of broken ones among the links followed that still earns half."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that leads to an error."""

    url: str
    status: int
    label: str
    page: str
    """The first page that it was seen on."""
    menu: bool


def judge(crawl: Crawl, limits: Limits) -> Outcome:
    """Look at the links of the site that were followed; what kept the tool out is not broken."""
    if not crawl.pages:
        return Outcome("unread")
    broken = list(_broken(crawl))
    followed = len({same_place(page.url) for page in crawl.pages}) + len(broken)
    if not broken:
        return Outcome("none", where=[crawl.pages[0].url], followed=followed)
    if menu := [one for one in broken if one.menu]:
        return _outcome("menu", menu, followed)
    # Of the few dozen links that are followed, a single one is more than a small share.
    few = len(broken) == 1 or len(broken) <= limits.few * followed
    return _outcome("few" if few else "many", broken, followed)


def _broken(crawl: Crawl) -> list[Broken]:
    errors: dict[str, Unread] = {}
    for one in crawl.unread:
        if _is_error(one.status):
            errors.setdefault(same_place(one.url), one)
    links: dict[str, tuple[str, str, bool]] = {}
    for page in crawl.pages if errors else ():
        for link in page.links:
            if link.hidden or (place := same_place(link.url)) not in errors:
                continue
            label = link.text or link.alt or link.title
            before = links.setdefault(place, (page.url, label, link.region in MENUS))
            if not before[2] and link.region in MENUS:
                links[place] = (page.url, label, True)
    return [
        Broken(one.url, one.status or 0, links[place][1][:80], links[place][0], links[place][2])
        for place, one in errors.items()
        if place in links
    ]


def _is_error(status: int | None) -> bool:
    """Whether a visitor finds nothing: gone, or the server failed. 503 may be aimed at us."""
    return status is not None and (status in (404, 410) or (status >= 500 and status != 503))


def _outcome(name: str, broken: list[Broken], followed: int) -> Outcome:
    return Outcome(
        name,
        where=list(dict.fromkeys(one.page for one in broken))[:20],
        count=len(broken),
        followed=followed,
        links=[_shown(one) for one in broken[:SHOWN]],
    )


def _shown(one: Broken) -> str:
    label = f"“{one.label}” → " if one.label else ""
    return f"{label}{one.url[:150]} ({one.status})"
