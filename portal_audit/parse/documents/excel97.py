"""The cells of the first sheets of an Excel file of 1997–2003 ([MS-XLS]), by xlrd."""

from collections.abc import Iterator
from datetime import date
from io import StringIO

import xlrd  # type: ignore[import-untyped]

from portal_audit.parse.documents.base import MOST_TEXT
from portal_audit.parse.documents.zip_parts import CELL

MOST_SHEETS = 3
"""Sheets looked at, until one holds something."""
MOST_ROWS = 5_000


def book_text(data: bytes) -> str | None:
    """Return the cells of the first sheet that has any; ``None`` where the file is encrypted.

    Raises whatever xlrd makes of a broken file.
    """
    # What it has to say of odd files goes nowhere.
    try:
        book = xlrd.open_workbook(
            file_contents=data, on_demand=True, ragged_rows=True, logfile=StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            return None
        raise
    for number in range(min(book.nsheets, MOST_SHEETS)):
        text = "".join(_rows(book.sheet_by_index(number), book.datemode))
        if text.strip():
            return text
    return ""


def _rows(sheet: xlrd.sheet.Sheet, datemode: int) -> Iterator[str]:
    length = 0
    for number in range(min(sheet.nrows, MOST_ROWS)):
        row = "".join(_shown(cell, datemode)[:MOST_TEXT] + CELL for cell in sheet.row(number)[:200])
        yield row + "\n"
        length += len(row)
        if length > MOST_TEXT * 2:
            return


def _shown(cell: xlrd.sheet.Cell, datemode: int) -> str:
    """Return a cell as a person reads it: whole numbers whole, dates day first."""
    value = cell.value
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            year, month, day, *_ = xlrd.xldate_as_tuple(value, datemode)
            return f"{date(year, month, day):%d/%m/%Y}"
        except (xlrd.XLDateError, ValueError):
            return ""
    if cell.ctype in (xlrd.XL_CELL_ERROR, xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:g}"
    return str(value)
