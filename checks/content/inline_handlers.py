"""Inline handlers: event attributes that a strict Content-Security-Policy would stop (CSP3)."""

from portal_audit.api import Crawl, Front, Outcome

from ._foreign import pages


def judge(front: Front, crawl: Crawl) -> Outcome:
    """Report only: they are no fault, but they stand in the way of a good policy."""
    read = pages(front, crawl)
    found = [page for page in read if page.inline_handlers]
    if not found:
        return Outcome("none", where=[front.url])
    most = max(found, key=lambda page: page.inline_handlers)
    where = list(dict.fromkeys([most.url, *(page.url for page in found)]))[:20]
    count = sum(page.inline_handlers for page in found)
    return Outcome("found", where=where, count=count, pages=len(found), most=most.inline_handlers)
