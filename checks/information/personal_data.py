"""Over-publication: pages and files show no more about citizens than the law wants shown.

Rule: Luật 01/2026/QH16 Đ15–16. Kinds, counts and pages are reported; the data itself never
leaves the reader.
"""

from dataclasses import dataclass

from portal_audit.analyse.personal_data.find import hide_numbers, personal_data
from portal_audit.api import Crawl, Outcome

KINDS = ("identity", "old_identity", "contacts", "insurance", "health")
"""Codes of the kinds of data; their words stand in ``personal_data.toml``."""
MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``personal_data.toml``."""

    many: int
    """So many on one page or in one file are a list, not a mistake."""


def judge(crawl: Crawl, limits: Limits) -> Outcome:
    """Count what each page and file holds; one list is enough to fail."""
    home = crawl.home
    if home is None:
        return Outcome("unread")
    texts = _texts(crawl)
    tallies = ((url, personal_data(text)) for url, text in texts.items())
    found = sorted(
        (pair for pair in tallies if pair[1].total), key=lambda pair: (-pair[1].total, pair[0])
    )
    read = len({page.url for page in crawl.pages})
    files = sum(1 for document in crawl.documents if document.has_text)
    if not found and (crawl.needs_browser or home.needs_browser):
        return Outcome("unread", where=[home.url])
    if not found:
        return Outcome("none", where=[home.url], read=read, files=files)
    name = "list" if found[0][1].total >= limits.many else "few"
    totals = {kind: sum(getattr(tally, kind) for _, tally in found) for kind in KINDS}
    kinds = [kind for kind, count in totals.items() if count]
    return Outcome(
        name,
        where=[hide_numbers(url, texts[url]) for url, _ in found[:MOST_PLACES]],
        places=len(found),
        kinds=kinds,
        kinds_count=[totals[kind] for kind in kinds],
        read=read,
        files=files,
    )


def _texts(crawl: Crawl) -> dict[str, str]:
    """Return the text of each page and file, once, by its address."""
    texts = {page.url: page.main_text or page.text for page in crawl.pages if page.status < 400}
    return texts | {
        document.url: document.text for document in crawl.documents if document.has_text
    }
