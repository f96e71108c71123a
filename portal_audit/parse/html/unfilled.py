"""What stands amid a page until a script has brought what belongs there: spinners, empty places."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from portal_audit.parse.html.element_kinds import TEXT
from portal_audit.parse.html.visibility import hidden_how, is_loader
from portal_audit.parse.html.walk_scope import Scope

BUSY = "aria-busy"
PLACES = frozenset({"div", "section", "ul", "ol"})
"""Elements that scripts fill."""
_MOST = 10
_NO_LOADER = frozenset({"html", "body", "a", "button", "img", "svg", "input", "iframe", "i"})
"""Elements that are marked so while only they themselves load, or a click does."""


class Unfilled:
    """Gathers the signs while a document is read."""

    def __init__(self) -> None:
        """Begin with none."""
        self.signs: dict[str, None] = {}

    def note(self, sign: str, scope: Scope) -> None:
        """Note one, where it is shown amid the page."""
        if scope.hidden is None and scope.region == "body" and len(self.signs) < _MOST:
            self.signs[sign[:60]] = None

    def note_loader(self, tag: str, classes: str, busy: str | None, scope: Scope) -> None:
        """Note an element whose class or state says that something is still to come."""
        if tag not in _NO_LOADER and (busy == "true" or is_loader(classes)):
            self.note(BUSY if busy == "true" else classes, scope)

    def note_place(self, classes: str, ident: str, style: str | None, scope: Scope) -> None:
        """Note an empty element with a name, unless it is kept from view."""
        if hidden_how(classes, style or "", False) is None:
            self.note(f"#{ident}", scope)


def is_empty(node: LexborNode) -> bool:
    """Tell whether an element holds nothing but space."""
    child = node.first_child
    if child is None:
        return True
    return child.tag_id == TEXT and child.next is None and not (child.text_content or "").strip()
