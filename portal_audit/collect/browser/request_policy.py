"""Which requests of a page are sent, and which headers pass in either direction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal_audit.collect.http.request_url import request_url
from portal_audit.errors import NetError
from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.http.urls import host_of

if TYPE_CHECKING:
    from playwright.async_api import Request

MOST_NOTED = 150
"""Requests of one page that are noted."""
MOST_PICTURES = 30
"""Images of one page, where a picture is taken of it; else none."""
_FETCHED = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
"""Kinds of requests that a page needs to show its words (Chromium's resource types)."""
_OWN = frozenset(
    {"host", "user-agent", "connection", "content-length", "accept-encoding", "range", "te"}
)
"""Headers that are the client's own to send, or that a visitor without a cache has no use for."""
_ANYWHERE = frozenset({"accept", "accept-language", "cookie", "origin", "referer"})
"""Headers that may go to another origin: the rest would need its leave (Fetch standard, CORS)."""
_NOT_PASSED_ON = frozenset(
    {
        *("content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"),
        *("alt-svc", "link", "nel", "report-to", "reporting-endpoints", "refresh"),
        *("strict-transport-security", "clear-site-data"),
    }
)
"""Headers of answers that speak of the connection, or would have the browser do more."""
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]{1,100}")


@dataclass(slots=True)
class InterceptedRequest:
    """What one page may ask for while it is shown."""

    url: str
    """The page's own address."""
    pictures: bool = False
    """Whether images are fetched too."""
    given: HttpResponse | None = None
    """The page itself, where it was fetched already."""
    asked: int = 0
    images: int = 0
    navigations: int = 0
    requests: dict[tuple[str, str], None] = field(default_factory=dict)
    """(resource type, URL) of everything the page asked for, in order."""

    def note(self, request: Request) -> None:
        """Note what the page asks for, whether it is sent or not; its own address is left out."""
        own = request.is_navigation_request() and request.frame.parent_frame is None
        if not own and len(self.requests) < MOST_NOTED:
            self.requests[(request.resource_type, request.url[:500])] = None


def unwanted(request: Request, intercepted: InterceptedRequest) -> str:
    """Return why a request is not sent; empty where it is."""
    if not request.url.startswith(("http://", "https://")):
        return "kind"
    if request.method not in ("GET", "HEAD"):
        return "method"
    if request.is_navigation_request():
        return _unwanted_page(request, intercepted)
    if request.resource_type == "image":
        intercepted.images += 1
        if not intercepted.pictures or intercepted.images > MOST_PICTURES:
            return "kind"
    elif request.resource_type not in _FETCHED:
        return "kind"
    return ""


def _unwanted_page(request: Request, intercepted: InterceptedRequest) -> str:
    """Frames are read as pages of their own; a page may lead on a few times within its site."""
    if request.frame.parent_frame is not None:
        return "kind"
    intercepted.navigations += 1
    if intercepted.navigations > 4 or host_of(request.url) != host_of(intercepted.url):
        return "page-away"
    return ""


def forwarded(headers: Mapping[str, str], url: str, page: str) -> dict[str, str]:
    """Return what a page may add to a request: to another origin, only what needs no leave."""
    try:
        own = request_url(url).origin == request_url(page).origin
    except NetError:
        own = False
    return {
        name: value
        for name, value in headers.items()
        if (name in _ANYWHERE or (own and name not in _OWN and not name.startswith(("if-", ":"))))
        and _NAME.fullmatch(name)
        and value.isprintable()
        and all(ord(sign) < 256 for sign in value)
    }


def passed_on(answer: HttpResponse) -> dict[str, str]:
    """Return the headers for the browser; Set-Cookie lines are separated by a line break."""
    headers: dict[str, str] = {}
    for name, value in answer.headers:
        key = name.lower()
        if key in _NOT_PASSED_ON or not _NAME.fullmatch(key):
            continue
        joint = "\n" if key == "set-cookie" else ", "
        headers[key] = f"{headers[key]}{joint}{value}" if key in headers else value
    return headers
