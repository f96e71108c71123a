"""Structured field values of HTTP (RFC 8941): items, inner lists and dictionaries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MAX_LENGTH = 16_384
"""Characters that are read; a longer field does not parse."""


class Token(str):
    """A bare word, such as ``same-origin``; not the same as a quoted string."""

    __slots__ = ()


BareItem = int | float | str | bytes | bool
"""A token is a :class:`Token`, a quoted string a plain ``str``."""


@dataclass(frozen=True, slots=True)
class Item:
    """One value with its parameters."""

    value: BareItem
    parameters: Mapping[str, BareItem] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class InnerList:
    """Several items in brackets, with parameters."""

    items: tuple[Item, ...]
    parameters: Mapping[str, BareItem] = field(default_factory=lambda: MappingProxyType({}))


Member = Item | InnerList

_KEY = re.compile(r"[a-z*][a-z0-9_.*-]*")
_TOKEN = re.compile(r"[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*")
_NUMBER = re.compile(r"-?(?:\d{1,12}\.\d{1,3}(?!\d)|\d{1,15}(?![\d.]))", re.ASCII)
_STRING = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
_BYTES = re.compile(r":([A-Za-z0-9+/=]*):")
_BOOLEAN = re.compile(r"\?([01])")
_SPACES = re.compile(r" *")
_OPTIONAL_SPACE = re.compile(r"[ \t]*")


def parse_dictionary(text: str) -> Mapping[str, Member]:
    """Read a dictionary (§4.2.2). Several header lines are joined with a comma beforehand.

    Raises ValueError where the text is not one; browsers then ignore the whole field.
    """
    reader = _Reader(text)
    members: dict[str, Member] = {}
    while not reader.done:
        key = reader.take(_KEY)
        member = reader.member() if reader.skip("=") else Item(True, reader.parameters())
        members.pop(key, None)  # the last of a name counts, and stands last
        members[key] = member
        reader.take(_OPTIONAL_SPACE)
        if reader.done:
            break
        reader.expect(",")
        reader.take(_OPTIONAL_SPACE)
        if reader.done:
            raise ValueError("comma at the end")
    return MappingProxyType(members)


def parse_item(text: str) -> Item:
    """Read a single item (§4.2.3). Raises ValueError where the text is not one."""
    reader = _Reader(text)
    item = reader.item()
    if not reader.done:
        raise ValueError(f"something stands after the item, at character {reader.at}")
    return item


class _Reader:
    """Walks through the text once, from left to right."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise ValueError("too long")
        self.text = text.strip(" ")
        self.at = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.text)

    def skip(self, character: str) -> bool:
        if self.text.startswith(character, self.at):
            self.at += 1
            return True
        return False

    def expect(self, character: str) -> None:
        if not self.skip(character):
            raise ValueError(f"wanted {character!r} at character {self.at}")

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(f"cannot be read at character {self.at}")
        self.at = found.end()
        return found[found.lastindex or 0]

    def member(self) -> Member:
        return self.inner_list() if self.text.startswith("(", self.at) else self.item()

    def inner_list(self) -> InnerList:
        self.expect("(")
        items: list[Item] = []
        while True:
            spaces = self.take(_SPACES)
            if self.skip(")"):
                return InnerList(tuple(items), self.parameters())
            if items and not spaces:
                raise ValueError(f"wanted a space at character {self.at}")
            items.append(self.item())

    def item(self) -> Item:
        return Item(self.bare(), self.parameters())

    def bare(self) -> BareItem:
        first = self.text[self.at : self.at + 1]
        if first == '"':
            return re.sub(r"\\(.)", r"\1", self.take(_STRING))
        if first == ":":
            return self.take(_BYTES).encode("ascii")
        if first == "?":
            return self.take(_BOOLEAN) == "1"
        if first == "-" or (first.isascii() and first.isdigit()):
            number = self.take(_NUMBER)
            return float(number) if "." in number else int(number)
        return Token(self.take(_TOKEN))

    def parameters(self) -> Mapping[str, BareItem]:
        found: dict[str, BareItem] = {}
        while self.skip(";"):
            self.take(_SPACES)
            key = self.take(_KEY)
            found[key] = self.bare() if self.skip("=") else True
        return MappingProxyType(found)
