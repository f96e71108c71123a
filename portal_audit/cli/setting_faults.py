"""Say in plain words what is wrong with a setting, whatever the validator calls it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from portal_audit.texts import Message, did_you_mean

_CHOICE = re.compile(r"'([^']*)'")
_BOUNDS = {
    "greater_than_equal": ("ge", "settings.at-least"),
    "greater_than": ("gt", "settings.more-than"),
    "less_than_equal": ("le", "settings.at-most"),
    "less_than": ("lt", "settings.less-than"),
}
_KINDS = {
    "int": "settings.not-whole",
    "float": "settings.not-number",
    "bool": "settings.not-yes-no",
    "finite": "settings.not-number",
    "string": "settings.not-text",
    "path": "settings.not-text",
}
"""Beginning of the validator's name of a fault → our message."""
SECRET = frozenset({"header"})
"""Settings whose values no message repeats."""
_OURS = frozenset({"not-a-network", "not-host-ip", "no-document", "no-contact", "not-a-field"})


def explain(error: ValidationError, places: Mapping[str, Message | str]) -> list[Message]:
    """Return a message for each setting that is wrong, with the place it was given at."""
    messages: dict[str, Message] = {}
    for fault in error.errors():
        name = str(fault["loc"][0])
        given = fault["input"]
        open_to_all = isinstance(given, str | int | float) and name not in SECRET
        shown = f" {given}" if open_to_all else ""
        messages.setdefault(
            name,
            Message(
                "settings.fault", place=places.get(name, name), given=shown, what=reason(fault)
            ),
        )
    return list(messages.values())


def reason(fault: Any) -> Message:
    """Return what is wrong with one value, as the reader of a command line would say it."""
    kind, context = str(fault["type"]), fault.get("ctx", {})
    if kind in _OURS:
        return Message(f"settings.{kind}", **context)
    if kind in ("enum", "literal_error"):
        choices = _CHOICE.findall(str(context["expected"]))
        hint = did_you_mean(str(fault["input"]), choices)
        return Message("settings.choose", hint=hint, choices=", ".join(choices))
    if kind in _BOUNDS:
        name, code = _BOUNDS[kind]
        return Message(code, bound=f"{context[name]:g}")
    codes = (code for start, code in _KINDS.items() if kind.startswith(start))
    return Message(next(codes, "settings.not-valid"))
