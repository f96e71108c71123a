"""What is known of a JavaScript value without running anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_TEXT = 50_000
WINDOW = frozenset({"window", "self", "top", "parent", "globalThis", "frames"})
"""Names of the window, or of one that stands for it where a page is in no frame."""


GLOBALS = frozenset(
    {
        *("document", "location", "navigator", "$", "jQuery", "axios", "fetch", "atob", "unescape"),
        *("decodeURIComponent", "decodeURI", "String", "setTimeout", "setInterval", "eval"),
        *("requestAnimationFrame", "addEventListener", "XMLHttpRequest", "Image", "WebSocket"),
        *("EventSource", "Function", "onload", "parseInt", "Number", "Audio", "URL", "Request"),
        *("Promise", "queueMicrotask", "requestIdleCallback", "setImmediate"),
        *("clearTimeout", "clearInterval", "removeEventListener"),
        *("localStorage", "sessionStorage", "console", "Math", "Date", "history"),
    }
)
"""Other names that browsers give to every script."""
_ALWAYS_THERE = frozenset({"window", "document", "location", "navigator", "history"})


class Unknown:
    """A value that depends on the visit, or on more than is followed."""


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Text:
    """A string whose beginning is known."""

    value: str
    whole: bool = True
    """Whether nothing unknown follows."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, boolean, ``null`` or ``undefined``."""

    value: float | bool | None


@dataclass(frozen=True, slots=True)
class Global:
    """Something of the browser's, by its path: ``document``, ``location``, ``$`` …"""

    name: str


@dataclass(slots=True)
class Items:
    """An array."""

    values: list[Value] = field(default_factory=list)


@dataclass(slots=True)
class Record:
    """An object with known properties."""

    values: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True)
class Element:
    """An element made by the script, or an ``XMLHttpRequest``."""

    tag: str
    attributes: dict[str, Text] = field(default_factory=dict)
    uncertain: bool = False
    """Whether an attribute was set under a condition."""
    inserted: bool = False
    """Whether it was put into the page."""
    children: list[Element] = field(default_factory=list)
    """What was put into it before that."""


@dataclass(slots=True)
class Existing:
    """An element of the page that the script looked up."""


@dataclass(slots=True)
class Function:
    """A function, with the variables around it."""

    node: Node
    scope: VariableScope


@dataclass(frozen=True, slots=True)
class BoundMethod:
    """A property of a value, as called: ``text.split``."""

    owner: Value
    name: str


Value = (
    Unknown
    | Text
    | Constant
    | Global
    | Items
    | Record
    | Element
    | Existing
    | Function
    | BoundMethod
)


class VariableScope:
    """Variables of one function or block, inside those of another."""

    __slots__ = ("function", "outer", "values")

    def __init__(self, outer: VariableScope | None = None, *, block: bool = False) -> None:
        """Begin without variables of its own."""
        self.values: dict[str, Value] = {}
        self.outer = outer
        self.function: VariableScope = outer.function if block and outer is not None else self
        """Where a ``var`` inside it belongs."""

    def find(self, name: str) -> VariableScope | None:
        """Return the scope that declares a name."""
        scope: VariableScope | None = self
        while scope is not None and name not in scope.values:
            scope = scope.outer
        return scope


def forget(value: Value) -> None:
    """Forget what an object or an array holds: something changed it, or may have."""
    if isinstance(value, Record):
        value.values = dict.fromkeys(value.values, UNKNOWN)
    elif isinstance(value, Items):
        value.values[:] = [UNKNOWN] * len(value.values)


def is_there(value: Value) -> bool:
    """Tell whether a value is surely something that may be called or asked."""
    if isinstance(value, BoundMethod):
        return is_there(value.owner)
    if isinstance(value, Global):
        return value.name in GLOBALS or value.name in _ALWAYS_THERE
    return not isinstance(value, Unknown | Constant)


def joined(left: Value, right: Value) -> Value:
    """Return the value of ``left + right``."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        if isinstance(left.value, float) and isinstance(right.value, float):
            return Constant(left.value + right.value)
        return UNKNOWN
    first, second = as_text(left), as_text(right)
    if first is None:
        return UNKNOWN
    if not first.whole or second is None:
        return Text(first.value, whole=False) if isinstance(left, Text) else UNKNOWN
    both = first.value + second.value
    return Text(both[:MOST_TEXT], second.whole and len(both) <= MOST_TEXT)


def compared(operator: str, left: Constant, right: Constant) -> Value:
    """Return whether one number is less than the other, or the same."""
    one, other = left.value, right.value
    if operator in ("==", "==="):
        return Constant(one == other)
    if operator in ("!=", "!=="):
        return Constant(one != other)
    if not isinstance(one, float) or not isinstance(other, float):
        return UNKNOWN
    answers = {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}
    return Constant(answers[operator]) if operator in answers else UNKNOWN


def type_of(value: Value) -> Value:
    """Return what ``typeof`` gives, where every browser gives the same."""
    if isinstance(value, Global):
        return Text("object") if value.name in _ALWAYS_THERE else UNKNOWN
    if isinstance(value, Items | Record | Element):
        return Text("object")
    if isinstance(value, Text):
        return Text("string")
    return Text("function") if isinstance(value, Function) else UNKNOWN


def as_text(value: Value) -> Text | None:
    """Return a value as a string, where it is known."""
    if isinstance(value, Text):
        return value
    if isinstance(value, Constant):
        number = value.value
        if isinstance(number, bool) or number is None:
            return Text({True: "true", False: "false", None: ""}[number])
        return Text(f"{number:g}" if abs(number) < 1e15 else str(number))
    return None


def whole_text(value: Value) -> str | None:
    """Return a string that is known to its end."""
    return value.value if isinstance(value, Text) and value.whole else None


def truth(value: Value) -> bool | None:
    """Return whether a condition holds, where that is known."""
    if isinstance(value, Text):
        return True if value.value else (False if value.whole else None)
    if isinstance(value, Constant):
        return bool(value.value)
    if isinstance(value, Function | Items | Record | Element):
        return True
    return None
