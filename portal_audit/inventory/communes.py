"""Read a list of communes, wards and special zones, or say everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from portal_audit.inventory import tables
from portal_audit.inventory.columns import nearest
from portal_audit.inventory.faults import RowFault, quote, refusal
from portal_audit.inventory.provinces import bare_name
from portal_audit.inventory.urls import normalise
from portal_audit.parse.http.urls import host_of
from portal_audit.parse.text.vietnamese import fold, nfc

COLUMNS = ("name", "code", "kind", "host", "province")
KINDS = {"xa": "xã", "phuong": "phường", "dac-khu": "đặc khu"}
"""Kind of unit → the word that stands in front of its name."""
READERS = {".csv": tables.csv_rows, ".txt": tables.csv_rows, ".xlsx": tables.xlsx_rows}
EXAMPLE = "name,code,kind,host (only name is required; kind is xã, phường or đặc khu)"
LONGEST = 200
MOST_TITLES = 8
"""Rows looked at for the headings."""
_ALIASES = {
    **dict.fromkeys(("ten", "ten don vi", "ten don vi hanh chinh", "don vi hanh chinh"), "name"),
    **dict.fromkeys(("ten xa", "ten xa phuong", "ten xa phuong dac khu", "xa phuong"), "name"),
    **dict.fromkeys(("xa phuong dac khu", "phuong xa"), "name"),
    **dict.fromkeys(("ma", "ma so", "ma don vi", "ma dvhc", "ma don vi hanh chinh"), "code"),
    **dict.fromkeys(("ma xa", "ma phuong xa"), "code"),
    **dict.fromkeys(("loai", "loai hinh", "loai don vi", "cap"), "kind"),
    **dict.fromkeys(("ten mien", "dia chi trang", "website", "url"), "host"),
    **dict.fromkeys(
        ("tinh", "tinh thanh pho", "thanh pho", "ten tinh", "ten tinh thanh pho"), "province"
    ),
}
"""Folded headings that official tables and offices have."""
_PREFIX = re.compile(r"(xã|phường|đặc khu)\s+(?=\S)", re.IGNORECASE)
_PLAIN_PREFIX = re.compile(r"(xa|phuong|dac khu)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune, ward or special zone of the list."""

    name: str
    """Without xã, phường or đặc khu."""
    kind: str = ""
    """``xa``, ``phuong`` or ``dac-khu``; empty where the list does not say."""
    code: str = ""
    host: str = ""
    """Host name that the list gives for its portal."""
    province: str = ""
    """Where the list has several."""
    row: int = 0
    """As a spreadsheet counts."""

    @property
    def title(self) -> str:
        """The name as a person writes it, such as ``Xã Lũng Xanh``."""
        return f"{KINDS[self.kind].capitalize()} {self.name}" if self.kind else self.name


@dataclass(frozen=True, slots=True)
class CommuneList:
    """The list, and the columns of it that mean nothing to us."""

    communes: tuple[Commune, ...]
    ignored: tuple[str, ...] = ()


def read(path: Path) -> CommuneList:
    """Return the communes of a CSV or XLSX file, in its order.

    Raises BadInventory with every fault: row, column, what is wrong, what is accepted.
    """
    suffix = path.suffix.lower()
    if suffix not in READERS:
        remedy = f"Accepted: .csv, .xlsx. The columns: {EXAMPLE}."
        raise refusal(path, [RowFault(f"unknown file type {quote(suffix) or '(none)'}", remedy)])
    if path.is_file() and not path.stat().st_size:
        raise refusal(path, [RowFault("is empty", f"It needs a first row {EXAMPLE}.")])
    rows = READERS[suffix](path, tables.content(path))
    top, names = _header(path, rows)
    faults, ignored = _columns(path, top, names)
    found: list[Commune] = []
    for row in rows:
        if not row.skipped:
            cells = dict(zip(names, row.cells, strict=False))
            commune = _commune(cells, row.number, faults)
            if commune is not None:
                found.append(commune)
    faults += _duplicates(found)
    if not found and not faults:
        faults.append(RowFault("holds no communes", "Add a row with a name for each of them."))
    if faults:
        raise refusal(path, faults)
    return CommuneList(tuple(found), ignored)


def _header(path: Path, rows: Iterator[tables.TableRow]) -> tuple[int, Sequence[str]]:
    """Return number and headings of the first row that has a name column, else of the first.

    Official tables have a title and a date above their headings.
    """
    first: tuple[int, Sequence[str]] | None = None
    for row in islice((row for row in rows if not row.skipped), MOST_TITLES):
        names = _known([cell.lower().lstrip("\ufeff") for cell in row.cells])
        if "name" in names:
            return row.number, names
        first = first or (row.number, names)
    if first is None:
        raise refusal(path, [RowFault("has no header row", f"The first row is {EXAMPLE}.")])
    return first


