"""What is known of the expressions of a script, and what evaluating them does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from tree_sitter import Node

from portal_audit.parse.javascript.assignments import assign, give, update
from portal_audit.parse.javascript.browser import Browser
from portal_audit.parse.javascript.effects import EffectLog
from portal_audit.parse.javascript.patterns import spread_out
from portal_audit.parse.javascript.strings import CHANGING, call_on_text, text_property, unescaped
from portal_audit.parse.javascript.syntax import FUNCTIONS, is_optional, number_of, text_of
from portal_audit.parse.javascript.values import (
    GLOBALS,
    UNKNOWN,
    WINDOW,
    BoundMethod,
    Constant,
    Function,
    Global,
    Items,
    Record,
    Text,
    Value,
    VariableScope,
    as_text,
    compared,
    forget,
    is_there,
    joined,
    truth,
    type_of,
    whole_text,
)

MOST_STEPS = 20_000
MOST_DEPTH = 60
"""Expressions and statements inside one another."""
_MOST_ARGUMENTS = 5_000
_CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None}


class TooManySteps(Exception):
    """The script takes more steps than are followed."""


class ScriptThrows(Exception):
    """The script surely throws here."""


class Expressions(ABC):
    """Evaluates expressions; how statements are followed is left to a subclass."""

    def __init__(self, log: EffectLog, scheme: str) -> None:
        """Write effects to *log*; ``location.protocol`` is that of *scheme*."""
        self.scheme = scheme
        self.browser = Browser(log, self)
        self.conditional = 0
        """How many conditions surround what is followed."""
        self.steps, self.depth = 0, 0
        self.globals = VariableScope()
        self.changes: list[dict[tuple[int, str], tuple[VariableScope, Value | None]]] = []
        """Variables set inside each surrounding condition, with what they were before."""

    @abstractmethod
    def run_code(self, code: str) -> None:
        """Follow the text of a script."""

    @abstractmethod
    def call(self, function: Function, arguments: list[Value], this: Value = UNKNOWN) -> Value:
        """Follow a function that is called; return what it returns."""

    @abstractmethod
    def call_maybe(self, function: Function) -> None:
        """Follow a function that may be called."""

    @abstractmethod
    def maybe(self, nodes: list[Node | None], scope: VariableScope) -> str:
        """Follow what may not run: afterwards, what it changed is unknown."""

    def set_variable(self, scope: VariableScope, name: str, value: Value) -> None:
        """Give a variable its value."""
        if self.changes:
            before = scope.values.get(name)
            self.changes[-1].setdefault((id(scope), name), (scope, before))
        scope.values[name] = value

    def step(self) -> None:
        """Count one node. Raises TooManySteps."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooManySteps

    def value(self, node: Node | None, scope: VariableScope) -> Value:
        """Return what is known of an expression; note what it does."""
        if node is None:
            return UNKNOWN
        self.step()
        if self.depth >= MOST_DEPTH:
            return UNKNOWN
        self.depth += 1
        try:
            return self._value(node, scope)
        finally:
            self.depth -= 1

    def _value(self, node: Node, scope: VariableScope) -> Value:
        kind = node.type
        if kind == "identifier":
            return self._identifier(text_of(node), scope)
        if kind == "this":
            where = scope.find("this")
            return Global("window") if where is None else where.values["this"]
        if kind == "string":
            return Text(unescaped(text_of(node)[1:-1]))
        if kind == "number":
            return number_of(text_of(node))
        if kind in _CONSTANTS:
            return Constant(_CONSTANTS[kind])
        if kind in FUNCTIONS:
            return Function(node, scope)
        follow = _FOLLOWED.get(kind)
        return UNKNOWN if follow is None else follow(self, node, scope)

    def _inner(self, node: Node, scope: VariableScope) -> Value:
        inner = [one for one in node.named_children if one.type != "comment"]
        return self.value(inner[-1], scope) if inner else UNKNOWN

    def _sequence(self, node: Node, scope: VariableScope) -> Value:
        values = [self.value(one, scope) for one in node.named_children]
        return values[-1] if values else UNKNOWN

    def _unary(self, node: Node, scope: VariableScope) -> Value:
        argument = node.child_by_field_name("argument")
        value = self.value(argument, scope)
        held = truth(value)
        operator = node.child_by_field_name("operator")
        name = text_of(operator) if operator is not None else ""
        if name == "delete" and argument is not None:
            give(self, argument, UNKNOWN, scope)
        if name == "typeof":
            return type_of(value)
        return Constant(not held) if name == "!" and held is not None else UNKNOWN

    def _array(self, node: Node, scope: VariableScope) -> Value:
        return Items([self.value(one, scope) for one in node.named_children[:2000]])

    def _identifier(self, name: str, scope: VariableScope) -> Value:
        where = scope.find(name)
        if where is not None:
            return where.values[name]
        if name in WINDOW:
            return Global("window")
        if name == "undefined":
            return Constant(None)
        return Global(name) if name in GLOBALS else UNKNOWN

    def _template(self, node: Node, scope: VariableScope) -> Value:
        found: Value = Text("")
        for part in node.named_children:
            if part.type == "template_substitution":
                inner = part.named_children
                found = joined(found, self.value(inner[0], scope) if inner else UNKNOWN)
            else:
                found = joined(found, Text(unescaped(text_of(part))))
        return found

    def _member(self, node: Node, scope: VariableScope) -> Value:
        owner = self.value(node.child_by_field_name("object"), scope)
        name = self.property_of(node, scope)
        if name is None:
            return UNKNOWN
        if owner == Global("window"):
            if name in self.globals.values:
                return self.globals.values[name]
            return Global("window") if name in WINDOW else Global(name)
        if isinstance(owner, Record):
            return owner.values.get(name, UNKNOWN)
        if isinstance(owner, Items) and name.isdecimal() and int(name) < len(owner.values):
            return owner.values[int(name)]
        if isinstance(owner, Text | Items) and (found := text_property(owner, name)) is not None:
            return found
        return self.browser.property(owner, name)

    def property_of(self, node: Node, scope: VariableScope) -> str | None:
        """Return the name of the property that an expression names."""
        named = node.child_by_field_name("property")
        if named is not None:
            return text_of(named)
        index = as_text(self.value(node.child_by_field_name("index"), scope))
        return index.value if index is not None and index.whole else None

    def _binary(self, node: Node, scope: VariableScope) -> Value:
        """Follow a chain of operators; long ones are long to the left."""
        chain: list[Node] = []
        left: Node | None = node
        while left is not None and left.type == "binary_expression":
            chain.append(left)
            left = left.child_by_field_name("left")
        found = self.value(left, scope)
        for one in reversed(chain):
            self.step()
            operator = one.child_by_field_name("operator")
            found = self.operate(text_of(operator) if operator else "", found, one, scope)
        return found

    def operate(self, operator: str, left: Value, node: Node, scope: VariableScope) -> Value:
        """Return what an operator makes of what is to its left, and of the right of *node*."""
        right = node.child_by_field_name("right")
        if operator in ("&&", "||", "??"):
            held = truth(left)
            if held is None:
                self.maybe([right], scope)
                return UNKNOWN
            return self.value(right, scope) if held == (operator == "&&") else left
        other = self.value(right, scope)
        if operator == "+":
            return joined(left, other)
        if isinstance(left, Constant) and isinstance(other, Constant):
            return compared(operator, left, other)
        first, second = whole_text(left), whole_text(other)
        if first is None or second is None:
            return UNKNOWN
        if operator in ("==", "==="):
            return Constant(first == second)
        return Constant(first != second) if operator in ("!=", "!==") else UNKNOWN

    def _ternary(self, node: Node, scope: VariableScope) -> Value:
        holds = truth(self.value(node.child_by_field_name("condition"), scope))
        then, other = map(node.child_by_field_name, ("consequence", "alternative"))
        if holds is not None:
            return self.value(then if holds else other, scope)
        self.maybe([then], scope)
        self.maybe([other], scope)
        return UNKNOWN

    def _object(self, node: Node, scope: VariableScope) -> Value:
        record = Record()
        for pair in node.named_children[:500]:
            key, value = map(pair.child_by_field_name, ("key", "value"))
            if pair.type == "pair" and key is not None:
                record.values[text_of(key).strip("'\"")] = self.value(value, scope)
        return record

    def _call(self, node: Node, scope: VariableScope) -> Value:
        new = node.type == "new_expression"
        named = node.child_by_field_name("constructor" if new else "function")
        given = node.child_by_field_name("arguments")
        nodes = [one for one in given.named_children if one.type != "comment"] if given else []
        if named is not None and named.type == "import":
            self.browser.load("script", self.value(nodes[0], scope) if nodes else UNKNOWN)
            return UNKNOWN
        called = self.value(named, scope)
        nodes = nodes[:_MOST_ARGUMENTS]
        if not is_there(called) and is_optional(node):
            self.maybe(list(nodes), scope)
            return UNKNOWN
        arguments = spread_out([(one, self.value(one, scope)) for one in nodes])
        if new and not isinstance(called, Function):
            return self.browser.construct(called, arguments)
        made = Record()
        returned = self._invoke(called, arguments, made if new else self._this_of(named, scope))
        return made if new else returned

    def _this_of(self, named: Node | None, scope: VariableScope) -> Value:
        """Return the object whose method is called, where it has a name."""
        owner = named.child_by_field_name("object") if named is not None else None
        named_so = owner is not None and owner.type in ("identifier", "this")
        return self.value(owner, scope) if named_so else UNKNOWN

    def _invoke(self, called: Value, arguments: list[Value], this: Value = UNKNOWN) -> Value:
        if isinstance(called, Function):
            return self.call(called, arguments, this)
        if isinstance(called, BoundMethod):
            owner, name = called.owner, called.name
            if name in ("call", "apply") and isinstance(owner, Function | BoundMethod | Global):
                listed = arguments[1] if len(arguments) > 1 else UNKNOWN
                spread = listed.values if isinstance(listed, Items) else []
                this = arguments[0] if arguments else UNKNOWN
                return self._invoke(owner, arguments[1:] if name == "call" else spread, this)
            if isinstance(owner, Items) and name in CHANGING and self.conditional:
                forget(owner)
                return UNKNOWN
            if isinstance(owner, Text | Items):
                return call_on_text(owner, name, arguments, self.call)
        returned = self.browser.call(called, arguments)
        for one in arguments:  # whoever was given an object may change it
            forget(one)
        return returned


_FOLLOWED: dict[str, Callable[[Expressions, Node, VariableScope], Value]] = {
    "template_string": Expressions._template,
    "parenthesized_expression": Expressions._inner,
    "await_expression": Expressions._inner,
    "spread_element": Expressions._inner,
    "sequence_expression": Expressions._sequence,
    "member_expression": Expressions._member,
    "subscript_expression": Expressions._member,
    "binary_expression": Expressions._binary,
    "ternary_expression": Expressions._ternary,
    "assignment_expression": assign,
    "augmented_assignment_expression": assign,
    "call_expression": Expressions._call,
    "new_expression": Expressions._call,
    "unary_expression": Expressions._unary,
    "update_expression": update,
    "array": Expressions._array,
    "object": Expressions._object,
}
"""Kinds of expression → what evaluates them; the value of any other is unknown."""
