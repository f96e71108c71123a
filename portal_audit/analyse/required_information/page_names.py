"""What a page is called, taken away from what it says."""

import re

from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.evidence import Page

_BETWEEN_NAMES = re.compile(r"\s[-–—|>»:]\s")
"""What parts the names in a title: of the page, its section and the portal."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_MARKS = " .,:;/|›»>–-"
"""What stands between names that follow one another."""


def without_names(page: Page, text: str) -> str:
    """Take away the page's title and heading: that a page is called so proves nothing.

    A path of sections and a heading say it twice. A longer heading that holds the same words,
    “Lịch tiếp công dân quý IV”, says more, and so does a sentence that begins with them. Shorter
    names are those of wider sections, and stand before it: “Dự án” below “Dự án của Cục” is the
    head of a column. What has a year is the title of a document: “Kế hoạch … năm 2026”.
    """
    title = _BETWEEN_NAMES.split(page.title)
    short = (one for one in page.headings[:1] if len(one.split()) <= THRESHOLDS.name_words)
    unlike = {name.casefold() for name in (title[0], title[-1], *short, *page.via[-1:])} - {""}
    names = sorted((one for one in unlike if not _YEAR.search(one)), key=len, reverse=True)
    top = THRESHOLDS.name_near_top
    for number, name in enumerate(names):
        at = _first_alone(text[: top + len(name)], name, page.headings)
        if at is not None:
            rest = text[at + len(name) :]
            while (end := _said_again(rest, names[: number + 1])) is not None:
                rest = rest[end:]
            text, top = f"{text[:at]} {rest}", at
    return text


def _first_alone(text: str, name: str, headings: tuple[str, ...]) -> int | None:
    """Return where a name stands first, but for within longer headings, or begins a sentence."""
    small = text.casefold()
    at = small.find(name)
    folded = map(str.casefold, headings if at >= 0 else ())
    longer = [heading for heading in folded if name in heading and name != heading]
    while at >= 0:
        inside = (one for one in longer if small.startswith(one, at - one.find(name)))
        found = next(inside, None)
        if found is None and not _goes_on(text[at + len(name) :]):
            return at
        at = small.find(name, at + len(found or name))
    return None


def _said_again(rest: str, names: list[str]) -> int | None:
    """Return where a name ends that follows at once, and is not the beginning of a sentence."""
    gap = len(rest) - len(rest.lstrip(_MARKS))
    small = rest[: gap + 300].casefold()
    name = next((one for one in names if small.startswith(one, gap)), None)
    if name is None or _goes_on(rest[gap + len(name) :]):
        return None
    return gap + len(name)


def _goes_on(after: str) -> bool:
    """Tell whether a sentence goes on here: with a small letter."""
    return after[:20].lstrip()[:1].islower()
