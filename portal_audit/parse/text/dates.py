"""Dates on a page: every form met on portals, and which of them say when something was posted.

Days come before months throughout. Dates without a year, lunar dates, dates of documents,
licences and deadlines, and the years of copyright lines are left out. Dates in the future are
kept: only a rule knows the day of the visit.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date as Date
from functools import lru_cache
from heapq import merge
from itertools import islice
from operator import itemgetter

from portal_audit.evidence.page import DatedText
from portal_audit.parse.text.letter_codes import ALPHABET, LetterCodes
from portal_audit.parse.text.month_names import MONTH_WORDS, NAMED_MONTH
from portal_audit.parse.text.short_years import short_days
from portal_audit.parse.text.spaces import spaced

_Found = tuple[str, str, str, int, int]
"""Date, source, text, and where it stands in it; an end below zero: the text is its words."""
MAX_DATES = 80
_MAX_TEXT = 60_000
_AROUND = 120
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR = r"((?:19|20)\d\d)"
_LAST_CENTURY, _THIS_CENTURY = re.compile(r"19(?=\d\d)"), re.compile(r"20(?=\d\d)")
_DIGIT = re.compile(r"\d")
_DAY_FIRST = re.compile(
    r"(?<![\d/.\-–])(\d{1,2})\s{0,2}[/.\-–]\s{0,2}(\d{1,2})\s{0,2}[/.\-–]\s{0,2}"
    rf"{_YEAR}(?![\d/]|[.\-–]\d)"
)
_YEAR_FIRST = re.compile(
    rf"(?<![\d/.\-–]){_YEAR}[\-/_.](\d{{1,2}})[\-/_.](\d{{1,2}})(?![\d/]|[.\-]\d)"
)
_IN_WORDS = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s{{1,3}}{NAMED_MONTH},?\s{{1,3}}(?:n[ăa]m\s{{1,3}})?{_YEAR}(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w){NAMED_MONTH}\s{{1,3}}(\d{{1,2}}),\s{{0,3}}{_YEAR}(?!\d)", re.IGNORECASE
)
"""As WordPress has it: “Tháng Chín 5, 2024”."""
_IN_ENGLISH = re.compile(
    rf"(?<![a-z]){_MONTH}\s{{1,2}}(\d{{1,2}}),\s{{0,2}}{_YEAR}(?!\d)"
    rf"|(?<!\d)(\d{{1,2}})\s{{1,2}}{_MONTH},?\s{{1,2}}{_YEAR}(?!\d)",
    re.IGNORECASE,
)
_IN_URL = re.compile(
    r"/(20\d\d)[-_/](\d{1,2})(?:[-_/](\d{1,2}))?(?=[/?&]|$)"
    r"|[/_-](20\d\d)[-_/](\d{1,2})[-_/](\d{1,2})(?=[/_.?&-]|$)"
    r"|(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{6,9}(?!\d)"
)
_SEPARATORS = frozenset("/.-–|")
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})")

# The words in front of a date, folded; "$" is where the date begins.
_CLOCK = (
    r"(?:\s*[,|(:-]?\s*(?:luc|thu (?:\w+)|chu nhat|ngay|\d{1,2}[:h]\d{2}(?::\d{2})?|sa|ch|am|pm))*"
)
_TO_DATE = rf"{_CLOCK}\W*$"
_POSTED = re.compile(
    r"(?:\bdang(?: (?:bai|tin|tai|luc|vao|ngay))*"
    r"|(?<!tu dong )\bcap nhat(?: (?:lan cuoi|ngay|moi nhat))*"
    r"|\bxuat ban(?: ngay)?|\bngay (?:viet|tao|gui|dua tin|dua)|\bposted(?: on)?|\bupdated?(?: on)?"
    r"|\bpublished(?: on)?|\blast modified)" + _TO_DATE
)
_TODAY = re.compile(r"(?:\bhom nay(?: la)?|\btoday(?: is)?)" + _TO_DATE)
_NOT_POSTED = re.compile(
    r"(?:\bngay (?:ban hanh|ky|cap|sinh|(?:co )?hieu luc|het han|van ban)"
    r"|\b(?:ban hanh|ky|cap(?: phep| lai| doi)?|sinh|van ban|ket thuc)(?: vao)?(?: ngay| ?:)"
    r"|\bhieu luc(?: thi hanh)?(?: ke)?(?: tu| den)?|\bap dung tu|\btruoc ngay|\bden het"
    r"|\bhan(?: \w+){0,5})" + _TO_DATE
)
_DOCUMENT_NUMBER = re.compile(
    r"\b\d+\s?/(?:\d{4}/)?[a-z]{1,8}(?:-\w+)*\W*(?:cua [\w ]{1,40})?\W*(?:ngay)?\W*$"
)
_LUNAR_BEFORE = re.compile(r"(?:\bnham|\bam lich)(?: ngay)?\W*$")
_LUNAR_AFTER = re.compile(r"\W{0,3}(?:[âa]l|[âa]m l[ịi]ch)\b", re.IGNORECASE)
# Without one of these in front of a date the pattern cannot match; most dates have none.
_IN_POSTED = ("dang", "cap nhat", "xuat ban", "ngay ", "post", "update", "publish", "last modified")
_IN_NOT_POSTED = ("ngay", ":", "hieu luc", "ap dung", "den het")
_TERM = re.compile(r"han(?<!\whan)")
"""``\bhan``, which is looked for more slowly."""
_IN_NUMBER = re.compile("/[a-z]")
_IN_LUNAR = ("nham", "am lich")
_IN_TODAY = ("hom nay", "today")
_HEADER_CLOCK = re.compile(r"(?:\bthu \w+|\bchu nhat)\W+ngay\W*$")


def find_dates(
    text: str,
    url: str = "",
    *,
    times: Iterable[str] = (),
    published: Iterable[str] = (),
    source: str = "text",
) -> tuple[DatedText, ...]:
    """Return the dates of a page, at most ``MAX_DATES``, labelled ones first.

    *text* is visible text; *times* are values of ``datetime``
    attributes; *published* are publication dates meant for machines (``article:published_time``).
    *source* is what unlabelled dates of the text are called (``text`` or ``header``).
    """
    found = [
        *_iso(published, "posted"),
        *_iso(times, "time"),
        *_text_dates(text, source),
        *_url_dates(url),
    ]
    unique: dict[tuple[str, str], _Found] = {}
    for one in found:
        unique.setdefault(one[:2], one)
    posted = [one for one in unique.values() if one[1] == "posted"]
    others = [one for one in unique.values() if one[1] != "posted"]
    return tuple([_dated(*one) for one in (posted + others)[:MAX_DATES]])


def _dated(date: str, source: str, text: str, start: int, end: int) -> DatedText:
    """Cut out the words around a date: done for those only that are returned."""
    return DatedText(date, source, text if end < 0 else _words(text, start, end))


def _text_dates(text: str, source: str) -> Iterator[_Found]:
    written = list(islice(written_days(text[:_MAX_TEXT]), MAX_DATES * 2))
    if not written:
        return
    # All at once: folding one long text is far quicker than folding a hundred short ones.
    text = text.replace("\0", " ")
    before = _plain("\0".join([text[max(0, start - 60) : start] for _, start, _ in written]))
    labels = _Labels(before)
    for (iso, start, end), words in zip(written, before.split("\0"), strict=True):
        if _LUNAR_AFTER.match(text, end):
            continue
        kind = labels.kind(words)
        if kind == "clock":  # a header's, where the time of day follows
            kind = "header" if text[end : end + 3].strip()[:1] in _SEPARATORS else "text"
        if kind is not None:
            yield iso, source if kind == "text" else kind, text, start, end


def written_days(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the dates of a text (ISO 8601) with their places, whatever they are dates of."""
    return merge(_days_of_whole_years(text), short_days(text), key=itemgetter(1))


