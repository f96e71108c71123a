"""Content-Type: pages say that they are HTML in UTF-8 (RFC 9110 §8.3)."""

from portal_audit.api import Crawl, Front, Outcome, Page

HTML = frozenset({"text/html", "application/xhtml+xml"})
UTF_8 = frozenset({"utf-8", "utf8"})


def judge(front: Front, crawl: Crawl) -> Outcome:
    """Judge every page read; the gravest fault of any gives the outcome."""
    pages = list({page.url: page for page in (front.page, *crawl.pages) if page}.values())
    if not pages:
        return Outcome("not-html", where=[front.url])
    if bare := [page for page in pages if not page.content_type.strip()]:
        return Outcome("no-type", where=_urls(bare), count=len(bare))
    if wrong := [page for page in pages if _kind(page) not in HTML]:
        value = wrong[0].content_type[:200]
        return Outcome("wrong-type", where=_urls(wrong), count=len(wrong), value=value)
    if other := [page for page in pages if (_charset(page) or "utf-8") not in UTF_8]:
        value = _charset(other[0])[:50]
        return Outcome("other-charset", where=_urls(other), count=len(other), value=value)
    if silent := [page for page in pages if not _charset(page)]:
        return Outcome("no-charset", where=_urls(silent), count=len(silent))
    return Outcome("right", where=[front.url], pages=len(pages))


def _kind(page: Page) -> str:
    return page.content_type.partition(";")[0].strip().lower()


def _charset(page: Page) -> str:
    """Return what is declared: in the header, else in the page; empty where nothing is."""
    for part in page.content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            return value.strip().strip("\"'").lower()
    declared = page.meta_content("charset") or ""
    if not declared:
        declared = (page.meta_content("content-type") or "").lower().partition("charset=")[2]
    return declared.strip().strip("\"'").lower()


def _urls(pages: list[Page]) -> list[str]:
    return [page.url for page in pages[:20]]
