"""Recognise what a page of required information should hold: names, posts, contacts, years …

Each recogniser reads the words of a page and says yes or no; it never keeps what it read, since
much of it is about persons.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from portal_audit.analyse.boilerplate import Content
from portal_audit.analyse.feeds import announces_feed
from portal_audit.analyse.required_information.contacts import (
    CONTACTS,
    holds_contact,
    names_its_body,
)
from portal_audit.analyse.required_information.document_names import NUMBER, lists_titles
from portal_audit.analyse.required_information.labels import words_of
from portal_audit.analyse.required_information.page_kind import own_fields, takes_message
from portal_audit.analyse.required_information.searched_words import (
    GAP,
    WAITS,
    SearchedWords,
    searched_words,
)
from portal_audit.analyse.required_information.vocabulary import FOLDED, may_hold
from portal_audit.analyse.search_boxes import has_search_box
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.parse.http.urls import host_of
from portal_audit.parse.text.vietnamese import nfc

_NEAR_CHARACTERS = 200
_STATE_HOSTS = frozenset(
    {
        "chinhphu.vn",
        "quochoi.vn",
        "dangcongsan.vn",
        "baochinhphu.vn",
        "tapchicongsan.org.vn",
    }
)
"""Bodies of state and party whose hosts do not end with ``gov.vn``."""
_SINGLE_PURPOSE = frozenset(
    re.findall(
        r"\w+",
        "dichvucong dvc motcua vbpl vanban congbao muasamcong paht pakn phananh hoidap mail qlvb "
        "qlvbdh thuvien thutuc csdl thongke",
    )
)
"""First labels of hosts that are no portal of a body."""
_DATE = re.compile(r"(?<!\d)\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{2,4})?(?!\d)")
_TIME = re.compile(
    r"\b(?:\d{1,2}\s?(?:h|gio|:)\s?\d{0,2}|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|hang (?:tuan|thang|"
    r"ngay)|sang|chieu|ngay \d{1,2})\b"
)
_AMOUNT = re.compile(
    r"(?<!\d)\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?\s?(?:%|triệu|tỷ|đồng)"
    r"|(?<=\| )-?\d{5,15}(?:\.\d{1,9})?(?= \|)"  # a cell of a sheet
)
_FULL_DATE = re.compile(r"(?<!\d)\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19|20)\d\d(?!\d)")
_PAST = re.compile(
    r"\b(?:nam|tu|den|thang \d{1,2}[/-]|[-–/(])\s?(?:9\d\d|1[0-8]\d\d|19[0-6]\d|197[0-5])(?!\d)"
    r"|\bthe ky\b|\bthoi (?:ly|tran|le|mac|nguyen|hung vuong|phap thuoc)\b"
)
"""A year up to 1975, a century, a dynasty: history."""
_AREA = re.compile(r"\d[\d.,]*\s?(?:km2|km²|ha|hecta|nguoi|nhan khau|ho dan|ho)\b")
_NAMED_YEAR = re.compile(r"\bnam (?:19|20)\d\d\b")
_PROCEDURE = re.compile(r"\bthu tuc (?!hanh chinh)([a-z]+ [a-z]+)")
_PROCEDURE_CODE = re.compile(r"(?<![\d.])[1-3]\.\d{6}(?!\d)")
"""Of the national database, such as 1.001193."""


@dataclass(frozen=True, slots=True)
class RequiredField:
    """One thing a page should hold: any of the words, or anything a recogniser knows."""

    name: str
    """A code; its words stand in the item's file, ``[codes.vi.missing]``."""
    words: tuple[str, ...] = ()
    """``…`` stands for any words between."""
    has: tuple[str, ...] = ()
    """Names of recognisers (see ``RECOGNISERS``)."""
    needed: bool = False
    """Whether a page without it holds nothing of the item, whatever else stands on it."""
    unless: tuple[str, ...] = ()
    """A word does not count where one of these stands near it: figures “của văn phòng” are the
    office's own, not the commune's. What ends with ``…`` undoes a word right behind it: what is
    “triển khai” is news of a plan."""

    def __post_init__(self) -> None:
        """Refuse what could never be found: no words at all, or an unknown recogniser."""
        if unknown := set(self.has) - set(RECOGNISERS):
            names = ", ".join(sorted(RECOGNISERS))
            raise ValueError(f"unknown recogniser {', '.join(sorted(unknown))}; known: {names}")
        if not self.words and not self.has:
            raise ValueError(f"field “{self.name}” has neither words nor a recogniser")
        FOLDED.add(map(words_of, (*self.words, *self.unless)))


