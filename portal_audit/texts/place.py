"""Where in a file something stands, as people count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal_audit.texts.message import Message

FAULTS = {
    "missing": "record.missing",
    "extra_forbidden": "record.unknown",
    "unexpected_keyword_argument": "record.unknown",
    "json_invalid": "record.not-json",
}
"""The validator's name of a fault → our message."""


def place_of(keys: Iterable[str | int]) -> str:
    """Return ``channel.1.url`` for ``("channel", 0, "url")``: programs count from 0."""
    return ".".join(str(key + 1) if isinstance(key, int) else key for key in keys)


def fault_of(fault: Mapping[str, Any], *above: str) -> Message:
    """Return where and how data differ from their shape, of a fault as pydantic lists it.

    *above* names what the data are a part of.
    """
    place = place_of((*above, *fault["loc"])) or Message("record.file")
    what = Message(FAULTS.get(fault["type"], "record.not-valid"))
    return Message("record.fault", place=place, what=what)
