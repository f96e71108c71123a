"""Fields that words can be typed into, and what stands behind them, where their button is."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal_audit.parse.html.walk_scope import Scope, Sink, clean

_BESIDE = 6
"""Elements behind a field for words that are looked at for its button."""
_BOX_NAMES = ("name", "id", "class")
_BOX_WORDS = ("placeholder", "title", "value", "aria-label", "alt")
_BESIDE_NAMES = ("class", "id", "title", "value", "alt", "aria-label", "onclick")


@dataclass(slots=True)
class BoxDraft:
    """A field for words, and what stands behind it, while it is read."""

    name: str
    words: str
    type: str
    action: str
    hidden: bool
    before: str
    beside: Sink
    elements_left: int
    """How many more elements are looked at for its button."""

    def stands_beside(self, attributes: Mapping[str, str | None]) -> bool:
        """Note the names of an element behind the field; tell whether it is still near."""
        self.elements_left -= 1
        if self.elements_left >= 0 and attributes:
            self.beside.put(f" {_joined(attributes, _BESIDE_NAMES)} ")
        return self.elements_left >= 0


def box_of(kind: str, attributes: Mapping[str, str | None], scope: Scope) -> BoxDraft:
    """Begin to read a field of a type."""
    return BoxDraft(
        name=_joined(attributes, _BOX_NAMES),
        words=_joined(attributes, _BOX_WORDS),
        type=kind[:20],
        action="" if scope.form is None else scope.form.called[:200],
        hidden=scope.hidden is not None,
        before=clean("".join(scope.parts[-12:])[-60:], 60),
        beside=Sink(200),
        elements_left=_BESIDE,
    )


def _joined(attributes: Mapping[str, str | None], names: tuple[str, ...]) -> str:
    return clean(" ".join(value for name in names if (value := attributes.get(name))), 200)
