"""The help of commands in the reader's language; where a text is missing, the English one stands.

English help stands in the code, beside what it explains. Commands are copied, never changed: they
are made once for a process, which may be asked for help in both languages.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("texts")
NOTES = re.compile(r"\s*(\\\[(?:default|env): .*\])$", re.DOTALL)
"""What the help of an option ends with: its default and its environment variable."""
EXAMPLE = re.compile(r"\s*Example: .*", re.DOTALL)
ROOT = "portal-audit"


@cache
def _texts(lang: str) -> dict[str, dict[str, str]]:
    file = FOLDER / f"help.{lang}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def in_language(command: Any, lang: str, path: str = "") -> Any:
    """Return the command with its help in a language; in English where that has no texts."""
    texts = _texts(lang)
    if "command" not in texts:
        return _english(command)
    say = texts["word"]
    name = f"{path} {command.name or ''}".strip()
    name = "" if name == ROOT else name
    shown = copy.copy(command)
    shown.help = _help(command.help or "", texts["command"].get(name or ROOT), say)
    if getattr(command, "short_help", None):
        shown.short_help = texts["command"].get(name, command.short_help)
    shown.params = [_option(one, name, texts) for one in command.params]
    shown.rich_help_panel = say["commands"]
    shown.get_usage = lambda context: _usage(type(shown).get_usage(shown, context), texts["usage"])
    shown.format_help = lambda *given: _with_notes(type(shown).format_help, say, shown, *given)
    shown.get_help_option = lambda context: _option(command.get_help_option(context), name, texts)
    if below := getattr(command, "commands", None):
        shown.commands = {key: in_language(each, lang, name) for key, each in below.items()}
    return shown


def _english(command: Any) -> Any:
    """Return the command as it is, without the names of types in Python."""
    shown, kinds = copy.copy(command), _texts("en")["kind"]
    shown.params = [_typed(copy.copy(one), kinds) for one in command.params]
    shown.get_help_option = lambda context: _typed(
        copy.copy(command.get_help_option(context)), kinds
    )
    if below := getattr(command, "commands", None):
        shown.commands = {key: _english(each) for key, each in below.items()}
    return shown


def _typed(option: Any, kinds: dict[str, str]) -> Any:
    """Have help say in words what kind of value an option takes; an argument's name says it."""
    of_class = type(option).display_type_rich
    if option.param_type_name == "argument":
        option.display_type_rich = lambda ctx: ""
    elif option.metavar is None:
        option.display_type_rich = lambda ctx: _kind(of_class(option, ctx), kinds)
    return option


def _usage(english: str, words: dict[str, str]) -> str:
    """Return the line of usage with the words that Typer has in English."""
    for word, own in words.items():
        english = english.replace(word, own, 1)
    return english


def _with_notes(format_help: Callable[..., None], say: dict[str, str], *given: Any) -> None:
    """Format a command's help with Typer's own notes in words: it has them as constants."""
    from typer import rich_utils  # slow to import, needed for help alone

    kept = rich_utils.DEFAULT_STRING, rich_utils.REQUIRED_LONG_STRING
    rich_utils.DEFAULT_STRING = f"[{say['default']}: {{}}]"
    rich_utils.REQUIRED_LONG_STRING = f"[{say['required']}]"
    try:
        format_help(*given)
    finally:
        rich_utils.DEFAULT_STRING, rich_utils.REQUIRED_LONG_STRING = kept


def _help(english: str, text: str | None, say: dict[str, str]) -> str:
    """Return the help with its example, which is the same in every language."""
    if text is None:
        return english
    example = EXAMPLE.search(english)
    shown = example.group().replace("Example:", f"{say['example']}:").strip() if example else ""
    return f"{text}\n\n{shown}" if shown else text


def _option(option: Any, command: str, texts: dict[str, dict[str, str]]) -> Any:
    shown, say = copy.copy(option), texts["word"]
    english = option.help or ""
    notes = NOTES.search(english)
    text = texts["option"].get(f"{command}.{option.name}", texts["option"].get(option.name))
    if text is not None:
        shown.help = f"{text} {notes[1]}" if notes else text
    if shown.help:
        for meaning, words in texts["without"].items():
            shown.help = shown.help.replace(f"\\[default: {meaning}", f"\\[default: {words}")
        shown.help = shown.help.replace("\\[default:", f"\\[{say['default']}:")
        shown.help = re.sub(r"(\\\[|; )env:", rf"\g<1>{say['env']}:", shown.help)
    kind = "arguments" if option.param_type_name == "argument" else "options"
    shown.metavar = _placeholder(option.metavar, texts["placeholder"])
    _typed(shown, texts["kind"])
    panel = getattr(option, "rich_help_panel", None)
    shown.rich_help_panel = say.get(str(panel), say[kind])
    return shown


def _kind(english: str, words: dict[str, str]) -> str:
    """Return the kind of value that Typer names by its type in Python; choices stay as they are."""
    return words.get(english, english)


def _placeholder(english: str | None, words: dict[str, str]) -> str | None:
    """Return what stands for a value, such as ``FILE``, in the reader's language."""
    if english is None:
        return None
    return re.sub(r"[A-Z]+(?:-[A-Z]+)*", lambda word: words.get(word[0], word[0]), english)
