"""The forms of every page read."""

from portal_audit.api import Crawl, Form, Front, Page


def forms(front: Front, crawl: Crawl) -> list[tuple[Page, Form]]:
    """Return every form with its page, each page once."""
    pages = {page.url: page for page in (front.page, *crawl.pages) if page}
    return [(page, form) for page in pages.values() for form in page.forms]


def is_plain(url: str) -> bool:
    """Tell whether a URL is plain http."""
    return url[:5].lower() == "http:"
