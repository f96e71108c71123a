"""What an https page loads without encryption (W3C Mixed Content)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal_audit.api import Crawl, Front, Page
from portal_audit.parse.http import csp

_LOCAL = re.compile(
    r"(?:http|ws)://(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/?#]|$)", re.IGNORECASE
)
"""Browsers trust the visitor's own machine, encrypted or not."""
_REQUEST = re.compile(
    r"(?:\bfetch|\baxios(?:\.\w{1,10})?|\.open|\.ajax|\.get|\.post|\.getJSON|\bWebSocket)"
    r"\s*\([^()]{0,80}?[\"'`]((?:http|ws)://[^\"'`\s]{1,200})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mixed:
    """One thing loaded without encryption."""

    kind: str
    """``script``, ``frame``, ``style``, ``form``, ``request`` or ``media``."""
    url: str
    page: str


def pages(front: Front, crawl: Crawl) -> list[Page]:
    """Return every page read over https, each once, the home page first."""
    read = (*((front.page,) if front.page else ()), *crawl.pages)
    return list({page.url: page for page in reversed(read) if is_https(page.url)}.values())[::-1]


def active(page: Page) -> Iterator[Mixed]:
    """Yield what can change the page, or carries what people type, gravest kind first."""
    yield from _of(page, "script", (script.url or "" for script in page.scripts))
    yield from _of(page, "frame", (frame.url for frame in page.frames))
    yield from _of(page, "style", (sheet.url for sheet in page.stylesheets))
    yield from _of(page, "form", (form.action for form in page.forms))
    hints = (found[1] for script in page.scripts for found in _REQUEST.finditer(script.text[:1000]))
    yield from _of(page, "request", hints)


def passive(page: Page) -> Iterator[Mixed]:
    """Yield pictures, sounds and videos."""
    yield from _of(page, "media", (image.url for image in page.images))


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
