"""Follow redirects: each hop is a request of its own through the gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from portal_audit.collect.http.redirect_cookies import CookieJar
from portal_audit.collect.http.request_url import request_url
from portal_audit.errors import NetError
from portal_audit.evidence.answer import HttpResponse
from portal_audit.evidence.http import Exchange, Failure
from portal_audit.parse.http.web_url import resolve

REDIRECTS = frozenset({301, 302, 303, 307, 308})


def leads_to(answer: HttpResponse) -> str | None:
    """Return where a redirect leads; ``None`` where the answer is none."""
    location = answer.header("location")
    if answer.status not in REDIRECTS or not location:
        return None
    return resolve(answer.url, location).partition("#")[0]


@dataclass(frozen=True, slots=True)
class RedirectChain:
    """The exchanges from the URL first asked for to the last answer."""

    start: str
    exchanges: tuple[Exchange, ...] = ()
    answer: HttpResponse | None = None
    """The last answer, where the chain did not break off."""
    failure: Failure | None = None
    """Why it broke off."""


def exchange(answer: HttpResponse) -> Exchange:
    """Return the head of *answer* as evidence."""
    return Exchange(answer.url, answer.status, answer.headers, answer.elapsed, answer.http_version)


class Get(Protocol):
    """Sends one request (``HttpClient.get``)."""

    async def __call__(
        self,
        url: str,
        *,
        max_body: int | None,
        headers: Mapping[str, str],
        use_robots: bool,
    ) -> HttpResponse:
        """Return the answer; raises NetError where there is none."""


async def follow_redirects(
    get: Get, url: str, most: int, *, max_body: int | None = None, use_robots: bool = True
) -> RedirectChain:
    """Ask for *url* and follow at most *most* redirects.

    Other hosts and either scheme may be led to; every hop passes the guard. Cookies are kept for
    this chain only (see :class:`CookieJar`). A hop asked for before with the same cookies is a
    ``redirect-loop``. Nothing is raised.
    """
    cookies = CookieJar()
    requested: set[tuple[str, str]] = set()
    passed: list[Exchange] = []
    here = url
    for _ in range(most + 1):
        try:
            url_parts = request_url(here)
            cookie = cookies.header(url_parts)
            if (url_parts.url, cookie) in requested:
                return _broken(url, passed, "redirect-loop", url_parts.url)
            requested.add((url_parts.url, cookie))
            headers = {"Cookie": cookie} if cookie else {}
            answer = await get(here, max_body=max_body, headers=headers, use_robots=use_robots)
        except NetError as error:
            return _broken(url, passed, error.cause, here, str(error))
        cookies.take(url_parts, answer)
        passed.append(exchange(answer))
        location = answer.header("location")
        if answer.status not in REDIRECTS or not location:
            return RedirectChain(url, tuple(passed), answer)
        here = resolve(url_parts.url, location)
    return _broken(url, passed, "too-many-redirects", here)


def _broken(
    start: str, passed: list[Exchange], cause: str, url: str, detail: str = ""
) -> RedirectChain:
    return RedirectChain(start, tuple(passed), None, Failure(cause, url[:2_000], detail))
