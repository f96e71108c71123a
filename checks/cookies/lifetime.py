"""Lifetime: cookies are forgotten in time (RFC 6265bis §5.5: browsers keep none over 400 days)."""

from dataclasses import dataclass

from portal_audit.api import Crawl, Front, HttpFront, HttpsFront, Outcome, Visit

from ._set_cookies import gather, names, places


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``lifetime.toml``."""

    max_days: int


def judge(
    front: Front, https: HttpsFront, http: HttpFront, crawl: Crawl, visit: Visit, limits: Limits
) -> Outcome:
    """Compare the longest-lived cookie with the limit."""
    cookies = gather(front, https, http, crawl, visit)
    if not cookies:
        return Outcome("none", where=[front.url])
    lifetimes = [(one, one.cookie.lifetime(visit.at)) for one in cookies]
    long = [(one, life.days) for one, life in lifetimes if life and life.days > limits.max_days]
    if long:
        ones = [one for one, _ in long]
        days = max(days for _, days in long)
        return Outcome("long", where=places(ones), cookies=names(ones), days=days)
    return Outcome("short", where=places(cookies), cookies=names(cookies), max_days=limits.max_days)
