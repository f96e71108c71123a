"""HttpOnly: a script that was smuggled in cannot steal the session (RFC 6265bis §4.1.2.6)."""

from dataclasses import dataclass

from portal_audit.api import Crawl, Front, HttpFront, HttpsFront, Outcome, Visit

from ._kind import is_session
from ._set_cookies import gather, names, places


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``httponly.toml``."""

    session_parts: list[str]
    session_words: list[str]
    csrf_parts: list[str]


def judge(
    front: Front, https: HttpsFront, http: HttpFront, crawl: Crawl, visit: Visit, limits: Limits
) -> Outcome:
    """Only session cookies are judged: scripts have good reason to read others."""
    cookies = gather(front, https, http, crawl, visit)
    if not cookies:
        return Outcome("none", where=[front.url])
    sessions = [
        one
        for one in cookies
        if is_session(
            one.cookie.name, limits.session_parts, limits.session_words, limits.csrf_parts
        )
    ]
    if not sessions:
        return Outcome("no-session", where=places(cookies), cookies=names(cookies))
    if exposed := [one for one in sessions if not one.cookie.http_only]:
        return Outcome("exposed", where=places(exposed), cookies=names(exposed))
    return Outcome("protected", where=places(sessions), cookies=names(sessions))
