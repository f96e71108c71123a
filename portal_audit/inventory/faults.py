"""Faults of an inventory: collected, so that a person can correct them all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portal_audit.errors import BadInventory
from portal_audit.texts import Message

SHOWN = 50
"""How many faults one message lists."""
LONGEST = 80
"""Characters of a wrong value that are quoted."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing that is wrong, where it stands, and what would be accepted."""

    what: Message
    remedy: Message | str = ""
    row: int | None = None
    """As a spreadsheet counts: the header is row 1. In YAML the number of the entry."""
    column: str | None = None

    @property
    def message(self) -> Message:
        """Return ``row 3, column kind: what is wrong. What is accepted.``."""
        place = "row-column" if self.column is not None else "row"
        if self.row is None:
            place = "column" if self.column is not None else "file"
        facts = {"what": self.what, "remedy": self.remedy, "row": self.row, "column": self.column}
        return Message(f"fault.at-{place}", **facts)

    def __str__(self) -> str:
        """Return the message in English."""
        return str(self.message)


def refusal(path: Path, faults: Sequence[RowFault]) -> BadInventory:
    """Return the error that lists the faults of a file, at most 50 of them."""
    ordered = sorted(faults, key=lambda fault: fault.row or 0)
    if len(ordered) == 1:
        return BadInventory(Message("fault.one", path=path, fault=ordered[0].message))
    lines = [Message("fault.line", fault=fault.message) for fault in ordered[:SHOWN]]
    if len(ordered) > SHOWN:
        lines.append(Message("fault.more", n=len(ordered) - SHOWN))
    return BadInventory(Message("fault.many", path=path, n=len(ordered), lines=lines))


def quote(value: str) -> str:
    """Return a wrong value as a message may show it: one line, bounded, no control characters."""
    shown = "".join(char if char.isprintable() else "�" for char in value)
    return f"{shown[:LONGEST]}…" if len(shown) > LONGEST else shown
