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

DAY = "Write a day as year-month-day, without quotes: 2026-09-15."
_AT_LINE = re.compile(r"at line (\d+)")
_DAY_FIRST = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}[/-]\d{1,2}[/-]\d{1,2}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_HINTS = (
    (re.compile("[“”‘’«»]"), 'Use straight quotes, "…"; word processors turn them round.'),
    (
        re.compile("overwrite|twice"),
        "A key or table stands only once: put both values into one.",
    ),
    (
        re.compile("Expected '=' after a key"),
        "A line is key = value, and a key is one word of plain letters without marks.",
    ),
    (_DAY_FIRST, DAY),
    (
        re.compile(""),
        'Words stand in quotes, lists in square brackets: status = "in-force", '
        'kinds = ["commune"]. A quote or bracket may have been left open further up.',
    ),
)
"""(what the error or the line shows, the remedy); the first that fits."""
_ENUMS = frozenset({"enum", "literal_error"})
_DAYS = ("date_", "datetime_")
_MOST = 120
"""Characters shown of a line or value."""
_PLAIN: Mapping[str, str] = {
    "missing": "is missing. Add it.",
    "string_too_short": "is empty. Fill it in, or leave the key out where it is not needed.",
    "too_short": "holds nothing. Name at least one.",
    "list_type": 'must be a list in square brackets, such as ["…", "…"].',
    "model_type": "must be a table with keys of its own.",
    "model_attributes_type": "must be a table with keys of its own.",
    "dict_type": "must be a table with keys of its own.",
    "bool_type": "must be true or false, without quotes.",
    "bool_parsing": "must be true or false, without quotes.",
    "float_parsing": "must be a number, without quotes.",
    "float_type": "must be a number, without quotes.",
}
"""Kind of fault → what to do about it."""


def read(file: Path) -> dict[str, Any]:
    """Return the tables of a file; a byte-order mark, as Notepad sets it, does no harm.

    What stands *in* a table is shared by all who read the same text, and must not be changed.
    Raises BadCheck, with the line and a remedy, if it cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadCheck(f"{file}: cannot be read as TOML: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise BadCheck(
            f"{file}: cannot be read as TOML: it is not UTF-8. Save it with the encoding UTF-8."
        ) from error
    try:
        return dict(_parsed(text))
    except RecursionError as error:
        raise BadCheck(f"{file}: cannot be read as TOML: brackets within brackets.") from error
    except tomli.TOMLDecodeError as error:
        raise BadCheck(f"{file}: cannot be read as TOML: {error}. {_slip(error, text)}") from error


@lru_cache(maxsize=1_024)
def _parsed(text: str) -> dict[str, Any]:
    # What many files share is read for each of them.
    return tomli.loads(text)


def _slip(error: tomli.TOMLDecodeError, text: str) -> str:
    """Show the line and what is most often wrong with such a one."""
    found, lines = _AT_LINE.search(str(error)), text.splitlines()
    number = int(found[1]) if found else 0
    line = lines[number - 1].strip()[:_MOST] if 0 < number <= len(lines) else ""
    shown = f"The line says: {line} – " if line else ""
    return shown + next(hint for sign, hint in _HINTS if sign.search(f"{error}\n{_bare(line)}"))


def _bare(line: str) -> str:
    """Return a line without what stands in straight quotes."""
    return _QUOTED.sub('""', line)


def explain(error: ValidationError, model: type[BaseModel], *files: Path) -> list[str]:
    """Return each fault as ``file:line: place: what is wrong, and the remedy``.

    Where the tables of several files were laid over each other, the topmost comes first.
    """
    keys = tuple(_keys(model))
    return [at(files, fault["loc"], _message(fault, keys)) for fault in error.errors()]


def at(files: Sequence[Path], place: Sequence[str | int], message: str, value: str = "") -> str:
    """Return ``file:line: place: message`` for a fault at a key, or at one *value* in its list."""
    inside = (*place, value) if value else tuple(place)
    lines = ((file, line) for file in files if (line := line_of(file, inside)) is not None)
    file, line = next(lines, (files[0], None))
    where = f"{file}:{line}" if line else f"{file}"
    return ": ".join(filter(None, (where, ".".join(str(part) for part in place), message)))


def _message(fault: Any, keys: tuple[str, ...]) -> str:
    kind, given = str(fault["type"]), str(fault["input"])[:_MOST]
    if kind == "extra_forbidden":
        key = str(fault["loc"][-1])
        return f"there is no such key here. {guess(key, keys)}Take it out, or correct its name."
    if kind in _ENUMS:
        choices = re.findall(r"'([^']+)'", str(fault["ctx"]["expected"]))
        return f"{given} is none of {', '.join(choices)}. {guess(given, choices)}".strip()
    if kind.startswith(_DAYS):
        return f"{given} is no day. {DAY}"
    if kind == "list_type" and isinstance(fault["input"], dict):
        name = fault["loc"][-1]
        return f"stands in double square brackets, [[{name}]], once for each."
    if kind == "string_type":
        return f'must be text in quotes, such as "{given}".' if _short(fault) else "must be text."
    if kind == "string_pattern_mismatch":
        return (
            f"{given} does not fit {fault['ctx']['pattern']}: small letters without marks, digits, "
            "- and _ only."
        )
    return _PLAIN.get(kind, str(fault["msg"]).removeprefix("Value error, "))


def _short(fault: Any) -> bool:
    return isinstance(fault["input"], (int, float))


def guess(word: str, choices: Collection[str]) -> str:
    """Return ``Did you mean …? `` with what comes close, or nothing."""
    close = get_close_matches(word.lower(), set(choices) - {word}, n=2, cutoff=0.6)
    return f"Did you mean {' or '.join(close)}? " if close else ""


def _keys(model: type[BaseModel]) -> Iterator[str]:
    """Yield every key that a table, or one inside it, may hold."""
    for name, field in model.model_fields.items():
        yield name
        for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _keys(inner)
