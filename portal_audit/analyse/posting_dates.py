"""On which days a page says that something was posted.

A person takes the day beside a headline for the day of posting, though no word says so. A day
within a sentence or a title is what the text is about; clocks, counters and days in addresses of
pictures are none.
"""

import re
from collections.abc import Iterator

from portal_audit.evidence import DatedText, Page
from portal_audit.parse.text.vietnamese import nfc

_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}\s?[/.–-]\s?\d{1,2}\s?[/.–-]\s?(?:19|20)\d\d|(?:19|20)\d\d-\d{1,2}-\d{1,2}"
    r"|\d{1,2} (?:tháng|thg\.?) \w+,? (?:năm )?(?:19|20)\d\d)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:[\s(\[|·•,:;–—-]|\bngày|\bthứ \w+|\bchủ nhật|\bposted|\bon|\d{1,2}[:h]\d{2}(?::\d{2})?)*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^(?:[\s)\]|·•,:;–—-]|\blúc|\d{1,2}[:h]\d{2}(?::\d{2})?|\b[ap]m\b|\b(?:gmt|utc)[+-]?\d*|\b\d{1,3}\b)*",
    re.IGNORECASE,
)
_ALONE_BEFORE = re.compile(r"[(\[|·•]\s*(?:ngày:?\s*)?(?:\d{1,2}[:h]\d{2}[,\s-]*)?$")
_ALONE_AFTER = re.compile(r"^[\s,-]*(?:\d{1,2}[:h]\d{2}(?::\d{2})?)?\s*[)\]|·•]")
_MACHINE = re.compile(
    r"tự động|cập nhật (?:vào )?lúc|thống kê|truy cập|bản quyền|copyright", re.IGNORECASE
)
_BESIDE = 14
"""Letters of a headline that stand next to the day; the evidence of a day holds some fifty."""


def posting_days(page: Page) -> Iterator[DatedText]:
    """Yield the days of a page that say when something was posted."""
    heads, tails, titles = _headlines(page)
    for dated in page.dates:
        if dated.source == "time" or (
            dated.source in ("text", "posted") and _says_so(dated, heads, tails, titles)
        ):
            yield dated


def own_address_day(page: Page) -> Iterator[DatedText]:
    """Yield the day in the page's own address, which counts where nothing else dates the page."""
    if not any(dated.source in ("text", "time", "posted") for dated in page.dates):
        for dated in page.dates:
            if dated.source == "url" and dated.text and page.url.endswith(dated.text):
                yield dated


def _says_so(
    dated: DatedText, heads: frozenset[str], tails: frozenset[str], titles: tuple[str, ...]
) -> bool:
    around = nfc(dated.text).lower()
    found = _nearest_middle(around)
    if found is None:
        return dated.source == "posted"
    before, after = around[: found.start()], around[found.end() :]
    if _MACHINE.search(before[-_BESIDE * 3 :]):
        return False
    if dated.source == "posted":
        return True
    if any(found[0] in title for title in titles):
        return False
    if _ALONE_BEFORE.search(before) and _ALONE_AFTER.match(after):
        return True
    above = before[: (_BEFORE.search(before) or found).start()]
    below = after[(_AFTER.match(after) or found).end() :]
    return above[-_BESIDE:] in tails or below[:_BESIDE] in heads


def _nearest_middle(around: str) -> re.Match[str] | None:
    """Return the day that the words were cut out around: the one nearest to their middle."""
    middle = len(around) / 2
    return min(
        _DAY.finditer(around), key=lambda day: abs(sum(day.span()) / 2 - middle), default=None
    )


def _headlines(page: Page) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Return how headlines of a page begin and end, and those that hold a day themselves."""
    labels = {link.text for link in page.links if link.region == "body"}
    labels |= {*page.headings, *page.via[-1:]}
    small = {nfc(label).lower() for label in labels if len(label) >= _BESIDE}
    titles = tuple(
        label
        for label in small
        if (day := _DAY.search(label)) and not _ALONE_AFTER.match(label[day.end() :] + ")")
    )
    bare = {
        label[: day.start()].rstrip(" (") if (day := _DAY.search(label)) else label
        for label in small
    }
    ends = frozenset(label[-_BESIDE:] for label in bare if len(label) >= _BESIDE)
    return frozenset(label[:_BESIDE] for label in small), ends, titles
