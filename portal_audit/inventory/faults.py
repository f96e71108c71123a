"""Faults of an inventory: collected, so that a person can mend them all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portal_audit.errors import BadInventory

SHOWN = 50
"""How many faults one message lists."""
LONGEST = 80
"""Characters of a wrong value that are quoted."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing that is wrong, where it stands, and what would be accepted."""

    what: str
    remedy: str = ""
    row: int | None = None
    """As a spreadsheet counts: the header is row 1. In YAML the number of the entry."""
    column: str | None = None

    def __str__(self) -> str:
        """Return ``row 3, column kind: what is wrong. What is accepted.``."""
        places = []
        if self.row is not None:
            places.append(f"row {self.row}")
        if self.column is not None:
            places.append(f"column {self.column}")
        place = ", ".join(places) + ": " if places else ""
        return f"{place}{self.what}. {self.remedy}".rstrip()


def refusal(path: Path, faults: Sequence[RowFault]) -> BadInventory:
    """Return the error that lists the faults of a file, at most 50 of them."""
    ordered = sorted(faults, key=lambda fault: fault.row or 0)
    if len(ordered) == 1:
        return BadInventory(f"{path}: {ordered[0]}")
    lines = [f"{path}: {len(ordered)} faults."]
    lines += [f"  {fault}" for fault in ordered[:SHOWN]]
    if len(ordered) > SHOWN:
        lines.append(f"  and {len(ordered) - SHOWN} more.")
    return BadInventory("\n".join(lines))


def quote(value: str) -> str:
    """Return a wrong value as a message may show it: one line, bounded, no control characters."""
    shown = "".join(char if char.isprintable() else "�" for char in value)
    return f"{shown[:LONGEST]}…" if len(shown) > LONGEST else shown
