"""Scope: cookies stay with the portal that set them (RFC 6265bis §4.1.2.3)."""

from portal_audit.api import Crawl, Front, HttpFront, HttpsFront, Outcome, Visit
from portal_audit.parse.http.public_suffixes import is_public_suffix
from portal_audit.parse.http.urls import domain_of, host_of

from ._set_cookies import CookieUse, gather, names, places


def judge(front: Front, https: HttpsFront, http: HttpFront, crawl: Crawl, visit: Visit) -> Outcome:
    """The widest Domain of any cookie gives the outcome."""
    cookies = gather(front, https, http, crawl, visit)
    if not cookies:
        return Outcome("none", where=[front.url])
    reach = [(one, _reach(one)) for one in cookies]
    if found := [one for one, far in reach if far == "suffix"]:
        return Outcome(
            "public-suffix", where=places(found), cookies=names(found), domains=_domains(found)
        )
    if found := [one for one, far in reach if far == "shared"]:
        return Outcome("shared", where=places(found), cookies=names(found), domains=_domains(found))
    if found := [one for one, far in reach if far == "foreign"]:
        return Outcome(
            "foreign", where=places(found), cookies=names(found), domains=_domains(found)
        )
    if found := [one for one, far in reach if far == "parent"]:
        return Outcome("parent", where=places(found), cookies=names(found), domains=_domains(found))
    return Outcome("host-only", where=places(cookies), cookies=names(cookies))


def _reach(one: CookieUse) -> str:
    """Tell how far a cookie goes beyond the host that set it.

    A department's cookie for the whole province's domain goes to every other department too; the
    holder of that domain itself, with or without ``www.``, only reaches down.
    """
    domain = one.cookie.domain
    if domain is None:
        return "host"
    host = host_of(one.url)
    if is_public_suffix(domain):
        return "host" if domain == host else "suffix"
    if domain not in (host, "www." + host) and not host.endswith("." + domain):
        return "foreign"
    if domain in (host, "www." + host):
        return "parent" if domain == domain_of(host) else "host"
    return "shared" if domain == domain_of(host) else "parent"


def _domains(cookies: list[CookieUse]) -> list[str]:
    return list(dict.fromkeys((one.cookie.domain or "")[:100] for one in cookies))[:10]
