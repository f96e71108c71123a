"""The media type of an answer: of several, the last one counts (WHATWG Fetch, 3.2.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_VALUE = re.compile(r'(?:"(?:[^"\\]|\\.)*"?|[^,"])+')
_ESSENCE = re.compile(r"\s*([^\s;(]*)")
"""Chromium lets a type end at a blank, too."""
_CHARSET = re.compile(r';\s*charset=(?:"([^"]*)"|([^\s;"]+))', re.IGNORECASE)
_ANYTHING = "*/*"


def essence(value: str) -> str:
    """Return the type without its parameters, in lower case; empty where there is none."""
    found = _ESSENCE.match(value)
    kind = found[1].lower() if found else ""
    return kind if "/" in kind and kind != _ANYTHING else ""


def media_type(values: Iterable[str]) -> str:
    """Return what browsers make of every ``Content-Type`` of an answer, in the order sent.

    What is no type is passed over; a charset stays where the next type is the same and names
    none. A single type is returned as written, so is what stands where there is none.
    """
    written = [one.strip() for value in values for one in _VALUE.findall(value)]
    types = [one for one in written if essence(one)]
    if len(types) < 2:
        return next(iter(types or written), "")
    kind = charset = ""
    for one in types:
        named = _CHARSET.search(one)
        stated = (named[1] or named[2] or "") if named else ""
        if stated or essence(one) != kind:
            kind, charset = essence(one), stated
    return f"{kind}; charset={charset}" if charset else kind
