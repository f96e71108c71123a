"""The columns of an inventory: what each may hold, and how a row becomes a target."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal_audit.inventory.faults import RowFault, quote
from portal_audit.inventory.urls import normalise, normalise_address, target_id
from portal_audit.model import Kind, Target
from portal_audit.texts import Message, did_you_mean

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
    "key",
    "formerly",
    "zone",
)
KINDS = tuple(kind.value for kind in Kind)
LONGEST = 500
"""Characters of one cell."""

_URL = Message("remedy.url")
_ADDRESS = Message("remedy.address")
_HTTP_URL = Message("remedy.http-url")


def to_target(row: Mapping[str, str], number: int | None, faults: list[RowFault]) -> Target | None:
    """Return the target of one row; what is wrong with it is added to *faults*."""
    before = len(faults)
    cells = {column: row.get(column, "").strip() for column in COLUMNS}
    for column, text in cells.items():
        if len(text) > LONGEST and column not in ("url", "parent", "http_url"):
            remedy = Message("remedy.at-most", n=LONGEST)
            faults.append(
                RowFault(Message("fault.characters", n=len(text)), remedy, number, column)
            )
    url = ""
    if cells["url"]:
        url = _read(cells, "url", number, faults, normalise, _URL)
    else:
        faults.append(RowFault(Message("fault.no-url"), _URL, number, "url"))
    address = _read(cells, "address", number, faults, normalise_address, _ADDRESS)
    http_url = _read(cells, "http_url", number, faults, _http_url, _HTTP_URL)
    parent = _read(cells, "parent", number, faults, normalise, _URL)
    kind = _kind(cells["kind"], number, faults)
    formerly = tuple(
        _read({"formerly": word}, "formerly", number, faults, normalise, _URL)
        for word in cells["formerly"].split()
    )
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
        key=" ".join(cells["key"].split()),
        formerly=formerly,
        zone=cells["zone"],
    )


def _read(
    cells: Mapping[str, str],
    column: str,
    row: int | None,
    faults: list[RowFault],
    parse: Callable[[str], str],
    remedy: Message,
) -> str:
    if not cells[column]:
        return ""
    try:
        return parse(cells[column])
    except ValueError as error:
        faults.append(RowFault(_wrong(cells[column], error), remedy, row, column))
        return ""


def _wrong(cell: str, error: ValueError) -> Message:
    return Message("fault.wrong", value=quote(cell), error=error.args[0] if error.args else error)


def _http_url(text: str) -> str:
    return normalise(text, schemes=("http",))


def _kind(text: str, row: int | None, faults: list[RowFault]) -> Kind:
    name = text.lower()
    if not name:
        return Kind.WEB
    if name in KINDS:
        return Kind(name)
    remedy = Message("remedy.accepted", hint=did_you_mean(name, KINDS), names=", ".join(KINDS))
    faults.append(RowFault(Message("fault.unknown-kind", value=quote(text)), remedy, row, "kind"))
    return Kind.WEB
