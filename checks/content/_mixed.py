"""What an https page loads without encryption (W3C Mixed Content)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal_audit.api import Crawl, Front, Page
from portal_audit.parse.http import csp
from portal_audit.parse.javascript.script_types import runs

_LOCAL = re.compile(
    r"(?:http|ws)://(?:(?:[\w-]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/?#]|$)",
    re.IGNORECASE,
)
"""Browsers trust the visitor's own machine, encrypted or not."""
_KINDS = {
    "script": "script",
    "stylesheet": "style",
    "document": "frame",
    "font": "font",
    "image": "media",
    "media": "media",
}
"""What browsers call a resource (Chromium) → kind; everything else is a request of a script."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """One thing loaded without encryption."""

    kind: str
    """``script``, ``frame``, ``style``, ``form``, ``font``, ``request`` or ``media``."""
    url: str
    page: str


def pages(front: Front, crawl: Crawl) -> list[Page]:
    """Return every page read over https, each once, the home page first."""
    read = (*((front.page,) if front.page else ()), *crawl.pages)
    return list({page.url: page for page in reversed(read) if is_https(page.url)}.values())[::-1]


def active(page: Page) -> Iterator[Mixed]:
    """Yield what can change the page, or carries what people type, gravest kind first."""
    loads = list(_loads(page))
    elements = {
        "script": [script.url or "" for script in page.scripts if runs(script.type)],
        "frame": [frame.url for frame in page.frames],
        "style": [sheet.url for sheet in page.stylesheets],
        "form": [form.action for form in page.forms],
    }
    for kind in ("script", "frame", "style", "form", "font", "request"):
        urls = elements.get(kind, [])
        yield from _of(page, kind, [*urls, *(url for other, url in loads if other == kind)])


def passive(page: Page) -> Iterator[Mixed]:
    """Yield pictures, sounds and videos."""
    loaded = [url for kind, url in _loads(page) if kind == "media"]
    shown = [image.url for image in page.images if image.tag != "lazy"]
    yield from _of(page, "media", [*shown, *loaded])


def _loads(page: Page) -> Iterator[tuple[str, str]]:
    """Yield (kind, URL) of what is fetched beside elements; what a browser asked for is among it.

    A browser refuses active mixed content before it asks, so that elements count all the same.
    """
    for load in page.loads:
        yield load.kind, load.url
    for resource, url in page.requested or ():
        yield _KINDS.get(resource, "request"), url


def upgraded(front: Front, page: Page) -> bool:
    """Tell whether the page has browsers load everything over https (Upgrade Insecure Requests)."""
    headers = [value for name, value in page.headers if name.lower() == "content-security-policy"]
    if not page.headers and page.url == front.url:
        headers = list(front.all("content-security-policy"))
    metas = [value for name, value in page.meta if name == "content-security-policy"]
    policies = csp.parse_all(headers, metas)
    return any("upgrade-insecure-requests" in policy.directives for policy in policies)


def is_https(url: str) -> bool:
    """Tell whether a URL is encrypted."""
    return url[:6].lower() == "https:"


def _of(page: Page, kind: str, urls: Iterable[str]) -> Iterator[Mixed]:
    for url in dict.fromkeys(urls):
        if url[:7].lower().startswith(("http://", "ws://")) and not _LOCAL.match(url):
            yield Mixed(kind, url[:200], page.url)
