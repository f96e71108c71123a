"""Find the line of a TOML file on which a key stands, so that a fault can be shown where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY_PART = re.compile(r'\s*(?:"([^"]*)"|\'([^\']*)\'|([A-Za-z0-9_-]+))\s*(\.)?')
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
_TRIPLE = re.compile(r'"""|\'\'\'')

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A table header or a key, and the lines that belong to it."""

    key: Key
    first: int
    last: int


def line_of(file: Path, place: Sequence[str | int]) -> int | None:
    """Return the line (from 1) of the key at *place*, or of the closest table around it.

    *place* is what pydantic calls ``loc``: names of tables and keys, numbers in arrays. ``None``
    where no part of it stands in the file, as with a key that is missing at the top.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    entries = list(_entries(lines))
    whole = tuple(place)
    for size in range(len(whole), 0, -1):
        for entry in entries:
            if entry.key[:size] == whole[:size]:
                return _within(lines, entry, whole[size:])
    return None


def _within(lines: Sequence[str], entry: _Entry, rest: Key) -> int:
    """Return the line inside a value of several lines that names the next part, if one does."""
    for part in rest:
        word = re.compile(rf"(?<![\w.-]){re.escape(str(part))}(?![\w.-])")
        if isinstance(part, str):
            for number in range(entry.first, entry.last + 1):
                if word.search(lines[number - 1]):
                    return number
    return entry.first


def _entries(lines: Sequence[str]) -> Iterator[_Entry]:
    """Yield every header and every key with the lines of its value."""
    table: Key = ()
    counts: dict[Key, int] = {}
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        header = _HEADER.match(line)
        if header and (names := _names(header[2])):
            table = _numbered(names, counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            yield _Entry(table, number, number)
            continue
        key, _, value = _split(line)
        if not key:
            continue
        first = number
        number = _end_of_value(lines, number - 1, value) + 1
        yield _Entry((*table, *key), first, number)


def _numbered(names: Key, counts: dict[Key, int]) -> Key:
    """Put the number of the array's last table behind the name of each array of tables."""
    path: Key = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    return (*path, names[-1])


def _split(line: str) -> tuple[Key, str, str]:
    """Return the key of a ``key = value`` line, the sign and the value; no key if it is none."""
    position, names = 0, []
    while (part := _KEY_PART.match(line, position)) is not None:
        names.append(next(group for group in part.groups()[:3] if group is not None))
        position = part.end()
        if not part[4]:
            break
    if names and line[position : position + 1] == "=":
        return tuple(names), "=", line[position + 1 :]
    return (), "", ""


def _names(text: str) -> Key:
    key, _, _ = _split(f"{text} =")
    return key


def _end_of_value(lines: Sequence[str], index: int, value: str) -> int:
    """Return the index of the last line of a value that begins on line *index*."""
    if opened := _TRIPLE.match(value.lstrip()):
        text = value.lstrip()[3:]
        while opened[0] not in text and index + 1 < len(lines):
            index += 1
            text = lines[index]
        return index
    depth = _depth(value)
    while depth > 0 and index + 1 < len(lines):
        index += 1
        depth += _depth(lines[index])
    return index


def _depth(text: str) -> int:
    """Return how many brackets a line leaves open, those in strings and comments aside."""
    bare = _STRING.sub("", text).partition("#")[0]
    return sum(map(bare.count, "[{")) - sum(map(bare.count, "]}"))
