"""Follows the statements of a script that run on every visit (ECMAScript 2025, WHATWG HTML 8.1).

A subset: constants, variables, functions called with constants, conditions. What lies beyond is
unknown, and nothing is ever concluded from what is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

from tree_sitter import Node

from portal_audit.parse.javascript.branches import Branches
from portal_audit.parse.javascript.effects import EffectLog, ScriptEffects
from portal_audit.parse.javascript.expressions import MOST_DEPTH, ScriptThrows, TooManySteps
from portal_audit.parse.javascript.patterns import Evaluate, bound
from portal_audit.parse.javascript.syntax import parameters_of, statements_of, text_of
from portal_audit.parse.javascript.values import (
    UNKNOWN,
    Constant,
    Function,
    Items,
    Value,
    VariableScope,
    truth,
    whole_text,
)

MAX_CODE = 200_000
"""Characters of a script that are parsed; a longer one is left alone."""
MOST_CALLS = 12
"""Calls inside one another."""
_NOTHING_TO_DO = frozenset({"function_declaration", "comment", "empty_statement"})
_ENDS = frozenset({"break_statement", "continue_statement"})
_OF_MODULES = frozenset({"import_statement", "export_statement"})
_MOST_ROUNDS = 50
_TELLING = re.compile(
    r"fetch|XMLHttp|ajax|getScript|getJSON|\$\.|jQuery\.|axios|Socket|EventSource|Beacon|import|"
    r"createElement|Image|document\.write|location|\.src|innerHTML|insertAdjacent|eval|Function|"
    r"Audio|append|style|_self|\bopen\("
    r"|\[\s*['\"](?:[^'\"\]\n]{0,80}\\[xu]|[^'\"\]\n]{0,80}['\"]\s*\+)"  # a name put together
)
"""Without any of these a script loads, writes and redirects nothing."""


@lru_cache(maxsize=512)
def read_script(code: str, scheme: str = "https", *, module: bool = False) -> ScriptEffects:
    """Return what an inline script does on every visit of a page read over *scheme*.

    A script that does not parse does nothing, as in browsers; nor does one that imports and is no
    *module*.
    """
    if len(code) > MAX_CODE or not _TELLING.search(code):
        return ScriptEffects()
    log = EffectLog()
    Interpreter(log, scheme).run(code, module=module)
    return log.effects()


class Interpreter(Branches):
    """Follows one script."""

    def __init__(self, log: EffectLog, scheme: str) -> None:
        """Write effects to *log*; ``location.protocol`` is that of *scheme*."""
        super().__init__(log, scheme)
        self._calls = 0
        self._returned: list[Value] = []

    def run(self, code: str, *, module: bool) -> None:
        """Follow a script, and then what waits for it to end."""
        try:
            self.run_code(code, module=module)
            while (waiting := self.browser.waiting.next()) is not None:
                with suppress(ScriptThrows):
                    self._run_waiting(*waiting)
        except TooManySteps:
            return

    def run_code(self, code: str, *, module: bool = False) -> None:
        """Follow a program, such as a script or the text given to ``eval``."""
        nodes = statements_of(code)
        if module or not any(node.type in _OF_MODULES for node in nodes):
            with suppress(ScriptThrows):
                self._block(nodes, self.globals)

    def _run_waiting(self, function: Value, conditional: bool) -> None:
        self.conditional += conditional
        try:
            if isinstance(function, Function):
                self.call(function, [])
            elif (code := whole_text(function)) is not None:
                self.run_code(code)
        finally:
            self.conditional -= conditional

    def _block(self, nodes: list[Node], scope: VariableScope) -> str:
        """Follow statements; return how they end.

        ``return``, ``break``, ``maybe`` (one of these, which may not be reached) or nothing.
        """
        for node in nodes:
            if node.type in ("function_declaration", "generator_function_declaration"):
                name = node.child_by_field_name("name")
                if name is not None:
                    self.set_variable(scope.function, text_of(name), Function(node, scope))
        ended, added = "", 0
        try:
            for node in nodes:
                how = self._statement(node, scope)
                if how in ("return", "break"):
                    return "maybe" if added else how
                if how == "maybe":
                    ended, added = how, added + 1
                    self.conditional += 1
        finally:
            self.conditional -= added
        return ended

    def _statement(self, node: Node, scope: VariableScope) -> str:
        self.step()
        if self.depth >= MOST_DEPTH:
            return "maybe"
        self.depth += 1
        try:
            return self._follow(node, scope)
        finally:
            self.depth -= 1

    def _follow(self, node: Node, scope: VariableScope) -> str:
        kind = node.type
        if kind in _NOTHING_TO_DO:
            return ""
        if kind in _ENDS:  # where a label leads is not followed
            return "maybe" if node.named_children else "break"
        follow = _FOLLOWED.get(kind)
        if follow is not None:
            return follow(self, node, scope)
        self.value(node, scope)
        return ""

    def _expression(self, node: Node, scope: VariableScope) -> str:
        for child in node.named_children:
            self.value(child, scope)
        return ""

    def _throw(self, node: Node, scope: VariableScope) -> str:
        self._expression(node, scope)
        if self.conditional:
            return "return"
        raise ScriptThrows

    def _return(self, node: Node, scope: VariableScope) -> str:
        given = node.named_children
        self._returned[-1:] = [self.value(given[0], scope) if given else UNKNOWN]
        return "return"

    def _statements(self, node: Node, scope: VariableScope) -> str:
        declares = any(one.type == "lexical_declaration" for one in node.named_children)
        inner = VariableScope(scope, block=True) if declares else scope
        return self._block(node.named_children, inner)

    def _import(self, node: Node, scope: VariableScope) -> str:
        source = node.child_by_field_name("source")
        if source is not None:
            self.browser.load("script", self.value(source, scope))
        return ""

    def _last_statement(self, node: Node, scope: VariableScope) -> str:
        how = self._block(node.named_children[-1:], scope)
        return "" if how == "break" else how

    def _variables(self, node: Node, scope: VariableScope) -> str:
        if node.type == "variable_declaration":
            scope = scope.function
        for declarator in node.named_children:
            name, value = map(declarator.child_by_field_name, ("name", "value"))
            if name is not None and value is not None:
                for one, held in bound(name, self.value(value, scope), self._default(scope)):
                    self.set_variable(scope, one, held)
            elif name is not None and name.type == "identifier":
                scope.values.setdefault(text_of(name), Constant(None))
        return ""

    def _default(self, scope: VariableScope) -> Evaluate:
        """Return what evaluates the defaults of a pattern."""
        return lambda node: self.value(node, scope)

    def _loop(self, node: Node, scope: VariableScope) -> str:
        """Follow the first round, where there surely is one; any later one may not come."""
        start, body = map(node.child_by_field_name, ("initializer", "body"))
        if start is not None:
            self._statement(start, scope)
        if self._has_first_round(node, scope):
            how = self._block([body] if body else [], scope)
            if how in ("return", "maybe"):
                return how
        self._forget_assigned(node, scope)
        return "maybe" if self.maybe([body], scope) == "maybe" else ""

    def _has_first_round(self, node: Node, scope: VariableScope) -> bool:
        if node.type == "do_statement":
            return True
        condition = node.child_by_field_name("condition")
        if condition is not None and condition.type == "expression_statement":
            condition = condition.named_children[0]
        return condition is not None and truth(self.value(condition, scope)) is True

    def _each(self, node: Node, scope: VariableScope) -> str:
        """Follow ``for … of`` an array that is known; of any other, nothing is."""
        name, items, body = map(node.child_by_field_name, ("left", "right", "body"))
        operator = node.child_by_field_name("operator")
        listed = self.value(items, scope) if items is not None else UNKNOWN
        of = operator is not None and text_of(operator) == "of"
        if of and isinstance(listed, Items) and name is not None and name.type == "identifier":
            for one in listed.values[:_MOST_ROUNDS]:
                self.set_variable(scope, text_of(name), one)
                if how := self._block([body] if body else [], scope):
                    return "" if how == "break" else how
            return ""
        return self._loop(node, scope)

    def _forget_assigned(self, node: Node, scope: VariableScope) -> None:
        """Forget what a loop changes: it is another value each time."""
        stack = [node]
        while stack:
            one = stack.pop()
            self.step()
            target = one.child_by_field_name("left") or one.child_by_field_name("argument")
            changes = ("assignment_expression", "augmented_assignment_expression")
            changed = one.type in (*changes, "update_expression", "for_in_statement")
            if changed and target is not None and target.type == "identifier":
                where = scope.find(text_of(target)) or scope
                self.set_variable(where, text_of(target), UNKNOWN)
            stack.extend(one.named_children)

    def call(self, function: Function, arguments: list[Value], this: Value = UNKNOWN) -> Value:
        """Follow a function that is called; return what it returns."""
        if self._calls >= MOST_CALLS:
            return UNKNOWN
        scope = VariableScope(function.scope)
        if function.node.type != "arrow_function":
            scope.values["this"] = this
        for place, pattern in enumerate(parameters_of(function.node)):
            given = arguments[place] if place < len(arguments) else None
            scope.values |= dict(bound(pattern, given, self._default(scope)))
        body = function.node.child_by_field_name("body")
        if body is None or function.node.type.startswith("generator"):
            return UNKNOWN  # a generator waits until it is asked for its first value
        self._calls += 1
        self._returned.append(UNKNOWN)
        try:
            if body.type != "statement_block":
                return self.value(body, scope)
            how = self._block(body.named_children, scope)
            return self._returned[-1] if how == "return" else UNKNOWN
        finally:
            self._returned.pop()
            self._calls -= 1

    def call_maybe(self, function: Function) -> None:
        """Follow a function that may be called."""
        self.conditional += 1
        try:
            self.call(function, [])
        finally:
            self.conditional -= 1


_FOLLOWED: dict[str, Callable[[Interpreter, Node, VariableScope], str]] = {
    "expression_statement": Interpreter._expression,
    "variable_declaration": Interpreter._variables,
    "lexical_declaration": Interpreter._variables,
    "if_statement": Interpreter._if,
    "return_statement": Interpreter._return,
    "throw_statement": Interpreter._throw,
    "statement_block": Interpreter._statements,
    "else_clause": Interpreter._statements,
    "try_statement": Interpreter._try,
    "for_statement": Interpreter._loop,
    "for_in_statement": Interpreter._each,
    "while_statement": Interpreter._loop,
    "do_statement": Interpreter._loop,
    "switch_statement": Interpreter._switch,
    "switch_case": Interpreter._case,
    "switch_default": Interpreter._case,
    "import_statement": Interpreter._import,
    "labeled_statement": Interpreter._last_statement,
    "export_statement": Interpreter._last_statement,
}
"""Kinds of statement → what follows them; any other is followed as an expression."""
