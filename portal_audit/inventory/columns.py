"""The columns of an inventory: what each may hold, and how a row becomes a target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from portal_audit.inventory.faults import RowFault, quote
from portal_audit.inventory.urls import normalise, normalise_address, target_id
from portal_audit.model import Kind, Target

COLUMNS = (
    "url",
    "name",
    "kind",
    "organisation",
    "province",
    "parent",
    "contact",
    "tags",
    "address",
    "http_url",
)
KINDS = tuple(kind.value for kind in Kind)
LONGEST = 500
"""Characters of one cell."""

_URL = "Wanted: a URL such as https://sotuphap.example/"
_ADDRESS = "Wanted: an IP address such as 203.0.113.7 or 2001:db8::7."
_HTTP_URL = "Wanted: where plain HTTP answers, such as http://sotuphap.example:8080/"


def nearest(name: str, known: tuple[str, ...]) -> str:
    """Return ``Did you mean …? `` where a known word is close to *name*, else nothing."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"Did you mean {close[0]}? " if close else ""


def to_target(row: Mapping[str, str], number: int | None, faults: list[RowFault]) -> Target | None:
    """Return the target of one row; what is wrong with it is added to *faults*."""
    before = len(faults)
    cells = {column: row.get(column, "").strip() for column in COLUMNS}
    for column, text in cells.items():
        if len(text) > LONGEST and column not in ("url", "parent", "http_url"):
            remedy = f"At most {LONGEST} are accepted."
            faults.append(RowFault(f"{len(text)} characters", remedy, number, column))
    url = ""
    if cells["url"]:
        url = _read(cells, "url", number, faults, normalise, _URL)
    else:
        faults.append(RowFault("no url", _URL, number, "url"))
    address = _read(cells, "address", number, faults, normalise_address, _ADDRESS)
    http_url = _read(cells, "http_url", number, faults, _http_url, _HTTP_URL)
    parent = _read(cells, "parent", number, faults, normalise, _URL)
    kind = _kind(cells["kind"], number, faults)
    if len(faults) > before:
        return None
    return Target(
        id=target_id(url),
        url=url,
        name=" ".join(cells["name"].split()),
        kind=kind,
        organisation=" ".join(cells["organisation"].split()),
        province=" ".join(cells["province"].split()),
        parent=parent,
        contact=cells["contact"],
        tags=tuple(dict.fromkeys(cells["tags"].split())),
        address=address or None,
        http_url=http_url or None,
    )


def _read(
    cells: Mapping[str, str],
    column: str,
    row: int | None,
    faults: list[RowFault],
    parse: Callable[[str], str],
    remedy: str,
) -> str:
    if not cells[column]:
        return ""
    try:
        return parse(cells[column])
    except ValueError as error:
        faults.append(RowFault(f"{quote(cells[column])}: {error}", remedy, row, column))
        return ""


def _http_url(text: str) -> str:
    return normalise(text, schemes=("http",))


def _kind(text: str, row: int | None, faults: list[RowFault]) -> Kind:
    name = text.lower()
    if not name:
        return Kind.WEB
    if name in KINDS:
        return Kind(name)
    remedy = f"{nearest(name, KINDS)}Accepted: {', '.join(KINDS)}."
    faults.append(RowFault(f"{quote(text)}: unknown kind", remedy, row, "kind"))
    return Kind.WEB
