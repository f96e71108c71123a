"""The texts of one language, read from TOML, by dotted key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import tomli

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
ROUNDING = 1e-9
"""What 100 times a share may lack of a whole number only because it was computed in binary."""


class TextTable:
    """The texts of one language by dotted key.

    ``one|many`` gives the plural of ``n`` its own words; ``{days:day/days}`` writes any number
    with its noun.
    """

    def __init__(self, lang: str, *files: Path) -> None:
        """Read the files; where two hold the same key, the later one counts."""
        self.lang = lang
        self.table: dict[str, str] = {}
        for file in files:
            self.table |= _texts_of(file)

    def __call__(self, key: str, /, **facts: object) -> str:
        """Return the text of a key with its gaps filled; plain text, not HTML.

        A gap without a fact stays as it is: some texts are filled in two steps.
        """
        text = self.table[key]
        if "|" in text and "n" in facts:
            one, many = text.split("|")
            text = one if facts["n"] == 1 else many
        shown = {name: _Shown(self.shown(value)) for name, value in facts.items()}
        return text.format_map(_Gaps(shown))

    def name(self, group: str, key: str) -> str:
        """Return the words for a machine name, or the name itself where there are none."""
        return self.table.get(f"{group}.{key}", key)

    def number(self, value: float | None, digits: int = 1) -> str:
        """Return ``1.073,4`` in Vietnamese and ``1,073.4`` in English; a dash for ``None``."""
        if value is None:
            return "–"
        text = f"{value:,.{digits}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.lang == "vi" else text

    def day(self, day: date) -> str:
        """Return a day without a time."""
        return f"{day:%d/%m/%Y}" if self.lang == "vi" else f"{day.day} {day:%B %Y}"

    def percent(self, share: float) -> str:
        """Return a share (0–1) as a whole percentage; only a full one is shown as 100%."""
        return f"{min(round(100 * share), 99) if share < 1 else 100}%"

    def coverage(self, share: float) -> str:
        """Return the share (0–1) that was tested, rounded down: it is held against limits."""
        return f"{int(100 * share + ROUNDING)}%"

    def shown(self, value: object) -> object:
        """Return a fact as a text shows it; whole numbers stay as a command line takes them."""
        return self.number(value) if isinstance(value, float) else value


@cache
def _texts_of(file: Path) -> Mapping[str, str]:
    """Read a file once: each report makes tables of its own."""
    return flat(tomli.loads(file.read_text(encoding="utf-8")))


class _Shown(str):
    """A fact in a text; as a number it may choose its noun: ``{days:day/days}``."""

    __slots__ = ()

    def __format__(self, nouns: str) -> str:
        if not nouns:
            return str(self)
        one, many = nouns.split("/")
        return f"{self} {one if self == '1' else many}"


class _Unknown(str):
    """A gap without a fact, which stays as it is."""

    __slots__ = ()

    def __format__(self, nouns: str) -> str:
        return "{" + self + (f":{nouns}" if nouns else "") + "}"


class _Gaps(dict[str, str]):
    """Facts by name; an unknown one gives back its gap."""

    def __missing__(self, name: str) -> str:
        return _Unknown(name)


def flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Return the texts of nested tables by dotted key."""
    texts: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            texts.update(flat(value, f"{prefix}{key}."))
        else:
            texts[prefix + key] = str(value)
    return texts


def without_facts(sentence: str) -> str:
    """Return a sentence with dots where facts would fill its gaps."""
    return re.sub(r"\{[^{}]*\}", "…", sentence)
