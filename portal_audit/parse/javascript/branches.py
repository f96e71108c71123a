"""What a script does where something decides: ``if``, ``switch`` and ``try``."""

from __future__ import annotations

import re
from abc import abstractmethod

from tree_sitter import Node

from portal_audit.parse.javascript.expressions import Expressions, ScriptThrows
from portal_audit.parse.javascript.syntax import only_returns, text_of
from portal_audit.parse.javascript.values import (
    UNKNOWN,
    BoundMethod,
    Constant,
    Global,
    Text,
    Value,
    VariableScope,
    truth,
)

_NAMES_ITSELF = re.compile(r"\.id\s*=[^=]|setAttribute\(\s*[\"']id[\"']")


class Branches(Expressions):
    """Follows the branch that is taken, where that is known, and else each as one that may be."""

    @abstractmethod
    def _block(self, nodes: list[Node], scope: VariableScope) -> str:
        """Follow statements; return how they end."""

    def _if(self, node: Node, scope: VariableScope) -> str:
        condition = node.child_by_field_name("condition")
        then = node.child_by_field_name("consequence")
        other = node.child_by_field_name("alternative")
        holds = truth(self.value(condition, scope)) if condition else None
        if holds is None and condition is not None and then is not None and other is None:
            if only_returns(then):
                return "" if self._is_load_guard(condition, scope) else "maybe"
            holds = self._is_first_load(condition, then, scope) or None
        if holds is not None:
            chosen = then if holds else other
            return self._block([chosen] if chosen else [], scope)
        ends = [self.maybe([one], scope) for one in (then, other) if one is not None]
        return "maybe" if any(ends) else ""

    def _is_load_guard(self, condition: Node, scope: VariableScope) -> bool:
        """Whether a condition is that of snippets that must not run twice: it fails at first."""
        condition = _without_parentheses(condition)
        if condition.type == "call_expression":
            called = self.value(condition.child_by_field_name("function"), scope)
            return isinstance(called, BoundMethod) and called.name == "getElementById"
        if condition.type in ("member_expression", "subscript_expression"):
            owner = self.value(condition.child_by_field_name("object"), scope)
            return owner == Global("window")
        return False

    def _is_first_load(self, condition: Node, then: Node, scope: VariableScope) -> bool:
        """Whether a branch is taken unless its own element is there: it gives that its id."""
        condition = _without_parentheses(condition)
        operator = condition.child_by_field_name("operator")
        asked = condition.child_by_field_name("argument")
        if condition.type != "unary_expression" or operator is None or asked is None:
            return False
        looks_up = _without_parentheses(asked).type == "call_expression"
        negated = text_of(operator) == "!" and looks_up and self._is_load_guard(asked, scope)
        return negated and _NAMES_ITSELF.search(text_of(then)) is not None

    def _switch(self, node: Node, scope: VariableScope) -> str:
        """Follow the cases from the one that is met on, or any, where that is not known."""
        cases = node.child_by_field_name("body")
        listed = list(cases.named_children) if cases else []
        asked = self.value(node.child_by_field_name("value"), scope)
        met = self._case_met(listed, asked, scope) if _is_known(asked) else None
        if met is None:
            ends = [self.maybe([one], scope) for one in listed]
            return "maybe" if {"return", "maybe"}.intersection(ends) else ""
        how = self._block(listed[met:], scope)
        return "" if how == "break" else how

    def _case_met(self, cases: list[Node], asked: Value, scope: VariableScope) -> int | None:
        """Return the place of the case that is met; behind the last where none is."""
        default = len(cases)
        for place, case in enumerate(cases):
            if case.type == "switch_default":
                default = place
            elif case.type == "switch_case":
                value = self.value(case.child_by_field_name("value"), scope)
                if not _is_known(value):
                    return None
                if value == asked:
                    return place
        return default

    def _case(self, node: Node, scope: VariableScope) -> str:
        value = node.child_by_field_name("value")
        body = [one for one in node.named_children if one.type != "comment" and one != value]
        return self._block(body, scope)

    def _try(self, node: Node, scope: VariableScope) -> str:
        body = node.child_by_field_name("body")
        handler, final = map(node.child_by_field_name, ("handler", "finalizer"))
        caught = handler.child_by_field_name("body") if handler else None
        last = final.child_by_field_name("body") if final else None
        try:
            how = self._block([body] if body else [], scope)
            self.maybe([caught], scope)
        except ScriptThrows:
            if handler is None:
                self._block([last] if last else [], scope)
                raise
            how = self._block([caught] if caught else [], scope)
        return (self._block([last], scope) if last else "") or how

    def maybe(self, nodes: list[Node | None], scope: VariableScope) -> str:
        """Follow what may not run: afterwards, what it changed is unknown."""
        self.conditional += 1
        self.changes.append({})
        try:
            return self._block([node for node in nodes if node is not None], scope)
        finally:
            self.conditional -= 1
            for (_, name), (where, before) in self.changes.pop().items():
                if self.changes:
                    self.changes[-1].setdefault((id(where), name), (where, before))
                if where.values.get(name) is not before:
                    where.values[name] = UNKNOWN


def _without_parentheses(node: Node) -> Node:
    while node.type == "parenthesized_expression" and node.named_children:
        node = node.named_children[0]
    return node


def _is_known(value: Value) -> bool:
    return isinstance(value, Constant) or (isinstance(value, Text) and value.whole)
