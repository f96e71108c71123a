"""Words of the report on commune reach: its own, besides those of the HTML report."""

from __future__ import annotations

from pathlib import Path

from ..html.words import ReportWords  # noqa: TID252  (packs are mounted under varying names)

FOLDER = Path(__file__).with_name("texts")


class ReachWords(ReportWords):
    """The texts of one language, by dotted key."""

    def __init__(self, lang: str) -> None:
        """Read ``texts/<lang>.toml`` over the texts of the HTML report."""
        super().__init__(lang, FOLDER / f"{lang}.toml")
