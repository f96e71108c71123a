"""Follow redirects: each hop is a request of its own through the door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal_audit.collect.http.redirect_cookies import ChainCookies
from portal_audit.collect.http.request_url import join, place
from portal_audit.errors import NetError
from portal_audit.evidence.answer import Answer
from portal_audit.evidence.http import Exchange, Failure

if TYPE_CHECKING:
    from portal_audit.collect.http.client import Door

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Trail:
    """The exchanges from the URL first asked for to the last answer."""

    start: str
    exchanges: tuple[Exchange, ...] = ()
    answer: Answer | None = None
    """The last answer, where the chain did not break off."""
    failure: Failure | None = None
    """Why it broke off."""


def exchange(answer: Answer) -> Exchange:
    """Return the head of *answer* as evidence."""
    return Exchange(answer.url, answer.status, answer.headers, answer.elapsed, answer.http_version)


async def follow(
    door: Door, url: str, *, max_body: int | None = None, use_robots: bool = True
) -> Trail:
    """Ask for *url* and follow at most ``limits.max_redirects`` redirects.

    Other hosts and either scheme may be led to; every hop passes the guard. Cookies are kept for
    this chain only (see :class:`ChainCookies`). A hop asked for before with the same cookies is a
    ``redirect-loop``. Nothing is raised.
    """
    cookies = ChainCookies()
    seen: set[tuple[str, str]] = set()
    passed: list[Exchange] = []
    here = url
    for _ in range(door.limits.max_redirects + 1):
        try:
            spot = place(here)
            cookie = cookies.header(spot)
            if (spot.url, cookie) in seen:
                return _broken(url, passed, "redirect-loop", spot.url)
            seen.add((spot.url, cookie))
            headers = {"Cookie": cookie} if cookie else {}
            answer = await door.get(here, max_body=max_body, headers=headers, use_robots=use_robots)
        except NetError as error:
            return _broken(url, passed, error.cause, here, str(error))
        cookies.take(spot, answer)
        passed.append(exchange(answer))
        location = answer.header("location")
        if answer.status not in REDIRECTS or not location:
            return Trail(url, tuple(passed), answer)
        here = join(spot.url, location)
    return _broken(url, passed, "too-many-redirects", here)


def _broken(start: str, passed: list[Exchange], cause: str, url: str, detail: str = "") -> Trail:
    return Trail(start, tuple(passed), None, Failure(cause, url[:2_000], detail))
