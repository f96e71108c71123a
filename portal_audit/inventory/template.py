"""Write an empty inventory to fill in, with notes that explain it."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path

from portal_audit.errors import BadInput, BadInventory
from portal_audit.inventory.columns import COLUMNS, KINDS
from portal_audit.inventory.workbook import content, workbook
from portal_audit.texts import Message
from portal_audit.texts.system import reason

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
NOTES = [f"# {note.format(kinds=', '.join(KINDS))}" for note in WORDS["notes"]]
EXAMPLE: dict[str, str] = {column: WORDS["example"].get(column, "") for column in COLUMNS}
WIDTHS = (38, 30, 16, 26, 18, 30, 28, 18, 16, 26, 24, 30, 12)
"""Of the columns, in characters."""
WRITERS = (".csv", ".xlsx", ".yaml", ".yml")


def template(path: Path) -> None:
    """Write an empty inventory; its suffix chooses the format. Never overwrites a file."""
    if path.suffix.lower() not in WRITERS:
        raise BadInventory(Message("list.file-type", file=path))
    if path.exists():
        raise BadInput(Message("list.exists", file=path))
    if path.suffix.lower() == ".xlsx":
        data = _xlsx()
    elif path.suffix.lower() == ".csv":
        data = _csv().encode("utf-8-sig")  # the mark tells Excel that this is UTF-8
    else:
        data = _yaml().encode("utf-8")
    try:
        path.write_bytes(data)
    except OSError as error:
        raise BadInput(Message("list.not-writable", file=path, reason=reason(error))) from error


def _csv() -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([note] for note in NOTES)
    writer.writerow(_example())
    return out.getvalue()


def _yaml() -> str:
    lines = [*NOTES, "#", f"# - url: {EXAMPLE['url']}"]
    lines += [f"#   {name}: {EXAMPLE[name]}" for name in COLUMNS[1:] if EXAMPLE[name]]
    return "\n".join([*lines, "", "- url:", "  name:", "  kind: web", ""])


def _example() -> list[str]:
    """Return the row of the example, commented out."""
    return [f"# {EXAMPLE['url']}", *(EXAMPLE[column] for column in COLUMNS[1:])]


def _xlsx() -> bytes:
    from openpyxl.worksheet.datavalidation import DataValidation

    book = workbook([*([note] for note in NOTES), _example()], WIDTHS)
    kinds = DataValidation(type="list", formula1=f'"{",".join(KINDS)}"', allow_blank=True)
    book.worksheets[0].add_data_validation(kinds)
    kinds.add("C2:C2000")
    return content(book)
