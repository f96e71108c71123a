"""Secure: cookies are never sent over an unencrypted connection (RFC 6265bis §4.1.2.5)."""

from dataclasses import dataclass

from portal_audit.api import Crawl, Front, HttpFront, HttpsFront, Outcome, Visit
from portal_audit.parse.http import hsts

from ._kind import is_session
from ._set_cookies import gather, names, places


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``secure.toml``."""

    min_hsts_age: int
    """Seconds of HSTS that make up for the missing flag."""
    session_parts: list[str]
    session_words: list[str]
    csrf_parts: list[str]


def judge(
    front: Front, https: HttpsFront, http: HttpFront, crawl: Crawl, visit: Visit, limits: Limits
) -> Outcome:
    """Look at every cookie; one of a session has outcomes of its own: it opens an account."""
    cookies = gather(front, https, http, crawl, visit)
    if not cookies:
        return Outcome("none", where=[front.url])
    open_ones = [one for one in cookies if not one.cookie.secure]
    if not open_ones:
        return Outcome("all-secure", where=places(cookies), cookies=names(cookies))
    sessions = [
        one
        for one in open_ones
        if is_session(
            one.cookie.name, limits.session_parts, limits.session_words, limits.csrf_parts
        )
    ]
    worst = sessions or open_ones
    where, listed = places(worst), names(worst)
    if not front.https:
        return Outcome("no-https", where=where, cookies=listed)
    policy = hsts.parse(front.all("strict-transport-security"))
    if policy is not None and policy.max_age >= limits.min_hsts_age:
        if sessions:
            return Outcome("session-behind-hsts", where=where, cookies=listed)
        return Outcome("behind-hsts", where=where, cookies=listed)
    if sessions:
        return Outcome("session-open", where=where, cookies=listed)
    return Outcome("open", where=where, cookies=listed)
