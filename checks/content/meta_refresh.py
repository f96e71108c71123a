"""Meta refresh: pages that move on by themselves (WCAG 2.1 SC 2.2.1)."""

from portal_audit.api import Crawl, Front, Outcome
from portal_audit.parse.http.refresh import parse_refresh

from ._foreign import pages


def judge(front: Front, crawl: Crawl) -> Outcome:
    """Report which pages reload or leave on their own."""
    found = [
        (page.url, value)
        for page in pages(front, crawl)
        if (value := page.meta_content("refresh")) is not None and parse_refresh(value)
    ]
    if not found:
        return Outcome("none", where=[front.url])
    where = [url for url, _ in found][:20]
    return Outcome("found", where=where, count=len(found), value=found[0][1][:200])
