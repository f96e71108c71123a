"""Prefixes: names that make browsers insist on a safe cookie (RFC 6265bis §4.1.3)."""

from portal_audit.api import Crawl, Front, HttpFront, HttpsFront, Outcome, Visit
from portal_audit.parse.http.cookies import Cookie

from ._set_cookies import gather, names, places

PREFIXES = ("__host-", "__secure-")


def judge(front: Front, https: HttpsFront, http: HttpFront, crawl: Crawl, visit: Visit) -> Outcome:
    """Report which cookies bear a prefix, and which break the promise that it makes."""
    cookies = gather(front, https, http, crawl, visit)
    if not cookies:
        return Outcome("none", where=[front.url])
    prefixed = [
        one for one in cookies if one.cookie.name.lower().startswith(("__host-", "__secure-"))
    ]
    if broken := [one for one in prefixed if not _keeps(one.cookie)]:
        return Outcome("refused", where=places(broken), cookies=names(broken))
    if prefixed:
        return Outcome("prefixed", where=places(prefixed), cookies=names(prefixed))
    return Outcome("unprefixed", where=places(cookies), cookies=names(cookies))


def _keeps(cookie: Cookie) -> bool:
    if cookie.name.lower().startswith("__host-"):
        return cookie.secure and cookie.domain is None and cookie.path == "/"
    return cookie.secure
