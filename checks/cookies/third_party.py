"""Third-party cookies: who else marks the visitor's browser before anything is clicked.

Nothing is fetched from other organisations, so what they set is known in two ways only: redirects
that lead through them, and services that are known to set cookies as soon as they are loaded.
"""

from dataclasses import dataclass

from portal_audit.api import Crawl, Front, HttpFront, HttpsFront, Outcome, Page, Visit
from portal_audit.parse.http.urls import domain_of, host_of

from ._loaded import foreign_hosts
from ._set_cookies import gather

Loaded = dict[str, list[tuple[str, bool]]]
"""Page → the foreign hosts it loads from, and whether scripts or frames come from there."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``third_party.toml``."""

    few: int
    trackers: list[str]
    """Domains whose scripts mark the browser to recognise people, each with all below it."""
    embeds: list[str]
    """Domains whose frames and scripts set cookies at once, though for other ends."""


def judge(
    front: Front,
    https: HttpsFront,
    http: HttpFront,
    crawl: Crawl,
    visit: Visit,
    limits: Limits,
) -> Outcome:
    """Name what is known to set cookies; what only might is reported and not counted."""
    read = list({page.url: page for page in (front.page, *crawl.pages) if page}.values())
    loaded: Loaded = {page.url: list(foreign_hosts(page)) for page in read}
    active = list(dict.fromkeys(h for hosts in loaded.values() for h, runs in hosts if runs))
    everything = list(dict.fromkeys(h for hosts in loaded.values() for h, _ in hosts))
    own = domain_of(host_of(front.url))
    cookies = gather(front, https, http, crawl, visit)
    setting = list(dict.fromkeys(h for one in cookies if domain_of(h := host_of(one.url)) != own))
    trackers = [host for host in active if _is_below(host, limits.trackers)]
    if trackers:
        return Outcome("tracker", where=_pages(read, loaded, trackers), hosts=trackers[:10])
    embeds = [host for host in active if _is_below(host, limits.embeds)]
    if others := list(dict.fromkeys([*setting, *embeds])):
        where = _pages(read, loaded, others) or [front.url]
        name = "few" if len(others) <= limits.few else "many"
        return Outcome(name, where=where, count=len(others), hosts=others[:10])
    if everything:
        return Outcome(
            "perhaps",
            where=_pages(read, loaded, everything),
            count=len(everything),
            hosts=everything[:10],
        )
    if not read:
        return Outcome("not-html", where=[front.url])
    if crawl.needs_browser:
        return Outcome("needs-browser", where=[front.url])
    return Outcome("own", where=[front.url], pages=len(read))


def _pages(
    read: list[Page], loaded: dict[str, list[tuple[str, bool]]], hosts: list[str]
) -> list[str]:
    wanted = set(hosts)
    return [page.url for page in read if wanted & {host for host, _ in loaded[page.url]}][:20]


def _is_below(host: str, domains: list[str]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)
