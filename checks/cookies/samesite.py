"""SameSite: other sites cannot act in the visitor's name (RFC 6265bis §4.1.2.7)."""

from dataclasses import dataclass

from portal_audit.api import Crawl, Front, HttpFront, HttpsFront, Outcome, Visit

from ._kind import matches
from ._set_cookies import gather, names, places

VALID = ("strict", "lax", "none")


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``samesite.toml``."""

    csrf_parts: list[str]


def judge(
    front: Front, https: HttpsFront, http: HttpFront, crawl: Crawl, visit: Visit, limits: Limits
) -> Outcome:
    """The gravest fault of any cookie gives the outcome."""
    cookies = gather(front, https, http, crawl, visit)
    if not cookies:
        return Outcome("none", where=[front.url])
    invalid = [one for one in cookies if one.cookie.same_site not in (None, *VALID)]
    if invalid:
        values = sorted({(one.cookie.same_site or "")[:40] for one in invalid})[:5]
        return Outcome("invalid", where=places(invalid), cookies=names(invalid), values=values)
    nones = [one for one in cookies if one.cookie.same_site == "none"]
    if refused := [one for one in nones if not one.cookie.secure]:
        return Outcome("none-insecure", where=places(refused), cookies=names(refused))
    absent = [one for one in cookies if one.cookie.same_site is None]
    if csrf := [one for one in absent if matches(one.cookie.name, limits.csrf_parts)]:
        return Outcome("csrf-absent", where=places(csrf), cookies=names(csrf))
    if absent:
        return Outcome("absent", where=places(absent), cookies=names(absent))
    if nones:
        return Outcome("none-secure", where=places(nones), cookies=names(nones))
    return Outcome("limited", where=places(cookies), cookies=names(cookies))
