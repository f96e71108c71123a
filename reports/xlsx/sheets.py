"""Sheets of a workbook, written row by row: a head, column names that stay in view, filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from portal_audit.output.sanitise import sanitise, shorten

Cell = str | int | float | date | datetime | None
LONGEST = 32_000
"""Characters; Excel refuses a cell of more than 32,767."""
MOST_ROWS = 1_000_000
"""Rows under one head; a sheet of Excel ends at 1,048,576."""
RISKY = ("=", "+", "-", "@", "#", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of texts that a spreadsheet may calculate, or take for an error value."""
BOLD = Font(name="Calibri", bold=True)
HEADING = Font(name="Calibri", bold=True, size=14)
SHADE = PatternFill("solid", fgColor="DDE7F0")
CENTRED = Alignment(horizontal="center", vertical="top")
WRAPPED = Alignment(wrap_text=True, vertical="top")
LINE = 15
"""Points that a line of text is high."""
BOLD_WIDTH = 1.2
"""Of a bold letter, in those of a column's width."""
MOST_LINES = 9
"""That a row makes room for; what is longer is there in full, and seen when the row is opened."""
MOST_HEAD = 200
"""Characters; Excel refuses a page header of more than 255."""


class Share(float):
    """A share of the whole, from 0 to 1, shown as a percentage."""


FORMATS = (
    (datetime, "dd/mm/yyyy hh:mm"),
    (date, "dd/mm/yyyy"),
    (Share, "0.0%"),
    (float, "0.0"),
)
"""Kind of value → how Excel shows it, the narrower kind first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one sheet holds: its name, its columns with their widths, and its rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    """Name and width in characters."""
    rows: Iterable[Sequence[Cell]]
    printed: int
    """How many columns, from the first on, stand on paper; the others are for the screen."""
    frozen: int = 1
    """How many columns stay in view, too."""


def write(book: Workbook, sheet: Sheet, head: Sequence[str]) -> None:
    """Write a sheet below the lines of *head*; what Excel has no room for goes to one more."""
    rows = iter(sheet.rows)
    part, more = 1, True
    while more:
        name = sheet.name if part == 1 else f"{sheet.name[:26]} ({part})"
        more = _part(book, name, sheet, head, rows)
        part += 1


def _part(book: Workbook, name: str, sheet: Sheet, head: Sequence[str], rows: Any) -> bool:
    """Write as many rows as fit; tell whether there may be more."""
    made = book.create_sheet(name)
    names_at = len(head) + 1
    _for_paper(made, sheet, head)
    made.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}{names_at + 1}"
    widths = [width for _, width in sheet.columns]
    for number, width in enumerate(widths, 1):
        made.column_dimensions[get_column_letter(number)].width = width
    lines = max(ceil(BOLD_WIDTH * len(title) / width) for title, width in sheet.columns)
    made.row_dimensions[names_at].height = LINE * lines
    for number, line in enumerate(head):
        made.append([_styled(made, line, HEADING if number == 0 else None)])
    made.append([_named(made, title) for title, _ in sheet.columns])
    written = 0
    for row in rows:
        written += 1
        lines = max(map(_lines, row[: sheet.printed], widths))
        if lines > 1:  # not every program makes room for them itself
            made.row_dimensions[names_at + written].height = LINE * lines
        made.append([_cell(made, cell, tall=lines > 1) for cell in row])
        made.row_dimensions.pop(names_at + written, None)  # written; there may be a million
        if written == MOST_ROWS:
            break
    end = names_at + max(written, 1)
    made.auto_filter.ref = f"A{names_at}:{get_column_letter(len(sheet.columns))}{end}"
    made.print_area = f"A{names_at}:{get_column_letter(sheet.printed)}{end}"
    return written == MOST_ROWS


def _for_paper(made: Any, sheet: Sheet, head: Sequence[str]) -> None:
    """Lay a sheet out for print: landscape, one page across, names of columns repeated."""
    names_at = len(head) + 1
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made.page_setup.orientation, made.page_setup.paperSize = "landscape", "9"  # A4
    made.page_setup.fitToWidth = 1
    made.page_setup.fitToHeight = 0  # as many pages down as it takes
    made.print_title_rows = f"{names_at}:{names_at}"
    made.oddFooter.center.text = "&A – &P / &N"
    # On paper the head stands on every page, so the sheet begins with the names of its columns.
    on_paper = shorten(" · ".join(map(sanitise, filter(None, head))), MOST_HEAD)
    made.oddHeader.left.text = on_paper.replace("&", "&&")


def _lines(value: Cell, width: int) -> int:
    """Return how many lines a row makes room for on account of a cell."""
    lines = ceil(len(value) / width) if isinstance(value, str) else 1
    return min(max(lines, 1), MOST_LINES)


def _cell(sheet: Any, value: Any, *, tall: bool) -> Any:
    """Return a cell; numbers stand in the middle; in a row of several lines, texts are broken."""
    if isinstance(value, str):
        return text_cell(sheet, value, WRAPPED if tall else None)
    if value is None:
        return value
    cell = WriteOnlyCell(sheet, float(value) if isinstance(value, float) else value)
    cell.number_format = next((shown for kind, shown in FORMATS if isinstance(value, kind)), "0")
    cell.alignment = CENTRED
    return cell


def text_cell(sheet: Any, text: str, alignment: Alignment | None = None) -> Any:
    """Return a text that stays a text, whatever it begins with; hidden characters are visible."""
    shown = shorten(sanitise(text), LONGEST)
    risky = shown.lstrip(" \ufeff\u00a0").startswith(RISKY)
    if not risky and alignment is None:
        return shown
    cell = WriteOnlyCell(sheet, shown)
    cell.data_type = "s"
    cell.quotePrefix = risky
    if alignment is not None:
        cell.alignment = alignment
    return cell


def _styled(sheet: Any, text: str, font: Font | None) -> Any:
    cell = WriteOnlyCell(sheet, sanitise(text))
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell


def _named(sheet: Any, title: str) -> Any:
    cell = _styled(sheet, title, BOLD)
    cell.fill = SHADE
    cell.alignment = WRAPPED
    return cell
