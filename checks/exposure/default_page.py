"""Default pages: no server, panel or installer shows its own page in place of the portal's."""

from portal_audit.analyse.default_pages import DefaultPage, default_page_of
from portal_audit.api import Crawl, Front, HttpFront, Outcome, Page


def judge(front: Front, http: HttpFront, crawl: Crawl) -> Outcome:
    """Look at the front page over https and http, and at every page read."""
    pages = [page for page in (front.page, http.page, *crawl.pages) if page]
    read = list({page.url: page for page in pages}.values())
    if not read:
        return Outcome("not-html", where=[front.url])
    found = [(page, one) for page in read if (one := default_page_of(page))]
    if open_ones := [(page, one) for page, one in found if one.installer]:
        return _outcome("installer", open_ones)
    if found:
        return _outcome("found", found)
    return Outcome("none", where=[front.url], pages=len(read))


def _outcome(name: str, found: list[tuple[Page, DefaultPage]]) -> Outcome:
    page, one = found[0]
    where = [page.url for page, _ in found][:20]
    return Outcome(name, where=where, product=one.name, page=page.url[:200])
