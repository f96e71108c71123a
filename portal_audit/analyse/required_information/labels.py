"""Which words name a piece of information, and what only looks like it.

Labels are compared by folded words. The traps (false friends, sentences that merely mention the
words, short labels that stand in longer ones) are those met on real portals of 2011–2026.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from portal_audit.analyse.required_information.vocabulary import (
    FOLDED,
    LABELS,
    NAMES,
    SLUGS,
    TYPO_FORMS,
)
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.evidence import Page
from portal_audit.parse.text.typos import typo_patterns
from portal_audit.parse.text.vietnamese import key_words, key_words_by_line, slug_forms

EXACT, WITHIN, SLUG = 3, 2, 1
"""How well a candidate names the thing: its whole label, words within it, only its address."""
GENERIC = frozenset({"xem them", "chi tiet", "xem chi tiet", "xem tat ca", "tai day", "more"})
"""Link words that name nothing, so that a title beside them may speak."""
LIST_OF_ALL = "danh muc thong tin"
"""The list of what must be published names everything and holds nothing of it."""
_TOKEN = re.compile(r"\w+")
_NUMBERING = re.compile(r"^(?:[ivx]{1,4}|\d{1,2}) (?=[a-z])")
_WHOSE_WORDS = (
    "xa phuong tinh tp thanh dac so ubnd uy hdnd hoi co cong trang website nam thang quy cua ban "
    "van chi don khoi tren va vien quan bo cap cuc vu"
)
_WHOSE = frozenset(_WHOSE_WORDS.split())
"""First words of what may follow a short label without changing what it names."""
LONG_LABEL = 12
"""Folded letters from which one letter more, less or other may be a typo."""
_LABEL = 256
"""Characters of a text that may be a label, which is met on page after page."""
_FILE_SLACK = 2
"""Words of a file's name beside the name of the item: whose it is, a size."""
_OWNERS = frozenset(
    [
        "ubnd",
        "hdnd",
        "uy",
        "ban",
        "nhan",
        "dan",
        "hoi",
        "dong",
        "van",
        "phong",
        "dang",
        "chinh",
        "quyen",
        "nha",
        "nuoc",
    ]
)
_LEAD_WORDS = (
    "cong khai danh muc sach thong tin chuyen muc van ban huong dan tra cuu he trang ve bao ket "
    "qua ke hoach quyet dinh cac viec cao tinh hinh"
)
_LEADS = frozenset(_LEAD_WORDS.split())
"""Words that may stand before a label in a page's body without making it a piece of news."""


class Label(NamedTuple):
    """Words that may name something, and the place they lead to. A tuple: there are thousands."""

    label: str
    """As written on the page."""
    key: str
    """Its folded words."""
    url: str
    """Where it leads; the page's own URL for a heading."""
    place: str
    """The same in the one form that all its spellings have (``same_place``)."""
    page: Page
    """The page it stands on."""
    evidence: str
    """``text``, ``title``, ``alt``, ``option``, ``heading``, ``file-name`` or ``slug``."""
    region: str = "body"
    own_place: bool = False
    """Whether it leads to the very page it stands on (a heading, a tab, ``#``)."""
    pictured: bool = False
    """Whether only a picture stands there, so that an address or a file name is all its name."""

    @property
    def in_menu(self) -> bool:
        """Whether it stands where a site's sections are listed."""
        return self.region != "body" or self.evidence == "option"


@dataclass(frozen=True, slots=True)
class LabelPatterns:
    """The words of one thing that is looked for, ready to be compared."""

    labels: tuple[str, ...]
    """Folded; ``…`` stands for any words between."""
    abbreviations: tuple[str, ...]
    """As written, such as ``TTHC``."""
    slugs: frozenset[str]
    false_friends: tuple[str, ...]
    false_slugs: tuple[str, ...] = ()
    """Words of the addresses that false friends may have, however they lost đ."""

    def refuses(self, key: str) -> bool:
        """Tell whether a false friend stands in the words, without being a label itself."""
        return key not in self.labels and any(holds(key, friend) for friend in self.false_friends)


def says_whose(words: list[str]) -> bool:
    """Tell whether words behind a name say only whose it is, or of which year."""
    return all(word in _WHOSE or word in _OWNERS or word.isdecimal() for word in words)


def words_of(text: str) -> str:
    """Return the folded words of a label, without punctuation; ``…`` survives as a word."""
    return _words_of_label(text) if len(text) < _LABEL else _words_of(text)


def _words_of(text: str, key_words: Callable[[str], str] = key_words) -> str:
    if "…" in text or "..." in text:
        parts = key_words(text.replace("...", "…").replace("…", " xxgapxx "))
        return parts.replace("xxgapxx", "…").strip(" ")
    return key_words(text)


