"""What assignments change: variables, objects, arrays, and what is the browser's."""

from __future__ import annotations

from typing import Protocol

from tree_sitter import Node

from portal_audit.parse.javascript.browser import Browser
from portal_audit.parse.javascript.patterns import bound
from portal_audit.parse.javascript.syntax import text_of
from portal_audit.parse.javascript.values import (
    UNKNOWN,
    Constant,
    Global,
    Items,
    Record,
    Text,
    Value,
    VariableScope,
    forget,
    joined,
)

_BROWSERS_OWN = ("location", "onload", "onpopstate")
"""Variables of the window of which browsers make more."""
_NOWHERE = 1_000_000
"""No array has so many values here."""


class Evaluates(Protocol):
    """What evaluates expressions."""

    browser: Browser
    conditional: int
    globals: VariableScope

    def value(self, node: Node | None, scope: VariableScope) -> Value:
        """Return what is known of an expression."""

    def operate(self, operator: str, left: Value, node: Node, scope: VariableScope) -> Value:
        """Return what an operator makes of what is to its left, and of the right of *node*."""

    def property_of(self, node: Node, scope: VariableScope) -> str | None:
        """Return the name of the property that an expression names."""

    def set_variable(self, scope: VariableScope, name: str, value: Value) -> None:
        """Give a variable its value."""


def assign(on: Evaluates, node: Node, scope: VariableScope) -> Value:
    """Follow an assignment, also one of ``+=`` and the like."""
    target = node.child_by_field_name("left")
    named = node.child_by_field_name("operator")
    operator = text_of(named) if named is not None else "="
    if operator in ("&&=", "||=", "??=") and target is not None:
        value = on.operate(operator[:-1], on.value(target, scope), node, scope)
    else:
        value = on.value(node.child_by_field_name("right"), scope)
        if operator == "+=" and target is not None:
            value = joined(on.value(target, scope), value)
        elif operator != "=":
            value = UNKNOWN
    if target is not None:
        give(on, target, value, scope)
    return value


def update(on: Evaluates, node: Node, scope: VariableScope) -> Value:
    """Follow ``n++`` and the like; which of the two values it has is not told."""
    target, operator = map(node.child_by_field_name, ("argument", "operator"))
    step = Constant(1.0 if operator is not None and text_of(operator) == "++" else -1.0)
    held = on.value(target, scope)
    if target is not None:
        give(on, target, joined(held, step) if isinstance(held, Constant) else UNKNOWN, scope)
    return UNKNOWN


def give(on: Evaluates, target: Node, value: Value, scope: VariableScope) -> None:
    """Give what stands to the left of an assignment its value."""
    if target.type == "identifier":
        name = text_of(target)
        where = scope.find(name)
        if where is None and name in _BROWSERS_OWN:
            on.browser.assign(Global("window"), name, value)
        else:
            on.set_variable(where or on.globals, name, value)
    elif target.type in ("member_expression", "subscript_expression"):
        owned = target.child_by_field_name("object")
        owner = on.value(owned, scope)
        if isinstance(owner, Text) and owned is not None:  # a part of ``new URL``
            give(on, owned, UNKNOWN, scope)
        _assign_property(on, owner, on.property_of(target, scope), value)
    elif target.type in ("array_pattern", "object_pattern"):
        for name, held in bound(target, value, lambda one: on.value(one, scope)):
            on.set_variable(scope.find(name) or on.globals, name, held)


def _assign_property(on: Evaluates, owner: Value, name: str | None, value: Value) -> None:
    """Give a property its value; of an object, any may be meant where *name* is not known."""
    if isinstance(owner, Record | Items) and (name is None or isinstance(owner, Items)):
        place = int(name) if name is not None and name.isdecimal() else _NOWHERE
        forget(owner)
        if isinstance(owner, Items) and place < len(owner.values) and not on.conditional:
            owner.values[place] = value
    elif name is None:
        return
    elif isinstance(owner, Record):
        owner.values[name] = UNKNOWN if on.conditional else value
    elif owner == Global("window") and name not in _BROWSERS_OWN:
        on.set_variable(on.globals, name, value)
    else:
        on.browser.assign(owner, name, value)
