"""Read the three file formats of an inventory into rows of text, whatever they mean."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from portal_audit.errors import BadInventory
from portal_audit.inventory.faults import RowFault, refusal
from portal_audit.texts import Message
from portal_audit.texts.system import reason

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000
MAX_TEXTS = 1_500_000
"""Texts that cells share: a workbook of few bytes may hold millions, which take minutes to read."""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""How office programs store a workbook with a password ([MS-OFFCRYPTO] 2.3.4)."""
EXCEL_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)")
_QUOTED = re.compile(r'"[^"\n]*"')
SAVE_AS = Message("remedy.save-as")


class TableRow(NamedTuple):
    """One row of a table, its cells as text."""

    number: int
    """As a spreadsheet counts, from 1."""
    cells: tuple[str, ...]

    @property
    def skipped(self) -> bool:
        """Whether it is blank, or a note: its first cell begins with ``#``, unlike ``#REF!``."""
        first = self.cells[0] if self.cells else ""
        return not any(self.cells) or (first.startswith("#") and not EXCEL_ERROR.fullmatch(first))


def content(path: Path) -> bytes:
    """Return the bytes of an inventory; raises BadInventory if there are none, or too many."""
    try:
        if path.is_dir():
            raise refusal(path, [RowFault(Message("fault.folder"), Message("remedy.folder"))])
        size = path.stat().st_size
        if size > MAX_BYTES:
            what = Message("fault.bytes", n=size)
            raise refusal(path, [RowFault(what, Message("remedy.split", n=MAX_BYTES))])
        data = path.read_bytes()
    except OSError as error:
        what = Message("fault.unreadable", reason=reason(error))
        raise refusal(path, [RowFault(what, Message("remedy.path"))]) from error
    if not data.strip():
        raise refusal(path, [RowFault(Message("fault.empty"), Message("remedy.empty"))])
    return data


def csv_rows(path: Path, data: bytes) -> Iterator[TableRow]:
    """Yield the rows of a CSV file: UTF-8 or, with a byte order mark, UTF-16."""
    text = _decode(path, data)
    first, _, rest = text.partition("\n")
    delimiter = ""
    skipped = 0
    if first.strip().strip('"').lower() in ("sep=,", "sep=;"):  # a hint that Excel understands
        delimiter, text, skipped = first.strip().strip('"')[-1], rest, 1
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=True
    )
    number = skipped
    try:
        for cells in reader:
            number += 1
            _bound(path, number)
            yield TableRow(number, tuple(cell.strip() for cell in cells))
    except csv.Error as error:
        what, remedy = Message("fault.not-csv", error=error), Message("remedy.not-csv")
        raise refusal(path, [RowFault(what, remedy, number + 1)]) from error


def _decode(path: Path, data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        raise refusal(path, [RowFault(Message("fault.is-xlsx"), Message("remedy.is-xlsx"))])
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1 if encoding == "utf-8-sig" else None
        fault = RowFault(Message("fault.not-utf8"), SAVE_AS, row)
        raise refusal(path, [fault]) from error
    if "\0" in text:
        raise refusal(path, [RowFault(Message("fault.not-text"), SAVE_AS)])
    return text


def _delimiter(text: str) -> str:
    """Return the separator of the first line that has any, notes and text in quotes left out."""
    lines = (line for line in text[:100_000].splitlines() if line.strip('" ')[:1] != "#")
    bare = (_QUOTED.sub("", line) for line in lines)
    header = next((line for line in islice(bare, 50) if any(sign in line for sign in ",;\t")), "")
    return max(",;\t", key=header.count)


def xlsx_rows(path: Path, data: bytes) -> Iterator[TableRow]:
    """Yield the rows of the first sheet of a workbook, formulas as their last values."""
    import warnings

    from openpyxl import load_workbook

    if _OLE in data[:8] and _ENCRYPTED in data:
        raise _encrypted(path)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _refuse_huge(path, archive)
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise _encrypted(path)
        with warnings.catch_warnings():  # about decoration that an inventory has no use for
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                sheet = book.worksheets[0]
                sheet.reset_dimensions()  # some programs write a wrong size
                for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                    _bound(path, number)
                    yield TableRow(number, tuple(plain(cell) for cell in cells))
            finally:
                book.close()
    except BadInventory:
        raise
    except Exception as error:  # whatever zipfile, zlib and openpyxl make of a damaged file
        fault = RowFault(Message("fault.not-workbook"), Message("remedy.not-workbook"))
        raise refusal(path, [fault]) from error


def _encrypted(path: Path) -> BadInventory:
    fault = RowFault(Message("fault.encrypted"), Message("remedy.encrypted"))
    return refusal(path, [fault])


def _refuse_huge(path: Path, archive: ZipFile) -> None:
    """Raise BadInventory where unpacking or the table of shared texts would take too much."""
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > 20 * MAX_BYTES:
        fault, most = Message("fault.unpacks", n=unpacked), 20 * MAX_BYTES
        raise refusal(path, [RowFault(fault, Message("remedy.split", n=most))])
    for entry in archive.infolist():
        if entry.filename.lower().endswith("sharedstrings.xml") and not entry.flag_bits & 1:
            with archive.open(entry) as text:
                count = sum(piece.count(b"<si") for piece in iter(lambda: text.read(1 << 20), b""))
            if count > MAX_TEXTS:
                fault = Message("fault.texts", n=count)
                raise refusal(path, [RowFault(fault, Message("remedy.split", n=MAX_TEXTS))])


def plain(cell: object) -> str:
    """Return what a cell shows; a whole number without its point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _bound(path: Path, number: int) -> None:
    if number > MAX_ROWS:
        raise refusal(
            path, [RowFault(Message("fault.rows", n=MAX_ROWS), Message("remedy.split", n=MAX_ROWS))]
        )


def header(path: Path, rows: Iterator[TableRow]) -> tuple[int, Sequence[str]]:
    """Return the row number and names of the first row that is no note; raises BadInventory."""
    for row in rows:
        if not row.skipped:
            return row.number, tuple(cell.lower().lstrip("\ufeff") for cell in row.cells)
    what = RowFault(Message("fault.no-header"), Message("remedy.no-header"))
    raise refusal(path, [what])
