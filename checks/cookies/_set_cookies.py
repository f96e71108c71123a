"""Every cookie that was set during the visit: over http and https, redirects and pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal_audit.api import Crawl, Front, HttpFront, HttpsFront, Visit
from portal_audit.parse.http.cookies import Cookie, parse

MAX_COOKIES = 500


@dataclass(frozen=True, slots=True)
class CookieUse:
    """A cookie, and the URL whose answer set it."""

    cookie: Cookie
    url: str


def gather(
    front: Front, https: HttpsFront, http: HttpFront, crawl: Crawl, visit: Visit
) -> list[CookieUse]:
    """Return the cookies in the order set, each way of setting one once; deletions are left out."""
    found: dict[tuple[str, str, frozenset[tuple[str, str]]], CookieUse] = {}
    for url, headers in _answers(front, https, http, crawl):
        for name, line in headers:
            if name.lower() != "set-cookie" or (cookie := parse(line)) is None:
                continue
            lifetime = cookie.lifetime(visit.at)
            if lifetime is not None and lifetime.total_seconds() <= 0:
                continue
            flags = {(k, v) for k, v in cookie.attributes.items() if k not in ("expires",)}
            found.setdefault((cookie.name, url[:5], frozenset(flags)), CookieUse(cookie, url))
            if len(found) >= MAX_COOKIES:
                return list(found.values())
    return list(found.values())


def _answers(
    front: Front, https: HttpsFront, http: HttpFront, crawl: Crawl
) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    for exchange in (*front.exchanges, *https.exchanges, *http.exchanges):
        yield exchange.url, exchange.headers
    for page in crawl.pages:
        yield page.url, page.headers


def names(cookies: Sequence[CookieUse]) -> list[str]:
    """Return the names of the cookies, each once, at most twenty."""
    return [name[:100] or "–" for name in dict.fromkeys(one.cookie.name for one in cookies)][:20]


def places(cookies: Sequence[CookieUse]) -> list[str]:
    """Return where they were set, each place once, at most twenty."""
    return list(dict.fromkeys(one.url for one in cookies))[:20]
