"""A text prepared once for all items: composed, folded, and searched for every phrase."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from portal_audit.analyse.required_information.vocabulary import FOLDED
from portal_audit.parse.text.vietnamese import ascii_words, fold, nfc

_MOST_CHARACTERS = 30_000
WAITS = "dang cap nhat"
"""A heading behind which this stands holds nothing yet."""


@dataclass(frozen=True, slots=True)
class SearchedWords:
    """One text, read once for all items."""

    raw: str
    folded: str
    keys: str
    """Its folded words alone, with a space before and after."""
    found: Counter[str]
    """Phrases of any item that stand there."""
    waiting: bool
    """Whether something on it is “đang cập nhật”."""
    recognised: dict[tuple[str, date], bool] = field(default_factory=dict)
    """Recogniser of words and day → what it said of this text, for the items that ask again."""


def searched_words(raw: str) -> SearchedWords:
    """Return a text as recognisers want it: folded, split and searched once for all items."""
    return _searched_words(raw[:_MOST_CHARACTERS], len(FOLDED))


@lru_cache(maxsize=256)
def _searched_words(raw: str, _vocabulary: int) -> SearchedWords:
    composed = nfc(raw)
    folded = fold(composed)
    keys = ascii_words(folded)
    return SearchedWords(composed, folded, f" {keys} ", FOLDED.found(keys), WAITS in keys)
