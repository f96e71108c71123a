"""Read a list of communes, wards and special zones, or say everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal_audit.inventory import tables
from portal_audit.inventory.columns import nearest
from portal_audit.inventory.faults import Fault, quote, refusal
from portal_audit.inventory.urls import normalise
from portal_audit.read.urls import host_of
from portal_audit.read.vietnamese import fold, nfc

COLUMNS = ("name", "code", "kind", "host")
KINDS = {"xa": "xã", "phuong": "phường", "dac-khu": "đặc khu"}
"""Kind of unit → the word that stands in front of its name."""
READERS = {".csv": tables.csv_rows, ".txt": tables.csv_rows, ".xlsx": tables.xlsx_rows}
EXAMPLE = "name,code,kind,host (only name is required; kind is xã, phường or đặc khu)"
LONGEST = 200
_ALIASES = {"ten": "name", "ma": "code", "loai": "kind", "ten mien": "host"}
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
        raise refusal(path, [Fault(f"unknown file type {quote(suffix) or '(none)'}", remedy)])
    if path.is_file() and not path.stat().st_size:
        raise refusal(path, [Fault("is empty", f"It needs a first row {EXAMPLE}.")])
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
        faults.append(Fault("holds no communes", "Add a row with a name for each of them."))
    if faults:
        raise refusal(path, faults)
    return CommuneList(tuple(found), ignored)


def _header(path: Path, rows: Iterator[tables.Row]) -> tuple[int, Sequence[str]]:
    for row in rows:
        if not row.skipped:
            names = [cell.lower().lstrip("\ufeff") for cell in row.cells]
            return row.number, [_ALIASES.get(fold(name), name) for name in names]
    raise refusal(path, [Fault("has no header row", f"The first row is {EXAMPLE}.")])


def _columns(path: Path, top: int, names: Sequence[str]) -> tuple[list[Fault], tuple[str, ...]]:
    """Return the faults of the header, and which columns are of no use here."""
    if "name" not in names:
        shown = quote(", ".join(name for name in names if name)) or "nothing"
        remedy = f"The first row is {EXAMPLE}; found: {shown}."
        raise refusal(path, [Fault("there is no column name", remedy, top)])
    faults, ignored = [], []
    for name in dict.fromkeys(name for name in names if name):
        if name in COLUMNS:
            if names.count(name) > 1:
                faults.append(Fault("stands twice", "Leave one of them out.", top, name))
        elif hint := nearest(name, COLUMNS):
            faults.append(Fault("unknown column", hint.strip(), top, quote(name)))
        else:
            ignored.append(name)
    return faults, tuple(ignored)


def _commune(cells: dict[str, str], row: int, faults: list[Fault]) -> Commune | None:
    """Return the commune of a row; what is wrong with it is added to *faults*."""
    before = len(faults)
    name = nfc(cells.get("name", ""))
    prefix = (_PLAIN_PREFIX if name.isascii() else _PREFIX).match(name)
    told = _kind_of(prefix[1]) if prefix else ""
    bare = name[prefix.end() :] if prefix else name
    if not bare:
        faults.append(Fault("no name", "Wanted: such as Lũng Xanh, or Xã Lũng Xanh.", row, "name"))
    if len(bare) > LONGEST:
        remedy = f"At most {LONGEST} are accepted."
        faults.append(Fault(f"{len(bare)} characters", remedy, row, "name"))
    kind = _kind(cells.get("kind", ""), told, row, faults)
    host = _host(cells.get("host", ""), row, faults)
    if len(faults) > before:
        return None
    return Commune(bare, kind, cells.get("code", "").strip(), host, row)


def _kind_of(word: str) -> str:
    return fold(word).replace(" ", "-")


def _kind(cell: str, told: str, row: int, faults: list[Fault]) -> str:
    if not cell:
        return told
    kind = _kind_of(cell)
    if kind not in KINDS:
        remedy = f"Accepted: {', '.join(KINDS.values())}."
        faults.append(Fault(f"{quote(cell)}: unknown kind", remedy, row, "kind"))
    elif told and told != kind:
        what = f"{quote(cell)}, but the name begins with {KINDS[told]}"
        faults.append(Fault(what, "Mend one of them.", row, "kind"))
    return kind


def _host(cell: str, row: int, faults: list[Fault]) -> str:
    if not cell:
        return ""
    try:
        return host_of(normalise(cell))
    except ValueError as error:
        remedy = "Wanted: a host name such as lungxanh.tinh.gov.vn."
        faults.append(Fault(f"{quote(cell)}: {error}", remedy, row, "host"))
        return ""


def _duplicates(found: Sequence[Commune]) -> Iterator[Fault]:
    """Yield a fault for each name, code and host that stands twice.

    Two units may be called alike only where each has a code of its own.
    """
    names: dict[tuple[str, str], Commune] = {}
    others: dict[tuple[str, str], int] = {}
    for one in found:
        key = (one.kind, one.name.casefold())
        first = names.setdefault(key, one)
        if first is not one and (not one.code or not first.code or one.code == first.code):
            what = f"{quote(one.title)} stands in row {first.row} already"
            remedy = "Leave one of them out, or give each its code."
            yield Fault(what, remedy, one.row, "name")
            continue
        for column, value in (("code", one.code), ("host", one.host)):
            if value and others.setdefault((column, value), one.row) != one.row:
                what = f"{quote(value)} stands in row {others[column, value]} already"
                yield Fault(what, "Mend one of them.", one.row, column)
