"""Third parties: how many other organisations learn of each visit (DashLord)."""

from dataclasses import dataclass

from portal_audit.api import Crawl, Front, Outcome

from ._foreign import hosts, pages


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``third_party.toml``."""

    few: int
    some: int
    trackers: list[str]
    """Domains whose business is to follow people from site to site, each with all below it."""


def judge(front: Front, crawl: Crawl, limits: Limits) -> Outcome:
    """Count the foreign hosts over every page read; among few, one that tracks still counts."""
    read = pages(front, crawl)
    if not read:
        return Outcome("not-html", where=[front.url])
    by_page = {page.url: hosts(page) for page in read}
    found = list(dict.fromkeys(host for foreign in by_page.values() for host in foreign))
    where = [url for url, foreign in by_page.items() if foreign][:20] or [front.url]
    count, named = len(found), [host[:100] for host in found[:15]]
    if not found:
        return Outcome("none", where=where, pages=len(read))
    if count > limits.some:
        return Outcome("many", where=where, count=count, hosts=named)
    if trackers := [host[:100] for host in found if _is_below(host, limits.trackers)]:
        return Outcome("trackers", where=where, count=count, trackers=trackers[:15])
    if count > limits.few:
        return Outcome("some", where=where, count=count, hosts=named)
    return Outcome("few", where=where, count=count, hosts=named)


def _is_below(host: str, domains: list[str]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)
