"""Strings and arrays of scripts: the ways in which text is taken apart and put together."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote

from portal_audit.parse.http.web_url import joined as joined_url
from portal_audit.parse.javascript.values import (
    MOST_TEXT,
    UNKNOWN,
    Constant,
    Function,
    Items,
    Text,
    Value,
    as_text,
    forget,
    joined,
    whole_text,
)

_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.S
)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_OLD_ESCAPE = re.compile(r"%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})")
_MOST_ITEMS = 5_000
CHANGING = frozenset(
    {"push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"}
)
"""Methods that change an array."""
Call = Callable[[Function, list[Value]], Value]


def unescaped(raw: str) -> str:
    """Return the text of a string literal without its quotes."""
    return _ESCAPE.sub(_character, raw) if "\\" in raw else raw


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return _from_code(int(code, 16))
    return "" if found[4] in ("\n", "\r\n", "\r") else _SHORT.get(found[4], found[4])


def _from_code(code: int) -> str:
    return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"


def decoded(name: str, given: Value) -> Value:
    """Return what ``atob``, ``unescape``, ``decodeURI`` or ``decodeURIComponent`` returns."""
    text = whole_text(given)
    if text is None:
        return UNKNOWN
    if name == "unescape":
        return Text(_OLD_ESCAPE.sub(lambda m: _from_code(int(m[1] or m[2], 16)), text))
    if name != "atob":
        return Text(unquote(text))
    try:
        return Text(
            base64.b64decode(text.strip() + "=" * (-len(text.strip()) % 4)).decode("latin-1")
        )
    except (ValueError, binascii.Error):
        return UNKNOWN


def from_char_codes(codes: list[Value]) -> Value:
    """Return what ``String.fromCharCode`` returns."""
    numbers = [one.value for one in codes if isinstance(one, Constant)]
    if len(numbers) != len(codes) or not all(isinstance(one, float) for one in numbers):
        return UNKNOWN
    return Text("".join(_from_code(int(one or 0) & 0xFFFF) for one in numbers))


def resolved(given: list[Value]) -> Value:
    """Return the address that ``new URL`` makes; it may stand as a string."""
    url = whole_text(given[0]) if given else None
    base = whole_text(given[1]) if len(given) > 1 else ""
    return UNKNOWN if url is None or base is None else Text(joined_url(base, url))


def text_property(owner: Text | Items, name: str) -> Value | None:
    """Return ``length`` of what is known, or a character of a string."""
    if isinstance(owner, Items):
        return Constant(float(len(owner.values))) if name == "length" else None
    if not owner.whole:
        return None
    if name == "length":
        return Constant(float(len(owner.value)))
    if name == "href":
        return owner  # of ``new URL``, which stands as a string
    if name.isdecimal() and int(name) < len(owner.value):
        return Text(owner.value[int(name)])
    return None


def call_on_text(owner: Text | Items, name: str, given: list[Value], call: Call) -> Value:
    """Return what a method of a string or an array returns."""
    if isinstance(owner, Items):
        return _call_on_items(owner, name, given, call)
    if name == "concat":
        found: Value = owner
        for one in given:
            found = joined(found, one)
        return found
    if not owner.whole:
        return UNKNOWN
    return _call_on_whole(owner.value, name, given)


def _call_on_whole(text: str, name: str, given: list[Value]) -> Value:
    if name in ("toLowerCase", "toUpperCase"):
        return Text(text.lower() if name == "toLowerCase" else text.upper())
    if name in ("trim", "toString", "valueOf"):
        return Text(text.strip() if name == "trim" else text)
    first = whole_text(given[0]) if given else None
    if name == "split" and first is not None:
        parts = text.split(first) if first else list(text)
        return UNKNOWN if len(parts) > _MOST_ITEMS else Items([Text(part) for part in parts])
    if name in ("replace", "replaceAll") and first is not None and len(given) > 1:
        second = whole_text(given[1])
        most = 1 if name == "replace" else -1
        if second is None or len(text) + len(second) * text.count(first) > MOST_TEXT:
            return UNKNOWN
        return Text(text.replace(first, second, most))
    numbers = [int(one.value or 0) for one in given if isinstance(one, Constant)]
    if len(numbers) != len(given) or not numbers:
        return UNKNOWN
    return _part_of(text, name, numbers)


def _part_of(text: str, name: str, at: list[int]) -> Value:
    start, end = at[0], at[1] if len(at) > 1 else None
    if name == "charAt":
        return Text(text[start : start + 1] if start >= 0 else "")
    if name == "charCodeAt":
        return Constant(float(ord(text[start]))) if 0 <= start < len(text) else UNKNOWN
    if name == "slice":
        return Text(text[start:end])
    if name == "substring":
        low, high = sorted((max(start, 0), len(text) if end is None else max(end, 0)))
        return Text(text[low:high])
    if name == "substr":
        start = max(len(text) + start, 0) if start < 0 else start
        return Text(text[start:] if end is None else text[start : start + max(end, 0)])
    return UNKNOWN


def _call_on_items(owner: Items, name: str, given: list[Value], call: Call) -> Value:
    if name == "reverse":
        owner.values.reverse()
        return owner
    if name == "push":
        owner.values.extend(given[: _MOST_ITEMS - len(owner.values)])
        return UNKNOWN
    if name in ("pop", "shift"):
        return owner.values.pop(-1 if name == "pop" else 0) if owner.values else UNKNOWN
    if name in CHANGING:
        forget(owner)
        return UNKNOWN
    if name == "join":
        between = whole_text(given[0]) if given else ","
        parts = [part for one in owner.values if (part := as_text(one)) and part.whole]
        if between is None or len(parts) < len(owner.values):
            return UNKNOWN
        length = sum(len(part.value) for part in parts) + len(between) * len(parts)
        return UNKNOWN if length > MOST_TEXT else Text(between.join(part.value for part in parts))
    function = given[0] if given else UNKNOWN
    if name in ("map", "forEach") and isinstance(function, Function):
        return Items([call(function, [one]) for one in owner.values[:_MOST_ITEMS]])
    if name == "concat":
        more = [v for one in given for v in (one.values if isinstance(one, Items) else [one])]
        return Items([*owner.values, *more][:_MOST_ITEMS])
    return UNKNOWN
