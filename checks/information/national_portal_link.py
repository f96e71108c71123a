"""National Portal: the home page leads straight to dichvucong.gov.vn (NĐ 224/2026 Đ9.1.a)."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal_audit.analyse.menus import awaits_menus, front_pages
from portal_audit.api import Crawl, Outcome
from portal_audit.parse.http.urls import host_of, same_organisation


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``national_portal_link.toml``."""

    national: Sequence[str]
    local: Sequence[str]
    """First labels of provincial service portals, most of which have closed."""


def judge(crawl: Crawl, limits: Limits) -> Outcome:
    """Look at the home page's links, then at those of other pages."""
    home = crawl.home
    if home is None or crawl.needs_browser or home.needs_browser:
        return Outcome("unread", where=[home.url] if home else [])
    front = front_pages(crawl)
    shown = {page.url for page in front}
    unseen = awaits_menus(crawl)
    for page in front if unseen else (*front, *crawl.pages):
        for link in page.links:
            if host_of(link.url) in limits.national and not link.hidden:
                name = "linked" if page.url in shown else "inner"
                return Outcome(name, where=[page.url], label=link.text or link.title or link.alt)
    for link in home.links:
        host = host_of(link.url)
        if host.partition(".")[0] in limits.local and same_organisation(link.url, home.url):
            return Outcome("local", where=[home.url], host=host)
    if unseen:
        return Outcome("unread", where=[home.url])
    return Outcome("missing", where=[home.url], pages=crawl.pages_read)
