"""Whether a home page, or the frames it consists of, shows its menus."""

import re
from collections import Counter

from portal_audit.analyse.boilerplate import FETCHES
from portal_audit.analyse.placeholder import awaits_script
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.evidence import Crawl, Link, Page
from portal_audit.parse.http.urls import same_place
from portal_audit.parse.text.vietnamese import nfc

_MENU = re.compile(r"menu|navbar|side-?bar|chuyen-?muc|danh-?muc", re.IGNORECASE)


def menu_places(crawl: Crawl) -> frozenset[str] | None:
    """Return the places that menus lead to; ``None`` where too few pages tell menus from boxes.

    A menu stands on every page. What is marked as navigation and stands on the home page alone is a
    box of news or pictures.
    """
    counts: Counter[str] = Counter()
    pages = 0
    for page in {page.url: page for page in crawl.pages}.values():
        places = {same_place(link.url) for link in page.links if link.region != "body"}
        pages += bool(places)
        counts.update(places)
    if pages < THRESHOLDS.pages_with_menus:
        return None
    return frozenset(place for place, count in counts.items() if count >= THRESHOLDS.menu_pages)


def unmarked_menu(crawl: Crawl) -> frozenset[str]:
    """Return the places that every page leads to, on a portal that marks no menu as one.

    Portals laid out in tables have none of the marks; what stands on every page is the menu.
    """
    pages = list({page.url: page for page in crawl.pages}.values())
    if len(pages) < THRESHOLDS.pages_with_menus:
        return frozenset()
    if any(link.region != "body" and link.source != "option" for link in pages[0].links):
        return frozenset()
    led = (frozenset(same_place(link.url) for link in page.links) for page in pages)
    return frozenset.intersection(*led)


def shows_menus(crawl: Crawl) -> bool:
    """Tell whether the home page, or the frames it consists of, shows links that name sections."""
    links = [link for page in front_pages(crawl) for link in page.links]
    if (
        len({nfc(link.text or link.title or link.alt) for link in links if _named(link)})
        < THRESHOLDS.few_menu_links
    ):
        return False
    return not awaits_menus(crawl) and not any(map(_fetches_menu, front_pages(crawl)))


def awaits_menus(crawl: Crawl) -> bool:
    """Tell whether a script is still to fill the home page, whose menus show next to nothing."""
    home, *frames = front_pages(crawl)
    links = [link for page in (home, *frames) for link in page.links]
    menu = [link for link in links if link.region in ("nav", "header") or link.source == "option"]
    waiting = awaits_script(home.text) or any(FETCHES.search(one.text) for one in home.scripts)
    return waiting and len({link.url for link in menu if not link.hidden}) <= 2


def _fetches_menu(page: Page) -> bool:
    """Tell whether a script brings a menu, beside those that are there without it."""
    return any(FETCHES.search(one.text) and _MENU.search(one.text) for one in page.scripts)


def _named(link: Link) -> bool:
    return bool(link.text or link.title or link.alt)


def front_pages(crawl: Crawl) -> list[Page]:
    """Return the home page and the pages that it shows in frames."""
    home = crawl.home
    assert home is not None
    urls = [link.url for link in home.links if link.source == "frame"]
    return [home, *(page for url in urls for page in crawl.pages if page.url == url)]
