"""A message as a code with facts: the words come where the language is known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from portal_audit.texts.table import TextTable

FOLDER = Path(__file__).parent


class Message:
    """A code of ``vi.toml`` and ``en.toml`` in this folder, and the facts that fill its gaps."""

    def __init__(self, code: str, /, **facts: object) -> None:
        """Keep code and facts; a fact may be a message itself, or a list of them, one a line."""
        self.code = code
        self.facts = facts

    def text(self, lang: str) -> str:
        """Return the message in words."""
        facts = {name: _worded(value, lang) for name, value in self.facts.items()}
        return _messages(lang)(self.code, **facts)

    def dump(self) -> dict[str, object]:
        """Return code and facts as JSON holds them, for another process of ours."""
        return {
            "code": self.code,
            "facts": {name: _dumped(value) for name, value in self.facts.items()},
        }

    @staticmethod
    def load(data: Mapping[str, Any]) -> Message:
        """Return the message that :meth:`dump` gave."""
        facts = {
            name: Message.load(value) if isinstance(value, dict) else value
            for name, value in data["facts"].items()
        }
        return Message(data["code"], **facts)

    def __str__(self) -> str:
        """Return the message in English, the language of logs."""
        return self.text("en")

    def __repr__(self) -> str:
        """Return the code and the facts."""
        return f"Message({self.code!r}, {self.facts!r})"


def _dumped(value: object) -> object:
    if isinstance(value, Message):
        return value.dump()
    return value if isinstance(value, int | float) else str(value)


def _worded(value: object, lang: str) -> object:
    if isinstance(value, Message):
        return value.text(lang)
    if isinstance(value, list | tuple):
        return "\n".join(str(_worded(part, lang)) for part in value)
    return value


@cache
def _messages(lang: str) -> TextTable:
    return TextTable(lang, FOLDER / f"{lang}.toml")
