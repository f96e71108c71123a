"""A text prepared once for all items: composed, folded, and searched for every phrase."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from portal_audit.analyse.required_information.vocabulary import FOLDED
from portal_audit.parse.text.vietnamese import fold, key_words, nfc

_MOST_CHARACTERS = 30_000
WAITS = ("dang cap nhat", "se cap nhat", "dang suu tam", "chua co")
"""A heading behind which one of these stands holds nothing yet."""
GAP = "xxgapxx"
"""What a gap is among the words."""
_GAP = re.compile(
    r"\.{4,}|…{2,}|_{4,}"
    r"|\s(?:\.{3}|…)(?=\s?(?:[,;.]|$|(?:ha|km2?|m2|người|hộ|nhân khẩu|đồng|triệu|tỷ)\b))"
)
"""What a form leaves to be filled in: “Địa điểm: ……”, “diện tích ... ha”."""


@dataclass(frozen=True)
class SearchedWords:
    """One text, read once for all items; as written and folded only where an item asks for it."""

    written: str
    keys: str
    """Its folded words alone, with a space before and after."""
    found: Counter[str]
    """Phrases of any item that stand there."""
    recognised: dict[tuple[str, date], bool] = field(default_factory=dict)
    """Recogniser of words and day → what it said of this text, for the items that ask again."""

    @cached_property
    def raw(self) -> str:
        """The text composed, with single spaces."""
        return nfc(self.written)

    @cached_property
    def small(self) -> str:
        """In small letters, with marks."""
        return self.raw.lower()

    @cached_property
    def folded(self) -> str:
        """Without case and marks."""
        return fold(self.written)

    @cached_property
    def waiting(self) -> bool:
        """Whether something on it is “đang cập nhật”, or left to be filled in."""
        return any(words in self.keys for words in (*WAITS, GAP))


def searched_words(raw: str) -> SearchedWords:
    """Return a text as recognisers want it: folded, split and searched once for all items."""
    return _searched_words(raw[:_MOST_CHARACTERS], len(FOLDED))


@lru_cache(maxsize=128)
def _searched_words(raw: str, _vocabulary: int) -> SearchedWords:
    gaps = ".." in raw or "…" in raw or "__" in raw
    keys = key_words(_GAP.sub(f" {GAP} ", raw) if gaps else raw)
    return SearchedWords(raw, f" {keys} ", FOLDED.found(keys))
