"""Opener: links into new windows that keep a hold on this one (HTML, rel=noopener)."""

from portal_audit.api import Crawl, Front, Outcome

from ._foreign import is_foreign, pages


def judge(front: Front, crawl: Crawl) -> Outcome:
    """Report only: today's browsers cut the tie by themselves unless ``rel=opener`` asks for it."""
    read = pages(front, crawl)
    links = [
        (page.url, link.url)
        for page in read
        for link in page.links
        if link.target.lower() == "_blank"
        and is_foreign(link.url, page.url)
        and not {"noopener", "noreferrer"} & set(link.rel.lower().split())
    ]
    if not links:
        return Outcome("none", where=[front.url])
    where = list(dict.fromkeys(page for page, _ in links))[:20]
    return Outcome("found", where=where, count=len(links), url=links[0][1][:200])