@dataclass(frozen=True, slots=True)
class SearchedText:
    """What a recogniser may look at."""

    words: SearchedWords
    content: Content
    today: date
    beneath: tuple[Content, ...] = ()

    @property
    def raw(self) -> str:
        """The text as written."""
        return self.words.raw

    @property
    def small(self) -> str:
        """In small letters, with marks."""
        return self.words.small

    @property
    def folded(self) -> str:
        """Without case and marks."""
        return self.words.folded

    @property
    def keys(self) -> str:
        """Its folded words alone, with a space before and after."""
        return self.words.keys


def missing(
    sought: tuple[RequiredField, ...],
    content: Content,
    raw: str,
    today: date,
    contacts: str = "",
    beneath: tuple[Content, ...] = (),
) -> list[RequiredField]:
    """Return what is not there. *raw* are the words to look in, as written.

    In *contacts* only persons and how to reach them are looked for; pages *beneath* this one may
    hold the documents that it lists.
    """
    read = SearchedText(searched_words(raw), content, today, beneath)
    gaps = [want for want in sought if not _met(want, read, contacts)]
    first = [replace(want, needed=True) for want in gaps[:1] if _is_to_come(want, sought, read)]
    return [*first, *gaps[len(first) :]]


def _is_to_come(want: RequiredField, sought: tuple[RequiredField, ...], read: SearchedText) -> bool:
    """Tell whether a page says of the thing itself, the first field, that it is still to come.

    Then it holds nothing of the item, whatever else stands there: “Danh mục: sẽ cập nhật”.
    """
    return (
        want is sought[0]
        and read.words.waiting
        and any(f" {words_of(word)} {sign} " in read.keys for word in want.words for sign in WAITS)
    )


def _met(want: RequiredField, read: SearchedText, contacts: str) -> bool:
    return (
        any(_stands(read, word, want) for word in want.words)
        or any(_recognised(name, read) for name in want.has)
        or any(holds_contact(name, contacts) for name in want.has if contacts)
    )


def _recognised(name: str, read: SearchedText) -> bool:
    if name not in _OF_WORDS:
        return RECOGNISERS[name](read)
    said, key = read.words.recognised, (name, read.today)
    if key not in said:
        said[key] = RECOGNISERS[name](read)
    return said[key]


def _stands(read: SearchedText, word: str, want: RequiredField) -> bool:
    """Tell whether a word stands there, somewhere without any of ``unless`` in the words after."""
    phrase, padded = words_of(word), read.keys
    if not may_hold(read.words.found, phrase):
        return False
    if " " not in phrase and not word.isascii() and not re.search(rf"\b{word}\b", read.small):
        return False  # one syllable alone is told by its marks: “Lê” is no “lễ”
    refused = [f" {words_of(name)} " for name in want.unless]
    if "…" in phrase:
        apart = _parts_near(phrase).finditer(padded)
        return any(_is_of_the_item(padded, one.start(), one[0].strip(), refused) for one in apart)
    if not (want.unless or read.words.waiting):
        return True  # it was found above
    at = padded.find(f" {phrase} ")
    while at >= 0:
        if _is_of_the_item(padded, at, phrase, refused):
            return True
        at = padded.find(f" {phrase} ", at + 1)
    return False


@lru_cache(maxsize=256)
def _parts_near(phrase: str) -> re.Pattern[str]:
    """Return what finds the parts of a phrase within a few words of one another."""
    between = rf"(?: \S+){{0,{THRESHOLDS.near_words}}}? "
    parts = between.join(re.escape(part.strip()) for part in phrase.split("…"))
    return re.compile(f" {parts}(?= )")


