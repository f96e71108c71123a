"""Write an inventory: portals in rows, and beside them what a reader should know of as notes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal_audit.errors import BadInput, BadInventory
from portal_audit.inventory import workbook
from portal_audit.inventory.columns import COLUMNS
from portal_audit.texts import Message
from portal_audit.texts.system import reason

SUFFIXES = (".csv", ".xlsx", ".yaml", ".yml")

Row = Mapping[str, str]
"""Column → text; a column that is left out is empty."""
WIDTHS = (44, 34, 16, 34, 18, 30, 22, 24, 16, 26, 24, 34, 12)
"""Of the columns, in characters."""


def writable(path: Path) -> None:
    """Raise BadInput unless an inventory can be written there; no file is ever overwritten."""
    if path.suffix.lower() not in SUFFIXES:
        raise BadInventory(Message("list.file-type", file=path))
    if path.exists():
        raise BadInput(Message("list.exists", file=path))
    if not path.absolute().parent.is_dir():
        raise BadInput(Message("list.no-folder", file=path, folder=path.parent))


def write(path: Path, rows: Sequence[Row], notes: Sequence[str] = ()) -> None:
    """Write an inventory; its suffix chooses the format. *notes* stand below, commented out.

    Raises BadInput where it cannot be written.
    """
    writable(path)
    if path.suffix.lower() == ".xlsx":
        content = _xlsx(rows, notes)
    elif path.suffix.lower() == ".csv":
        content = csv_text(rows, notes).encode("utf-8-sig")  # the mark is for Excel
    else:
        content = _yaml(rows, notes).encode("utf-8")
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadInput(Message("list.not-writable", file=path, reason=reason(error))) from error


def csv_text(rows: Sequence[Row], notes: Sequence[str] = ()) -> str:
    """Return the inventory as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in rows)
    writer.writerows([f"# {note}"] for note in notes)
    return out.getvalue()


def _cells(row: Row) -> list[str]:
    return [row.get(column, "") for column in COLUMNS]


def _yaml(rows: Sequence[Row], notes: Sequence[str]) -> str:
    lines = []
    for row in rows:
        held = [(column, row[column]) for column in COLUMNS if row.get(column)]
        # A JSON string is a YAML string too, whatever is in it.
        lines += [
            f"{'- ' if not number else '  '}{column}: {json.dumps(text, ensure_ascii=False)}"
            for number, (column, text) in enumerate(held)
        ]
    return "\n".join([*lines, *(f"# {note}" for note in notes), ""])


def _xlsx(rows: Sequence[Row], notes: Sequence[str]) -> bytes:
    return workbook.content(
        workbook.workbook([*map(_cells, rows), *([f"# {note}"] for note in notes)], WIDTHS)
    )
