"""Read an inventory into targets, or say everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from portal_audit.errors import BadInventory
from portal_audit.inventory import tables
from portal_audit.inventory.columns import COLUMNS, to_target
from portal_audit.inventory.faults import RowFault, quote, refusal
from portal_audit.inventory.identity import default_key
from portal_audit.inventory.urls import normalise
from portal_audit.inventory.yaml_entries import entries
from portal_audit.model import Target
from portal_audit.texts import Message, did_you_mean

READERS = {".csv": tables.csv_rows, ".txt": tables.csv_rows, ".xlsx": tables.xlsx_rows}
YAMLS = (".yaml", ".yml")


def read(path: Path) -> tuple[Target, ...]:
    """Return the targets of a CSV, XLSX or YAML file, in its order.

    Raises BadInventory with every fault found: row, column, what is wrong, what is accepted.
    """
    suffix = path.suffix.lower()
    if suffix not in READERS and suffix not in YAMLS:
        remedy = Message("remedy.file-type")
        raise refusal(
            path, [RowFault(Message("fault.file-type", suffix=quote(suffix) or "–"), remedy)]
        )
    data = tables.content(path)
    faults: list[RowFault] = []
    if suffix in YAMLS:
        rows: Iterable[tuple[int, dict[str, str]]] = _refuse_unknown(
            entries(path, data, faults), faults
        )
    else:
        rows = _named(path, READERS[suffix](path, data), faults)
    numbered = list(rows)
    targets = [to_target(cells, number, faults) for number, cells in numbered]
    faults += _duplicates(numbered)
    faults += _shared_keys([number for number, _ in numbered], targets)
    if not numbered and not faults:
        faults.append(RowFault(Message("fault.no-portals"), Message("remedy.no-portals")))
    if faults:
        raise refusal(path, faults)
    return tuple(target for target in targets if target is not None)


def target(url: str, **fields: str) -> Target:
    """Return the target of one URL, as given on the command line; raises BadInventory."""
    if unknown := set(fields) - set(COLUMNS):
        raise BadInventory(Message("fault.no-such-column", names=", ".join(sorted(unknown))))
    faults: list[RowFault] = []
    made = to_target({"url": url, **fields}, None, faults)
    if made is None:
        # On the command line there is no column that a person could look for.
        shown = (
            replace(fault, column=None) if fault.column == "url" else fault for fault in faults
        )
        raise BadInventory(Message("lines", lines=[fault.message for fault in shown]))
    return made


def combine(first: Sequence[Target], second: Sequence[Target]) -> tuple[Target, ...]:
    """Return both lists as one; raises BadInventory where a URL is in it twice."""
    joined = (*first, *second)
    urls: set[str] = set()
    for one in joined:
        if one.url in urls:
            raise BadInventory(Message("fault.given-twice", url=one.url))
        urls.add(one.url)
    return joined


def _named(
    path: Path, rows: Iterator[tables.TableRow], faults: list[RowFault]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the cells of a table the names of its header."""
    top, names = tables.header(path, rows)
    faults += _unknown(names, top)
    for name in sorted({name for name in names if name and names.count(name) > 1}):
        faults.append(
            RowFault(Message("fault.twice"), Message("remedy.leave-out"), top, quote(name))
        )
    if "url" not in names:
        found = quote(", ".join(name for name in names if name)) or "–"
        remedy = Message("remedy.header", found=found, names=", ".join(COLUMNS))
        raise refusal(path, [*faults, RowFault(Message("fault.no-url-column"), remedy, top)])
    for row in rows:
        if row.skipped:
            continue
        if any(row.cells[len(names) :]):
            what = Message("fault.cells", cells=len(row.cells), columns=len(names))
            faults.append(RowFault(what, Message("remedy.quotes"), row.number))
        yield row.number, dict(zip(names, row.cells, strict=False))


def _refuse_unknown(
    rows: Iterable[tuple[int, dict[str, str]]], faults: list[RowFault]
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in rows:
        faults += _unknown(cells, number)
        yield number, cells


def _unknown(names: Iterable[str], row: int) -> list[RowFault]:
    return [
        RowFault(
            Message("fault.unknown-column"),
            Message("remedy.accepted", hint=did_you_mean(name, COLUMNS), names=", ".join(COLUMNS)),
            row,
            quote(name),
        )
        for name in names
        if name and name not in COLUMNS
    ]


def _duplicates(rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[RowFault]:
    """Compare URLs in their normal form, whatever else is wrong with a row."""
    first: dict[str, int] = {}
    for number, cells in rows:
        try:
            url = normalise(cells.get("url", ""))
        except ValueError:
            continue  # reported already
        if url in first:
            what = Message("fault.already", value=quote(url), row=first[url])
            yield RowFault(what, Message("remedy.leave-out"), number, "url")
        else:
            first[url] = number


def _shared_keys(rows: Iterable[int], targets: Iterable[Target | None]) -> Iterator[RowFault]:
    """Yield a fault for each portal that is given the key of another: they would have one past."""
    first: dict[str, tuple[int, Target]] = {}
    for number, one in zip(rows, targets, strict=True):
        if one is None:
            continue  # reported already
        key = one.key or default_key(one.url)
        row, other = first.setdefault(key, (number, one))
        if other is not one and (one.key or other.key):
            what = Message("fault.key-of", value=quote(key), row=row)
            yield RowFault(what, Message("remedy.own-key"), number, "key")
