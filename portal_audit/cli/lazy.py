"""Commands whose modules are imported only when called, so that help and version are fast."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand
from typer.main import get_command

from portal_audit.cli.help_words import in_language

LANG = "portal_audit.lang"
"""Key of the context under which the language of messages is kept."""


@dataclass(frozen=True, slots=True)
class CommandSource:
    """Where a command is defined, and the line that the list of commands shows."""

    module: str
    attribute: str
    """A function, or a Typer application with commands of its own."""
    summary: str


class LazyCommand(TyperCommand):
    """Stands in for a command until it is called or asked for its help."""

    def __init__(self, name: str, source: CommandSource) -> None:
        """Know the name and the summary; import nothing."""
        super().__init__(name, help=source.summary, short_help=source.summary)
        self.source = source

    def load(self) -> Any:
        """Import the module and return the command itself."""
        return _load(self.name or "", self.source)

    def make_context(self, info_name: str | None, args: list[str], *more: Any, **extra: Any) -> Any:
        """Hand over to the command itself: what is invoked afterwards is the context's command."""
        parent = extra.get("parent")
        lang = parent.meta.get(LANG, "") if parent else ""
        command = _worded(self.name or "", self.source, lang)
        return command.make_context(info_name, args, *more, **extra)


@cache
def _worded(name: str, source: CommandSource, lang: str) -> Any:
    """Return the command in a language: what it made of its options serves every call of it."""
    return in_language(_load(name, source), lang)


@cache
def _load(name: str, source: CommandSource) -> Any:
    found = getattr(import_module(source.module), source.attribute)
    if not isinstance(found, typer.Typer):
        single = typer.Typer(add_completion=False)
        single.command(name)(found)
        found = single
    found._add_completion = False  # only the program as a whole has it
    command = get_command(found)
    command.name = name
    return command
