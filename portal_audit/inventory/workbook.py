"""An inventory as an Excel workbook: columns in bold, notes and portals below them, all texts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from portal_audit.inventory.columns import COLUMNS

if TYPE_CHECKING:
    from openpyxl import Workbook


def workbook(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> Workbook:
    """Return a workbook of one sheet; *widths* are those of the columns, in characters."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    [sheet] = book.worksheets
    sheet.title = "portals"
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append(list(row))
    for line in sheet.iter_rows():
        for cell in line:
            cell.data_type = "s"  # never a formula, whatever a portal calls itself
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGHIJKLM", widths, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    return book


def content(book: Workbook) -> bytes:
    """Return the file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