def _days_of_whole_years(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield those whose year has four digits; looking only around years is far quicker."""
    passed = 0
    for at in _years(text):
        end = at + 4
        if at < passed:
            continue
        match: re.Match[str] | None
        before = text[at - 1 : at]
        if before in _SEPARATORS or text[max(at - 3, 0) : at].rstrip()[-1:] in _SEPARATORS:
            match = _day_first(text, max(at - 16, passed), at)
            iso = _iso_date(match[3], match[2], match[1]) if match else None
        elif match := _YEAR_FIRST.match(text, at):
            iso = _iso_date(match[1], match[2], match[3])
        elif not _DIGIT.search(text, max(at - 28, passed), at):
            continue  # the year of a plan: no day stands in front of it
        elif match := _IN_WORDS.search(text, max(at - 28, passed), end + 1):
            iso = _in_words(match[1], match[2], match[3])
        elif match := _MONTH_FIRST.search(text, max(at - 28, passed), end + 1):
            iso = _in_words(match[2], match[1], match[3])
        elif match := _IN_ENGLISH.search(text, max(at - 20, passed), end + 1):
            iso = _english(match)
        else:
            continue
        if match and iso:
            passed = match.end()
            yield iso, match.start(), passed


def _years(text: str) -> Iterator[int]:
    """Yield where the years of 1900–2099 begin; one century after the other is far quicker."""
    found = [year.start() for year in _THIS_CENTURY.finditer(text)]
    if earlier := [year.start() for year in _LAST_CENTURY.finditer(text)]:
        found = sorted(found + earlier)
    end = 0
    for at in found:
        if at >= end:
            end = at + 4
            yield at


def _day_first(text: str, start: int, year: int) -> re.Match[str] | None:
    """Find ``dd/mm/yyyy`` before a year; nearly all are written so, and need no search."""
    if year - 6 >= start and (match := _DAY_FIRST.match(text, year - 6, year + 6)):
        return match
    return _DAY_FIRST.search(text, start, year + 6)


def _in_words(day: str, month: str, year: str) -> str | None:
    return _iso_date(year, MONTH_WORDS.get(month.lower(), month), day)


def _english(match: re.Match[str]) -> str | None:
    month, day, year, other_day, other_month, other_year = match.groups()
    name = (month or other_month)[:3].lower()
    return _iso_date(year or other_year, _MONTHS[name], day or other_day)


@lru_cache(maxsize=4096)
def _iso_date(year: str, month: str | int, day: str | int) -> str | None:
    try:
        return Date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


class _Labels:
    """Tells what the words in front of a date say of it.

    Most pages have few of the words that can, so that most patterns need no look at their dates.
    """

    def __init__(self, before: str) -> None:
        """*before* holds, folded, what stands before any date of the page."""
        self._posted = [word for word in _IN_POSTED if word in before]
        self._not_posted = [word for word in _IN_NOT_POSTED if word in before]
        self._lunar = [word for word in _IN_LUNAR if word in before]
        self._today = [word for word in _IN_TODAY if word in before]

    def kind(self, before: str) -> str | None:
        """Return ``posted``, ``header``, ``clock`` or ``text``; ``None`` for another day."""
        if _holds(before, self._posted) and _POSTED.search(before):
            return "posted"
        if self._is_another_day(before):
            return None
        if _holds(before, self._today) and _TODAY.search(before):
            return "header"
        return "clock" if "ngay" in before and _HEADER_CLOCK.search(before) else "text"

    def _is_another_day(self, before: str) -> bool:
        """Tell a document's, a licence's or a deadline's date, and one of another calendar."""
        return bool(
            (
                (_holds(before, self._not_posted) or _TERM.search(before))
                and _NOT_POSTED.search(before)
            )
            or (_IN_NUMBER.search(before) and _DOCUMENT_NUMBER.search(before))
            or (_holds(before, self._lunar) and _LUNAR_BEFORE.search(before))
        )


def _holds(text: str, words: list[str]) -> bool:
    """Tell whether any of the words stands in a text: a loop, for it is run for every date."""
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False


def _plain(text: str) -> str:
    """Fold, but keep slashes, dashes and colons, which tell a document number from words.

    "Đảng" (the Party) must not become the "đăng" of "ngày đăng" (posted on).
    """
    text = text.lower()
    if text.isascii():
        return text
    return _PLAIN.apply(unicodedata.normalize("NFC", text).replace("đảng", "party"))


def _plain_letter(letter: str) -> str:
    """Return a Latin letter without its mark; of the rest, a sign that patterns take alike."""
    if letter in ALPHABET and letter.isascii():
        return letter
    bare = "d" if letter in "đð" else unicodedata.normalize("NFD", letter.lower())[0]
    if bare.isascii() and bare.isalpha():
        return bare
    if letter.isspace():
        return " "
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return "_" if letter.isalnum() else "*"


_PLAIN = LetterCodes("dates", _plain_letter)


def _words(text: str, start: int, end: int) -> str:
    room = (_AROUND - (end - start)) // 2
    return spaced(text[max(0, start - room) : end + room])[:_AROUND]


def _iso(values: Iterable[str], source: str) -> Iterator[_Found]:
    for value in values:
        match = _ISO.match(value)
        iso = _iso_date(*match.groups()) if match else None
        if iso is not None:
            yield iso, source, value.strip()[:_AROUND], 0, -1
        elif match is None:
            yield from _text_dates(value[:_AROUND], source)


def _url_dates(url: str) -> Iterator[_Found]:
    """Read the day of posting out of a page's own address; a month alone means its first day.

    Days in addresses of pictures and of other pages say nothing of this one.
    """
    for match in islice(_IN_URL.finditer(url[:500]), 1):
        groups = match.groups()
        year, month, day = next(groups[at : at + 3] for at in (0, 3, 6) if groups[at])
        if (iso := _iso_date(year, month, day or 1)) is not None:
            yield iso, "url", url[-_AROUND:], 0, -1
