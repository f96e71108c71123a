"""Mixed content, active: an https page loads nothing unencrypted that could change it (W3C)."""

from portal_audit.api import Crawl, Front, Outcome

from ._mixed import Mixed, active, pages, upgraded


def judge(front: Front, crawl: Crawl) -> Outcome:
    """Look at every page read; the gravest kind found gives the outcome."""
    read = pages(front, crawl)
    if not read:
        return Outcome("no-https", where=[front.url])
    found = [(one, upgraded(front, page)) for page in read for one in active(page)]
    left = [one for one, safe in found if not safe]
    if found and not left:
        saved = [one for one, _ in found]
        return Outcome("upgraded", where=_pages(saved), count=len(saved), url=saved[0].url)
    if worst := _of(left, "script"):
        return Outcome("script", where=_pages(worst), **_facts(worst))
    if worst := _of(left, "frame"):
        return Outcome("frame", where=_pages(worst), **_facts(worst))
    if worst := _of(left, "style"):
        return Outcome("style", where=_pages(worst), **_facts(worst))
    if worst := _of(left, "form"):
        return Outcome("form", where=_pages(worst), **_facts(worst))
    if worst := _of(left, "font"):
        return Outcome("font", where=_pages(worst), **_facts(worst))
    if worst := _of(left, "request"):
        return Outcome("request", where=_pages(worst), **_facts(worst))
    return Outcome("none", where=[read[0].url], pages=len(read))


def _of(found: list[Mixed], kind: str) -> list[Mixed]:
    return [one for one in found if one.kind == kind]


def _facts(found: list[Mixed]) -> dict[str, str | int]:
    return {"count": len(found), "url": found[0].url, "page": found[0].page}


def _pages(found: list[Mixed]) -> list[str]:
    return list(dict.fromkeys(one.page for one in found))[:20]
