"""The words of the command line: its own texts, and those of the reports for what both show."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from portal_audit.rules.plugins import builtin
from portal_audit.texts import TextTable

FOLDER = Path(__file__).with_name("texts")


@cache
def words(lang: str) -> TextTable:
    """Return the texts of a language."""
    name = f"{lang}.toml"
    return TextTable(lang, builtin("reports") / "html" / "texts" / name, FOLDER / name)
