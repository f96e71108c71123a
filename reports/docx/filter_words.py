"""Which portals a letter is about, in words: nobody outside knows how filters are written."""

from __future__ import annotations

from portal_audit.output.sanitise import one_line
from portal_audit.output.selection import Condition, Selection

from ..documents.words import DocumentWords  # noqa: TID252  (packs are mounted under varying names)


def filter_words(say: DocumentWords, selection: Selection | None) -> str:
    """Return the filter as a sentence; empty without one."""
    if selection is None:
        return ""
    conditions = "; ".join(_condition(say, each) for each in selection.conditions)
    return say("filter", conditions=conditions, shown=selection.shown, of=selection.of)


def _condition(say: DocumentWords, condition: Condition) -> str:
    levels = condition.levels()
    values = levels.split(", ") if levels else condition.values
    sign = "=" if levels else condition.operator
    words = [_value(say, condition, one_line(value)) for value in values]
    *others, last = words
    joined = say("or", others=", ".join(others), last=last) if others else last
    return say(f"sign.{sign}", field=say(f"field.{condition.field}"), value=joined)


def _value(say: DocumentWords, condition: Condition, value: str) -> str:
    field, whole = condition.field, condition.operator != "~"
    if field == "score":
        return say.number(float(value))
    if field == "level" and whole:
        return f"{value} ({say.level(value).lower()})"
    if field == "state" and whole:
        return say(f"state.{value}")
    if field == "kind" and whole:
        return f"“{say.name(field, value)}”"
    check = say.report.catalog.get(value) if field == "fault" else None
    return f"“{check.texts[say.lang].fault if check else value}”"
