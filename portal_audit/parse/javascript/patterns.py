"""What parameters and declarations bind: plain names, defaults, lists and objects taken apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from tree_sitter import Node

from portal_audit.parse.javascript.syntax import text_of
from portal_audit.parse.javascript.values import UNKNOWN, Constant, Items, Record, Value

_MOST_NAMES = 200
_MOST_DEPTH = 8
_MOST_SPREAD = 20
"""Arguments that a spread of something unknown is taken to stand for."""
Evaluate = Callable[[Node], Value]


def bound(pattern: Node, given: Value | None, evaluate: Evaluate) -> list[tuple[str, Value]]:
    """Return each name of a pattern with its value; *given* is ``None`` where nothing was.

    Only then is a default sure to count: whether a value is ``undefined`` is not told from
    ``null``.
    """
    return list(islice(_bound(pattern, given, evaluate, 0), _MOST_NAMES))


def _bound(
    pattern: Node, given: Value | None, evaluate: Evaluate, depth: int
) -> Iterator[tuple[str, Value]]:
    kind = pattern.type
    if depth > _MOST_DEPTH:
        return
    if kind in ("identifier", "shorthand_property_identifier_pattern"):
        yield text_of(pattern), Constant(None) if given is None else given
    elif kind in ("assignment_pattern", "object_assignment_pattern"):
        left, right = map(pattern.child_by_field_name, ("left", "right"))
        if given is None and right is not None:
            given = evaluate(right)
        elif isinstance(given, Constant) and given.value is None:
            given = UNKNOWN
        if left is not None:
            yield from _bound(left, given, evaluate, depth + 1)
    elif kind == "object_pattern":
        for part in pattern.named_children:
            yield from _property(part, given, evaluate, depth + 1)
    else:
        yield from _listed(pattern, given, evaluate, depth + 1)


def _listed(
    pattern: Node, given: Value | None, evaluate: Evaluate, depth: int
) -> Iterator[tuple[str, Value]]:
    if pattern.type == "rest_pattern":
        for inner in pattern.named_children:
            yield from _bound(inner, UNKNOWN, evaluate, depth)
    elif pattern.type == "array_pattern":
        listed = given.values if isinstance(given, Items) else []
        for place, part in _places(pattern):
            item = listed[place] if place < len(listed) else UNKNOWN
            yield from _bound(part, item, evaluate, depth)


def _property(
    part: Node, given: Value | None, evaluate: Evaluate, depth: int
) -> Iterator[tuple[str, Value]]:
    key, value = map(part.child_by_field_name, ("key", "value"))
    named = key or part.child_by_field_name("left") or part
    values = given.values if isinstance(given, Record) else {}
    held = values.get(text_of(named).strip("'\""), UNKNOWN)
    yield from _bound(value or part, held, evaluate, depth)


def _places(pattern: Node) -> Iterator[tuple[int, Node]]:
    """Yield the parts of an array pattern with their places, of which some may be empty."""
    place = 0
    for part in pattern.children:
        if part.type == ",":
            place += 1
        elif part.is_named and part.type != "comment":
            yield place, part


def spread_out(given: Iterable[tuple[Node, Value]]) -> list[Value]:
    """Return arguments in their places; behind a spread of what is not known, none has a sure one.

    Of each, the node and its value are given.
    """
    arguments: list[Value] = []
    for node, value in given:
        if node.type != "spread_element":
            arguments.append(value)
        elif isinstance(value, Items):
            arguments += value.values
        else:
            return [*arguments, *[UNKNOWN] * _MOST_SPREAD]
    return arguments
