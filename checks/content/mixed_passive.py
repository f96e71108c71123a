"""Mixed content, passive: pictures and videos of https pages come over https too (W3C)."""

from dataclasses import dataclass

from portal_audit.api import Crawl, Front, Outcome

from ._mixed import pages, passive, upgraded


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``mixed_passive.toml``."""

    few: int
    """So many addresses still earn half."""


def judge(front: Front, crawl: Crawl, limits: Limits) -> Outcome:
    """Count different addresses over every page read."""
    read = pages(front, crawl)
    if not read:
        return Outcome("no-https", where=[front.url])
    found = [(one, upgraded(front, page)) for page in read for one in passive(page)]
    left = [one for one, safe in found if not safe]
    if not found:
        return Outcome("none", where=[read[0].url], pages=len(read))
    if not left:
        return Outcome("upgraded", where=[found[0][0].page], url=found[0][0].url)
    count = len({one.url for one in left})
    where = list(dict.fromkeys(one.page for one in left))[:20]
    if count <= limits.few:
        return Outcome("few", where=where, count=count, url=left[0].url, page=where[0])
    return Outcome("many", where=where, count=count, url=left[0].url, page=where[0])
