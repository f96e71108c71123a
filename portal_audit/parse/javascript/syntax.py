"""The syntax tree of a script (tree-sitter), and what is read off single nodes."""

from __future__ import annotations

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

from portal_audit.parse.javascript.values import UNKNOWN, Constant, Value

FUNCTIONS = frozenset(
    {
        *("function_expression", "arrow_function", "function_declaration", "function"),
        *("generator_function", "generator_function_declaration"),
    }
)
_JAVASCRIPT = Language(tree_sitter_javascript.language())


def statements_of(code: str) -> list[Node]:
    """Return the statements of a script; none where it does not parse, for it would not run."""
    root = Parser(_JAVASCRIPT).parse(code.encode("utf-8", "replace")).root_node
    return [] if root.has_error else root.named_children


def text_of(node: Node) -> str:
    """Return the source of a node."""
    return (node.text or b"").decode("utf-8", "replace")


def number_of(text: str) -> Value:
    """Return the value of a numeric literal."""
    try:
        return Constant(float(int(text, 0)) if text[:1] == "0" and len(text) > 1 else float(text))
    except (ValueError, OverflowError):
        return UNKNOWN


def parameters_of(node: Node) -> list[Node]:
    """Return a function's parameters: names, or patterns."""
    single = node.child_by_field_name("parameter")
    if single is not None:
        return [single]
    listed = node.child_by_field_name("parameters")
    return [one for one in listed.named_children if one.type != "comment"] if listed else []


def is_optional(node: Node) -> bool:
    """Tell whether a call happens only if what is called is there: ``a?.b()``, ``a?.()``."""
    one: Node | None = node
    while one is not None and one.type in ("call_expression", "member_expression"):
        if any(child.type == "optional_chain" for child in one.children):
            return True
        one = one.child_by_field_name("function") or one.child_by_field_name("object")
    return False


def only_returns(node: Node) -> bool:
    """Tell whether a branch does nothing but end the function."""
    if node.type == "statement_block":
        inner = [one for one in node.named_children if one.type != "comment"]
        return len(inner) == 1 and only_returns(inner[0])
    return node.type == "return_statement"
