"""Directory listings: the server shows no list of the files in a directory (OWASP WSTG-CONF-04)."""

from portal_audit.analyse.directory_listing import Listing, listing_of
from portal_audit.api import Crawl, Front, Outcome

SHOWN = 6
"""Names that a finding quotes."""


def judge(front: Front, crawl: Crawl) -> Outcome:
    """Look at the pages met on an ordinary visit; no directory is asked for to find out."""
    pages = {page.url: page for page in (front.page, *crawl.pages) if page}
    if not pages:
        return Outcome("not-html", where=[front.url])
    found = {url: listing for url, page in pages.items() if (listing := listing_of(page))}
    if loot := {url: listing for url, listing in found.items() if listing.loot}:
        names = [name for listing in loot.values() for name in listing.loot]
        return _outcome("archives", loot, names)
    if front.page is not None and front.page.url in found:
        return _outcome("home", {front.page.url: found[front.page.url]})
    if found and all(listing.only_assets for listing in found.values()):
        return _outcome("assets", found)
    if found:
        return _outcome("listed", found)
    return Outcome("none", where=[front.url], pages=len(pages))


def _outcome(name: str, found: dict[str, Listing], names: list[str] | None = None) -> Outcome:
    listed = names or [name for listing in found.values() for name in listing.names]
    where = list(found)[:20]
    return Outcome(name, where=where, page=where[0][:200], names=listed[:SHOWN], count=len(listed))
