"""Words of the coverage report: its own, besides those of the HTML report."""

from __future__ import annotations

import tomllib
from pathlib import Path

from ..html.words import ReportWords, flat  # noqa: TID252  (packs are mounted under varying names)

FOLDER = Path(__file__).with_name("texts")


class CoverageWords(ReportWords):
    """The texts of one language, by dotted key."""

    def __init__(self, lang: str) -> None:
        """Read ``texts/<lang>.toml`` over the texts of the HTML report."""
        super().__init__(lang)
        file = FOLDER / f"{lang}.toml"
        self.table |= flat(tomllib.loads(file.read_text(encoding="utf-8")))
