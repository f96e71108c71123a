"""The forms of every page read."""

from collections.abc import Iterator

from portal_audit.api import Crawl, Form, Front, Page


def forms(front: Front, crawl: Crawl) -> list[tuple[Page, Form]]:
    """Return every form with its page, each page once."""
    pages = {page.url: page for page in (front.page, *crawl.pages) if page}
    return [(page, form) for page in pages.values() for form in (*page.forms, *_buttons(page))]


def _buttons(page: Page) -> Iterator[Form]:
    """Yield what buttons send elsewhere than their form says (``formaction``)."""
    for load in page.loads:
        if load.kind == "form":
            yield Form(load.url, "post")


def is_plain(url: str) -> bool:
    """Tell whether a URL is plain http."""
    return url[:5].lower() == "http:"
