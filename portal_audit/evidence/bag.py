"""Everything seen on one site: at most one piece of each kind, and why the others are missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar, cast

Piece = TypeVar("Piece")


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a kind of evidence is missing."""

    reason: str
    """Short and machine-readable: ``no-https``, ``timeout``, ``blocked`` …"""
    applies: bool = True
    """False where there was nothing to see, so that checks on it do not apply."""


class Evidence:
    """Holds evidence by its type, as checks ask for it."""

    def __init__(
        self, *pieces: object, missing: Mapping[type[object], Gap] = MappingProxyType({})
    ) -> None:
        """Hold the pieces the probes brought back, and why the others are missing."""
        self._pieces = {type(piece): piece for piece in pieces}
        self.missing = dict(missing)

    def get(self, kind: type[Piece]) -> Piece | None:
        """Return the piece of this kind, if a probe brought one back."""
        return cast("Piece | None", self._pieces.get(kind))

    def gap(self, kind: type[object]) -> Gap:
        """Return why a kind is missing."""
        return self.missing.get(kind, Gap("not-gathered"))

    def __iter__(self) -> Iterator[object]:
        """Yield the pieces."""
        return iter(self._pieces.values())
