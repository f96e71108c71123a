"""Menus: no entry leads to an empty page or one that says it is being prepared."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal_audit.analyse.required_information.link_targets import LinkTarget, read_page
from portal_audit.analyse.required_information.site_index import SiteIndex, site_index
from portal_audit.api import Crawl, Outcome
from portal_audit.parse.http.urls import same_place


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``placeholder_sections.toml``."""

    many: int
    """So many placeholders are a fault of the portal, not of one section."""
    share: float
    """Of the menu targets read (0–1), from which it is a fault too."""


def judge(crawl: Crawl, limits: Limits) -> Outcome:
    """Count the placeholders among the pages that menus lead to, each page once."""
    home = crawl.home
    if home is None or crawl.needs_browser or home.needs_browser:
        return Outcome("unread", where=[home.url] if home else [])
    read = list(_menu_targets(site_index(crawl)))
    if not read:
        return Outcome("unread", where=[home.url])
    empty = [(label, there) for label, there in read if there.kind == "placeholder"]
    labels = [label for label, _ in empty]
    where = [there.url for _, there in empty]
    share = len(empty) / len(read)
    if not empty:
        return Outcome("none", where=[home.url], read=len(read))
    name = "many" if len(empty) >= limits.many or share >= limits.share else "one"
    return Outcome(
        name,
        where=where[:20],
        labels=labels[:20],
        empty=len(empty),
        read=len(read),
        percent=round(100 * share),
    )


def _menu_targets(site: SiteIndex) -> Iterator[tuple[str, LinkTarget]]:
    """Every page read that a menu, header, footer or option leads to, but the home page."""
    home = site.crawl.home
    done = {same_place(home.url)} if home else set()
    for candidate in site.labels.candidates:
        place = candidate.place
        if candidate.in_menu and place not in done and (page := site.pages.get(place)):
            done |= {place, same_place(page.url)}
            yield candidate.label, read_page(site, page)