def _known(names: Sequence[str]) -> list[str]:
    """Return the headings, other words for a column replaced, unless it is there already."""
    known: list[str] = []
    for name in names:
        alias = _ALIASES.get(_heading(name), name)
        taken = alias != name and (alias in names or alias in known)
        known.append(name if taken else alias)
    return known


def _heading(name: str) -> str:
    """Return a heading folded, without commas and brackets: ``Xã, phường`` is ``xa phuong``."""
    return " ".join(re.sub(r"[(),.:;]", " ", fold(name)).split())


def _columns(path: Path, top: int, names: Sequence[str]) -> tuple[list[RowFault], tuple[str, ...]]:
    """Return the faults of the header, and which columns are of no use here."""
    if "name" not in names:
        shown = quote(", ".join(name for name in names if name)) or "nothing"
        hint = next((hint for name in names if (hint := nearest(name, ("name", "tên")))), "")
        remedy = f"{hint}The first row is {EXAMPLE}; found: {shown}."
        raise refusal(path, [RowFault("there is no column name", remedy, top)])
    faults, ignored = [], []
    for name in dict.fromkeys(name for name in names if name):
        if name in COLUMNS:
            if names.count(name) > 1:
                faults.append(RowFault("stands twice", "Leave one of them out.", top, name))
        elif hint := nearest(name, COLUMNS):
            faults.append(RowFault("unknown column", hint.strip(), top, quote(name)))
        else:
            ignored.append(name)
    return faults, tuple(ignored)


def _commune(cells: dict[str, str], row: int, faults: list[RowFault]) -> Commune | None:
    """Return the commune of a row; what is wrong with it is added to *faults*."""
    before = len(faults)
    name = nfc(cells.get("name", ""))
    prefix = (_PLAIN_PREFIX if name.isascii() else _PREFIX).match(name)
    told = _kind_of(prefix[1]) if prefix else ""
    bare = name[prefix.end() :] if prefix else name
    if not bare:
        faults.append(
            RowFault("no name", "Wanted: such as Lũng Xanh, or Xã Lũng Xanh.", row, "name")
        )
    if len(bare) > LONGEST:
        remedy = f"At most {LONGEST} are accepted."
        faults.append(RowFault(f"{len(bare)} characters", remedy, row, "name"))
    kind = _kind(cells.get("kind", ""), told, row, faults)
    host = _host(cells.get("host", ""), row, faults)
    if len(faults) > before:
        return None
    code, province = cells.get("code", "").strip(), nfc(cells.get("province", ""))[:LONGEST]
    return Commune(bare, kind, code, host, province, row)


def _kind_of(word: str) -> str:
    return fold(word).replace(" ", "-")


def _kind(cell: str, told: str, row: int, faults: list[RowFault]) -> str:
    if not cell:
        return told
    kind = _kind_of(cell)
    if kind not in KINDS:
        remedy = f"Accepted: {', '.join(KINDS.values())}."
        faults.append(RowFault(f"{quote(cell)}: unknown kind", remedy, row, "kind"))
    elif told and told != kind:
        what = f"{quote(cell)}, but the name begins with {KINDS[told]}"
        faults.append(RowFault(what, "Mend one of them.", row, "kind"))
    return kind


def _host(cell: str, row: int, faults: list[RowFault]) -> str:
    if not cell:
        return ""
    try:
        return host_of(normalise(cell))
    except ValueError as error:
        remedy = "Wanted: a host name such as lungxanh.tinh.gov.vn."
        faults.append(RowFault(f"{quote(cell)}: {error}", remedy, row, "host"))
        return ""


def _duplicates(found: Sequence[Commune]) -> Iterator[RowFault]:
    """Yield a fault for each name, code and host that stands twice.

    Two units may be called alike only in different provinces, or with a code of their own each.
    """
    names: dict[tuple[str, str, str], Commune] = {}
    others: dict[tuple[str, str], int] = {}
    for one in found:
        key = (one.kind, one.name.casefold(), bare_name(one.province))
        first = names.setdefault(key, one)
        if first is not one and (not one.code or not first.code or one.code == first.code):
            what = f"{quote(one.title)} stands in row {first.row} already"
            remedy = "Leave one of them out, or give each its code."
            yield RowFault(what, remedy, one.row, "name")
            continue
        for column, value in (("code", one.code), ("host", one.host)):
            if value and others.setdefault((column, value), one.row) != one.row:
                what = f"{quote(value)} stands in row {others[column, value]} already"
                yield RowFault(what, "Mend one of them.", one.row, column)
