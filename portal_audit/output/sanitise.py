"""Show scanned text so that nothing in it can hide, reorder its neighbours or flood the reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from portal_audit.model import Fact

SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Controls, invisible characters and those that turn the direction of writing (UAX #9, TR #36)."""

_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
"""More than three combining marks on one letter; Vietnamese never needs more than two."""


_SHORT = 400
"""Characters of a text that may well come again."""


def sanitise(text: str) -> str:
    """Return *text* with every control, invisible or direction character written as ``⟨U+202E⟩``.

    Line feeds and tabs stay. A tower of combining marks is cut to three. The result can always be
    encoded as UTF-8; it is still not HTML: escape it.
    """
    if text.isascii() and text.isprintable():
        return text
    return _visible(text) if len(text) <= _SHORT else _made_visible(text)


def _made_visible(text: str) -> str:
    return SUSPECT.sub(_name, _MARKS.sub(r"\1", text.replace("\r\n", "\n")))


_visible = lru_cache(maxsize=16_384)(_made_visible)
"""For what many portals share: the words of checks, laws and provinces."""


def _name(match: re.Match[str]) -> str:
    return _marker(match.group())


@cache
def _marker(character: str) -> str:
    return f"⟨U+{ord(character):04X}⟩"


def shorten(text: str, most: int, more: str = "…") -> str:
    """Return at most *most* characters of *text*; ``{left}`` in *more* becomes how many are cut."""
    if len(text) <= most:
        return text
    kept = text[:most]
    while kept and unicodedata.combining(text[len(kept)]):
        kept = kept[:-1]  # never part a letter from its marks
    return kept + more.replace("{left}", str(len(text) - len(kept)))


def one_line(text: str) -> str:
    """Return *text* made visible, on one line."""
    return " ".join(sanitise(text).split())


def plain_facts(facts: Mapping[str, Fact], most: int = 300) -> dict[str, Fact]:
    """Return the facts with every text shortened to *most* characters and made visible.

    Lists keep at most 12 items; how many are left out stands at the end.
    """
    return {name: _plain(fact, most) for name, fact in facts.items()}


def _plain(fact: Fact, most: int) -> Fact:
    if isinstance(fact, str):
        return shorten(one_line(fact[: most * 4]), most) + _rest(len(fact) - most * 4)
    if fact is None or isinstance(fact, bool | int | float):
        return fact
    items = [shorten(one_line(str(item)[: most * 4]), most) for item in fact[:12]]
    return (*items, f"… (+{len(fact) - 12})") if len(fact) > 12 else tuple(items)


def _rest(left: int) -> str:
    return f" (+{left})" if left > 0 else ""
