"""Read a list of communes, wards and special zones, or say everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from portal_audit.inventory import tables
from portal_audit.inventory.faults import RowFault, quote, refusal
from portal_audit.inventory.provinces import bare_name
from portal_audit.inventory.urls import normalise
from portal_audit.parse.http.urls import host_of
from portal_audit.parse.text.vietnamese import fold, nfc
from portal_audit.texts import Message, did_you_mean

COLUMNS = ("name", "code", "kind", "host", "province")
KINDS = {"xa": "xã", "phuong": "phường", "dac-khu": "đặc khu"}
"""Kind of unit → the word that stands in front of its name."""
READERS = {".csv": tables.csv_rows, ".txt": tables.csv_rows, ".xlsx": tables.xlsx_rows}
EXAMPLE = "name,code,kind,host"
FIRST_ROW = Message("remedy.communes", example=EXAMPLE)
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
        remedy = Message("remedy.communes-type", example=EXAMPLE)
        raise refusal(
            path, [RowFault(Message("fault.file-type", suffix=quote(suffix) or "–"), remedy)]
        )
    if path.is_file() and not path.stat().st_size:
        raise refusal(
            path, [RowFault(Message("fault.empty"), Message("remedy.communes", example=EXAMPLE))]
        )
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
        faults.append(RowFault(Message("fault.no-communes"), Message("remedy.no-communes")))
    if faults:
        raise refusal(path, faults)
    return CommuneList(tuple(found), ignored)


def _header(path: Path, rows: Iterator[tables.TableRow]) -> tuple[int, Sequence[str]]:
    """Return number and headings of the first row that has a name column, else of the first.

    Official tables have a title and a date above their headings.
    """
    first: tuple[int, Sequence[str]] | None = None
    for row in islice((row for row in rows if not row.skipped), MOST_TITLES):
        names = _renamed([cell.lower().lstrip("\ufeff") for cell in row.cells])
        if "name" in names:
            return row.number, names
        first = first or (row.number, names)
    if first is None:
        raise refusal(
            path,
            [RowFault(Message("fault.no-header"), Message("remedy.communes", example=EXAMPLE))],
        )
    return first


def _renamed(names: Sequence[str]) -> list[str]:
    """Return the headings, other words for a column replaced, unless it is there already."""
    renamed: list[str] = []
    for name in names:
        alias = _ALIASES.get(_heading(name), name)
        taken = alias != name and (alias in names or alias in renamed)
        renamed.append(name if taken else alias)
    return renamed


def _heading(name: str) -> str:
    """Return a heading folded, without commas and brackets: ``Xã, phường`` is ``xa phuong``."""
    return " ".join(re.sub(r"[(),.:;]", " ", fold(name)).split())


def _columns(path: Path, top: int, names: Sequence[str]) -> tuple[list[RowFault], tuple[str, ...]]:
    """Return the faults of the header, and which columns are of no use here."""
    if "name" not in names:
        found = quote(", ".join(name for name in names if name)) or "–"
        hints = (did_you_mean(name, ("name", "tên")) for name in names)
        hint = next(filter(None, hints), "")
        remedy = Message("remedy.communes-found", hint=hint, example=EXAMPLE, found=found)
        raise refusal(path, [RowFault(Message("fault.no-name-column"), remedy, top)])
    faults, ignored = [], []
    for name in dict.fromkeys(name for name in names if name):
        if name in COLUMNS:
            if names.count(name) > 1:
                faults.append(
                    RowFault(Message("fault.twice"), Message("remedy.leave-out"), top, name)
                )
        elif hint := did_you_mean(name, COLUMNS):
            faults.append(RowFault(Message("fault.unknown-column"), hint, top, quote(name)))
        else:
            ignored.append(name)
    return faults, tuple(ignored)


def _commune(cells: dict[str, str], row: int, faults: list[RowFault]) -> Commune | None:
    """Return the commune of a row; what is wrong with it is added to *faults*."""
    before = len(faults)
    name = nfc(cells.get("name", ""))
    prefix = (_PLAIN_PREFIX if name.isascii() else _PREFIX).match(name)
    prefix_kind = _kind_of(prefix[1]) if prefix else ""
    bare = name[prefix.end() :] if prefix else name
    if not bare:
        faults.append(
            RowFault(Message("fault.no-name"), Message("remedy.commune-name"), row, "name")
        )
    if len(bare) > LONGEST:
        remedy = Message("remedy.at-most", n=LONGEST)
        faults.append(RowFault(Message("fault.characters", n=len(bare)), remedy, row, "name"))
    kind = _kind(cells.get("kind", ""), prefix_kind, row, faults)
    host = _host(cells.get("host", ""), row, faults)
    if len(faults) > before:
        return None
    code, province = cells.get("code", "").strip(), nfc(cells.get("province", ""))[:LONGEST]
    return Commune(bare, kind, code, host, province, row)


def _kind_of(word: str) -> str:
    return fold(word).replace(" ", "-")


def _kind(cell: str, prefix_kind: str, row: int, faults: list[RowFault]) -> str:
    if not cell:
        return prefix_kind
    kind = _kind_of(cell)
    if kind not in KINDS:
        remedy = Message("remedy.accepted", hint="", names=", ".join(KINDS.values()))
        what = Message("fault.unknown-kind", value=quote(cell))
        faults.append(RowFault(what, remedy, row, "kind"))
    elif prefix_kind and prefix_kind != kind:
        what = Message("fault.other-kind", value=quote(cell), kind=KINDS[prefix_kind])
        faults.append(RowFault(what, Message("remedy.correct-one"), row, "kind"))
    return kind


def _host(cell: str, row: int, faults: list[RowFault]) -> str:
    if not cell:
        return ""
    try:
        return host_of(normalise(cell))
    except ValueError as error:
        what = Message(
            "fault.wrong", value=quote(cell), error=error.args[0] if error.args else error
        )
        faults.append(RowFault(what, Message("remedy.host"), row, "host"))
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
            what = Message("fault.already", value=quote(one.title), row=first.row)
            yield RowFault(what, Message("remedy.leave-out-or-code"), one.row, "name")
            continue
        for column, value in (("code", one.code), ("host", one.host)):
            if value and others.setdefault((column, value), one.row) != one.row:
                row = others[column, value]
                what = Message("fault.already", value=quote(value), row=row)
                yield RowFault(what, Message("remedy.correct-one"), one.row, column)