def words_of_many(texts: Sequence[str], change: Callable[[str], str] = str) -> list[str]:
    """Return the folded words of many labels in one pass, which is far quicker than one by one.

    *change* is what to do with the labels before; it must leave line breaks alone.
    """
    if not texts:
        return []
    words = _words_of(change(" \n ".join(texts)), key_words_by_line)
    lines = words.replace(" \n", "\n").replace("\n ", "\n").strip(" ").split("\n")
    if len(lines) == len(texts):
        return lines
    return [words_of(change(text)) for text in texts]  # one of them has a line break


_words_of_label = lru_cache(maxsize=16_384)(_words_of)


def holds(key: str, phrase: str) -> bool:
    """Tell whether folded words hold a folded phrase, in which ``…`` stands for any words."""
    padded = f" {key} "
    if "…" not in phrase:
        return f" {phrase} " in padded or not phrase
    at = 0
    for part in filter(None, map(str.strip, phrase.split("…"))):
        at = padded.find(f" {part} ", at)
        if at < 0:
            return False
        at += len(part) + 1
    return True


@lru_cache(maxsize=4096)
def rarest_part(phrase: str) -> str:
    """Return what is looked for of a false friend: of one with ``…`` its longest part alone."""
    return max(map(str.strip, phrase.split("…")), key=len)


@lru_cache(maxsize=4096)
def label_patterns(
    labels: tuple[str, ...],
    abbreviations: tuple[str, ...] = (),
    slugs: tuple[str, ...] = (),
    false_friends: tuple[str, ...] = (),
) -> LabelPatterns:
    """Prepare the words of a check. Every argument is as a person writes it."""
    forms = {
        form
        for label in labels
        if "…" not in label and len(words_of(label).split()) > 1
        for form in slug_forms(label)
    }
    patterns = LabelPatterns(
        labels=tuple(dict.fromkeys(words_of(label) for label in labels)),
        abbreviations=abbreviations,
        slugs=frozenset(forms | {slug.lower() for slug in slugs}),
        false_friends=tuple(words_of(friend) for friend in false_friends),
        false_slugs=tuple(
            form.replace("-", " ")
            for friend in false_friends
            if "…" not in friend
            for form in sorted(slug_forms(friend))
        ),
    )
    names = (*patterns.labels, *map(words_of, abbreviations))
    FOLDED.add(patterns.labels)
    NAMES.add(names)
    LABELS.add((*names, *map(rarest_part, patterns.false_friends), *patterns.false_slugs))
    SLUGS.add(patterns.slugs)
    for label in patterns.labels:
        for form in typo_patterns(label) if len(label) >= LONG_LABEL and "…" not in label else ():
            TYPO_FORMS[form].add(label)
    return patterns


def strength_of(candidate: Label, label: str) -> int:
    """Return EXACT, WITHIN or 0. A short label must be the whole of it, or nearly."""
    # “VI” numbers a menu entry, but “vi” also begins “Vị trí”.
    key = candidate.key
    if label in (key, _NUMBERING.sub("", key)):
        return SLUG if candidate.evidence == "file-name" else EXACT
    if not holds(key, label):
        return 0
    if candidate.evidence == "file-name":
        beside = key.count(" ") - label.count(" ")
        return SLUG if label.count(" ") and beside <= _FILE_SLACK else 0
    return WITHIN if _near(candidate, key, label, key.count(" ") + 1) else 0


def strength_of_short(candidate: Label, short: str) -> int:
    """Return how well an abbreviation, in capitals as written, names the thing."""
    count = candidate.key.count(" ") + 1
    if candidate.evidence == "file-name":
        return 0
    if count > THRESHOLDS.menu_label_slack or short not in _TOKEN.findall(candidate.label):
        return 0
    return WITHIN if count > 1 else EXACT


def _near(candidate: Label, key: str, label: str, count: int) -> bool:
    """Tell a section's label from a sentence that merely mentions it."""
    length = label.count(" ") + 1
    if length < 3:
        rest = key.removeprefix(label).split()
        slack = THRESHOLDS.menu_label_slack if candidate.in_menu else THRESHOLDS.short_label_slack
        return key.startswith(label + " ") and rest[0] in _WHOSE and len(rest) <= slack
    if candidate.in_menu:
        return count <= length + THRESHOLDS.menu_label_slack
    before = _NUMBERING.sub("", key).partition(label.partition(" …")[0])[0].split()
    return set(before) <= _LEADS and count <= length + THRESHOLDS.body_label_slack
