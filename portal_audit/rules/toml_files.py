"""Read TOML that lawyers and policy makers write, and tell them plainly what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli
from pydantic import BaseModel, ValidationError

from portal_audit.errors import BadCheck
from portal_audit.rules.toml_lines import line_of
from portal_audit.texts import Message, place_of
from portal_audit.texts.system import reason

_AT_LINE = re.compile(r"at line (\d+), column (\d+)")
_DAY_FIRST = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}[/-]\d{1,2}[/-]\d{1,2}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_HINTS = (
    (re.compile("[“”‘’«»]"), "toml.straight-quotes"),
    (re.compile("overwrite|twice"), "toml.only-once"),
    (re.compile("Expected '=' after a key"), "toml.key-and-value"),
    (_DAY_FIRST, "toml.day"),
    (re.compile(""), "toml.quotes-and-brackets"),
)
"""(what the error or the line shows, code of the remedy); the first that fits."""
_ENUMS = frozenset({"enum", "literal_error"})
_DAYS = ("date_", "datetime_")
_MOST = 120
"""Characters shown of a line or value."""
_PLAIN: Mapping[str, str] = {
    "missing": "toml.missing",
    "string_too_short": "toml.empty-text",
    "too_short": "toml.empty-list",
    "list_type": "toml.not-list",
    "model_type": "toml.not-table",
    "model_attributes_type": "toml.not-table",
    "dict_type": "toml.not-table",
    "bool_type": "toml.not-yes-no",
    "bool_parsing": "toml.not-yes-no",
    "float_parsing": "toml.not-number",
    "float_type": "toml.not-number",
    "int_parsing": "toml.not-number",
    "int_type": "toml.not-number",
}
"""Kind of fault → code of what to do about it."""
_BOUNDS: Mapping[str, tuple[str, str]] = {
    "greater_than_equal": ("ge", "settings.at-least"),
    "greater_than": ("gt", "settings.more-than"),
    "less_than_equal": ("le", "settings.at-most"),
    "less_than": ("lt", "settings.less-than"),
    "string_too_long": ("max_length", "toml.too-long"),
}
"""Kind of fault → where the bound stands, and the code of what is wrong."""


def read(file: Path) -> dict[str, Any]:
    """Return the tables of a file; a byte-order mark, as Notepad sets it, does no harm.

    What stands *in* a table is shared by all who read the same text, and must not be changed.
    Raises BadCheck, with the line and a remedy, if it cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadCheck(Message("toml.unreadable", file=file, reason=reason(error))) from error
    except UnicodeDecodeError as error:
        raise BadCheck(Message("toml.not-utf8", file=file)) from error
    try:
        return dict(_parsed(text))
    except RecursionError as error:
        raise BadCheck(Message("toml.too-deep", file=file)) from error
    except tomli.TOMLDecodeError as error:
        raise BadCheck(_slip(file, error, text)) from error


@lru_cache(maxsize=1_024)
def _parsed(text: str) -> dict[str, Any]:
    # What many files share is read for each of them.
    return tomli.loads(text)


def _slip(file: Path, error: tomli.TOMLDecodeError, text: str) -> Message:
    """Show the line and what is most often wrong with such a one."""
    found, lines = _AT_LINE.search(str(error)), text.splitlines()
    number, column = (int(found[1]), int(found[2])) if found else (len(lines), 1)
    line = lines[number - 1].strip()[:_MOST] if 0 < number <= len(lines) else ""
    hint = next(code for sign, code in _HINTS if sign.search(f"{error}\n{_bare(line)}"))
    shown = Message("toml.line", line=line) if line else ""
    return Message(
        "toml.syntax", file=file, line=number, column=column, shown=shown, hint=Message(hint)
    )


def _bare(line: str) -> str:
    """Return a line without what stands in straight quotes."""
    return _QUOTED.sub('""', line)


def together(faults: Sequence[Message]) -> Message:
    """Return several faults as one message, one a line; what many checks share is said once."""
    unlike = list({str(fault): fault for fault in faults}.values())
    return unlike[0] if len(unlike) == 1 else Message("lines", lines=unlike)


def explain(error: ValidationError, model: type[BaseModel], *files: Path) -> list[Message]:
    """Return each fault as ``file:line: place: what is wrong, and the remedy``.

    Where the tables of several files were laid over each other, the topmost comes first.
    """
    keys = tuple(_keys(model))
    return [at(files, fault["loc"], _message(fault, keys)) for fault in error.errors()]


def at(
    files: Sequence[Path], place: Sequence[str | int], message: Message | str, value: str = ""
) -> Message:
    """Return ``file:line: place: message`` for a fault at a key, or at one *value* in its list."""
    inside = (*place, value) if value else tuple(place)
    lines = ((file, line) for file in files if (line := line_of(file, inside)) is not None)
    file, line = next(lines, (files[0], None))
    where = f"{file}:{line}" if line else f"{file}"
    key = place_of(place)
    return Message("toml.fault", place=f"{where}: {key}" if key else where, what=message)


def _message(fault: Any, keys: tuple[str, ...]) -> Message | str:
    kind, given = str(fault["type"]), str(fault["input"])[:_MOST]
    context, last = fault.get("ctx", {}), str(fault["loc"][-1]) if fault["loc"] else ""
    if kind == "extra_forbidden":
        return Message("toml.unknown-key", hint=guess(last, keys))
    if kind in _ENUMS:
        choices = re.findall(r"'([^']+)'", str(context["expected"]))
        hint = guess(given, choices)
        return Message("toml.none-of", given=given, names=", ".join(choices), hint=hint)
    if kind.startswith(_DAYS):
        return Message("toml.not-day", given=given, hint=Message("toml.day"))
    if kind == "list_type" and isinstance(fault["input"], dict):
        return Message("toml.double-brackets", name=last)
    if kind == "string_type":
        return Message("toml.in-quotes", given=given) if _short(fault) else Message("toml.not-text")
    if kind == "string_pattern_mismatch":
        return Message("toml.pattern", given=given, pattern=context["pattern"])
    if kind in _BOUNDS:
        name, code = _BOUNDS[kind]
        return Message("toml.given", given=given, what=Message(code, bound=f"{context[name]:g}"))
    if kind == "value_error":  # a rule of ours, which carries its message
        return _own(context["error"])
    return Message(_PLAIN.get(kind, "toml.not-valid"))


def _own(error: Exception) -> Message | str:
    return error.args[0] if error.args and isinstance(error.args[0], Message) else str(error)


def _short(fault: Any) -> bool:
    return isinstance(fault["input"], (int, float))


def guess(word: str, choices: Collection[str]) -> Message | str:
    """Return ``Did you mean …? `` with what comes close, or nothing; never the word itself."""
    close = get_close_matches(word.lower(), set(choices) - {word}, n=2, cutoff=0.6)
    if not close:
        return ""
    first, *rest = close
    names = Message("one-or-other", one=first, other=rest[0]) if rest else first
    return Message("did-you-mean", names=names)


def _keys(model: type[BaseModel]) -> Iterator[str]:
    """Yield every key that a table, or one inside it, may hold."""
    for name, field in model.model_fields.items():
        yield name
        for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _keys(inner)