def _is_of_the_item(padded: str, at: int, phrase: str, refused: list[str]) -> bool:
    """Tell whether what stands near a phrase leaves it what the item means."""
    if any(padded.endswith(f"{one[:-3]} ", 0, at + 1) for one in refused if one.endswith(" … ")):
        return False
    after = " ".join(padded[at : at + _NEAR_CHARACTERS].split()[: THRESHOLDS.near_words])
    before = padded[max(at - _NEAR_CHARACTERS, 0) : at].split()[-THRESHOLDS.near_words :]
    # Behind “của” it is the owner of what was said before.
    said = f" {' '.join(before)} "
    if any(said.count(one[4:]) > said.count(one) for one in refused if one.startswith(" cua ")):
        return False
    soon = " ".join(after.split()[: phrase.count(" ") + 4])
    empty = any(words in soon for words in (*WAITS, GAP))
    return not empty and not any(name in f" {after} " for name in refused)


def _own_year(read: SearchedText) -> bool:
    """This year, the last, or the next, for which budgets and plans are drawn up.

    The year of a date says when something was signed or posted, not what it is about, as soon as
    another year is named.
    """
    return _names_year(read, (-1, 0, 1)) or (
        not _NAMED_YEAR.search(read.folded) and _has_year(read.raw, read.today, (-1, 0, 1))
    )


def _accounts_year(read: SearchedText) -> bool:
    """A year whose final accounts are the newest there are: approved up to two years later."""
    return _names_year(read, (-3, -2))


def _names_year(read: SearchedText, shifts: tuple[int, ...]) -> bool:
    return _has_year(_FULL_DATE.sub(" ", read.raw), read.today, shifts)


def _has_year(text: str, today: date, shifts: tuple[int, ...]) -> bool:
    years = "|".join(str(today.year + shift) for shift in shifts)
    # Years begin alike, and a pattern that begins with letters is far quicker to look for.
    return bool(re.search(rf"(?:{years})(?<!\d....)(?!\d)", text, re.DOTALL))


def _lists_procedures(read: SearchedText) -> bool:
    """Several procedures by name, or by their number in the national database."""
    named = set(_PROCEDURE.findall(read.folded)) | set(_PROCEDURE_CODE.findall(read.raw))
    return len(named) >= THRESHOLDS.several_procedures


def _is_state_host(host: str) -> bool:
    """Portals of bodies; systems that serve one purpose (services, texts, tenders) do not count."""
    state = ".gov." in host or host in _STATE_HOSTS
    return state and host.partition(".")[0] not in _SINGLE_PURPOSE


def _is_below(host: str, own: str) -> bool:
    """Tell whether a host is the portal's own, or that of a branch of the same body."""
    return host == own or host.endswith(f".{own}")


RECOGNISERS: Mapping[str, Callable[[SearchedText], bool]] = {
    **CONTACTS,
    "body": lambda read: names_its_body(nfc(read.content.page.footer_text)),
    "date": lambda read: bool(_DATE.search(read.raw) or read.content.dates),
    "time": lambda read: bool(_TIME.search(read.folded)),
    "recent-year": _own_year,
    "accounts-year": _accounts_year,
    "past-year": lambda read: bool(_PAST.search(read.folded)),
    "area": lambda read: bool(_AREA.search(read.folded)),
    "procedures": _lists_procedures,
    "document-titles": lambda read: lists_titles(read.raw),
    "document-number": lambda read: bool(NUMBER.search(read.raw)),
    "figures": lambda read: len(_AMOUNT.findall(read.raw)) >= 3,
    "document": lambda read: any(one.documents for one in (read.content, *read.beneath)),
    "list": lambda read: len(read.content.links) >= THRESHOLDS.list_links,
    "image": lambda read: read.content.images > 0,
    "form": lambda read: (
        takes_message(read.content.page)
        or any(len(own_fields(form.fields)) >= 2 for form in read.content.page.forms)
    ),
    "feed": lambda read: announces_feed(read.content.page),
    "search-box": lambda read: has_search_box(read.content.page),
    "national-portal": lambda read: any(
        "dichvucong.gov.vn" in link.url for link in read.content.page.links
    ),
    "state-links": lambda read: any(
        _is_state_host(host_of(link.url))
        and not _is_below(host_of(link.url), host_of(read.content.page.url))
        and not link.hidden
        for link in read.content.page.links
    ),
}
"""Name, as check files use it → recogniser."""
_OF_WORDS = frozenset(
    {
        *CONTACTS,
        "time",
        "recent-year",
        "accounts-year",
        "past-year",
        "area",
        "procedures",
        "document-titles",
        "document-number",
        "figures",
    }
)
"""Those of them that look at words and the day alone, not at links and forms."""
