"""On which days a page says that something was posted.

A person takes the day beside a headline for the day of posting, though no word says so. A day
within a sentence or a title is what the text is about; clocks, counters and days in addresses of
pictures are none.
"""

import re

from portal_audit.evidence import DatedText, Page
from portal_audit.parse.text.dates import written_days
from portal_audit.parse.text.vietnamese import nfc

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
    r"tự động|cập nhật (?:vào )?lúc|thống kê|truy cập|bản quyền|copyright|©|người (?:gửi|hỏi)",
    re.IGNORECASE,
)
"""What a program writes, and the day on which somebody asked something."""
_UPDATED = re.compile(r"cập nhật(?: lần cuối| mới nhất| ngày)*\W*(?:\d{1,2}[:h]\d{2}\W*)?$")
"""On a home page, what stands behind it may be a forecast or a counter of files."""
_BESIDE = 14
"""Letters of a headline that stand next to the day; the evidence of a day holds some fifty."""
_Headlines = tuple[frozenset[str], frozenset[str], tuple[str, ...]]
"""How headlines begin, how they end, and those with a day."""


class PostingDays:
    """Tells on which days of pages something was posted; reads headlines once a page."""

    def __init__(self) -> None:
        """Begin without any page."""
        self._headlines: dict[int, _Headlines] = {}

    def __call__(self, page: Page, dated: DatedText) -> bool:
        """Tell whether a day of a page is one on which something was posted."""
        if dated.source not in ("text", "posted"):
            return dated.source == "time"
        if id(page) not in self._headlines:
            self._headlines[id(page)] = _headlines(page)
        return _says_so(dated, *self._headlines[id(page)], page.depth == 0)


def is_own_address_day(page: Page, dated: DatedText) -> bool:
    """Tell whether a day is in the page's own address; only where nothing else dates the page."""
    return (
        dated.source == "url"
        and bool(dated.text)
        and page.url.endswith(dated.text)
        and not any(other.source in ("text", "time", "posted") for other in page.dates)
    )


def _says_so(
    dated: DatedText,
    heads: frozenset[str],
    tails: frozenset[str],
    titles: tuple[str, ...],
    at_front: bool,
) -> bool:
    around = nfc(dated.text).lower()
    place = next(((at, end) for day, at, end in written_days(around) if day == dated.date), None)
    if place is None:
        return dated.source == "posted"
    before, day, after = around[: place[0]], around[slice(*place)], around[place[1] :]
    if _MACHINE.search(before[-_BESIDE * 3 :]):
        return False
    updated = _UPDATED.search(before) if at_front else None
    if dated.source == "posted" and updated is None:
        return True
    before = before[: updated.start()] if updated else before
    if any(day in title for title in titles):
        return False
    if updated is None and _ALONE_BEFORE.search(before) and _ALONE_AFTER.match(after):
        return True
    above = _BEFORE.sub("", before)
    below = _AFTER.sub("", after)
    return above[-_BESIDE:] in tails or below[:_BESIDE] in heads


def _headlines(page: Page) -> _Headlines:
    """Return how headlines of a page begin and end, and those that hold a day themselves."""
    labels = {link.text for link in page.links if link.region == "body"}
    labels |= {*page.headings, *page.via[-1:]}
    small = [nfc(label).lower() for label in labels if len(label) >= _BESIDE]
    places = [next(((at, end) for _, at, end in written_days(label)), None) for label in small]
    titles = tuple(
        label
        for label, place in zip(small, places, strict=True)
        if place is not None and not _ALONE_AFTER.match(label[place[1] :] + ")")
    )
    bare = {
        # “… lần thứ 7” ends like a day of the week, and is trimmed as what stands before a day is.
        label[: place[0]].rstrip(" (") if place is not None else _BEFORE.sub("", label)
        for label, place in zip(small, places, strict=True)
    }
    ends = frozenset(label[-_BESIDE:] for label in bare if len(label) >= _BESIDE)
    return frozenset(label[:_BESIDE] for label in small), ends, titles
