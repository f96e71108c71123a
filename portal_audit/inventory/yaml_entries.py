"""Read a YAML inventory: a list of mappings with the columns as keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from portal_audit.inventory.faults import RowFault, quote, refusal
from portal_audit.inventory.tables import MAX_ROWS
from portal_audit.texts import Message

EXAMPLE = Message("remedy.yaml")


class YamlEntry(NamedTuple):
    """One entry of the list."""

    number: int
    cells: dict[str, str]


def entries(path: Path, data: bytes, faults: list[RowFault]) -> Iterator[YamlEntry]:
    """Yield the entries of the list; what cannot be text is added to *faults*."""
    for number, item in enumerate(_parse(path, data), start=1):
        if not isinstance(item, dict):
            faults.append(RowFault(Message("fault.not-mapping"), EXAMPLE, number))
            continue
        cells = {}
        for key, value in item.items():
            column = str(key).strip().lower()
            if (text := _text(value)) is None:
                what = Message("fault.nested", value=quote(str(value)))
                faults.append(RowFault(what, Message("remedy.nested"), number, quote(column)))
            else:
                cells[column] = text
        yield YamlEntry(number, cells)


def _parse(path: Path, data: bytes) -> list[object]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        loaded = YAML(typ="safe", pure=True).load(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise refusal(
            path, [RowFault(Message("fault.not-utf8"), Message("remedy.utf8"), row)]
        ) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, problem = mark.line + 1 if mark is not None else 1, error.problem or "syntax"
        what = Message("fault.not-yaml-at", line=line, problem=problem)
        raise refusal(path, [RowFault(what, EXAMPLE)]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise refusal(path, [RowFault(Message("fault.not-yaml"), EXAMPLE)]) from error
    if not isinstance(loaded, list):
        raise refusal(path, [RowFault(Message("fault.not-list"), EXAMPLE)])
    if len(loaded) > MAX_ROWS:
        raise refusal(
            path, [RowFault(Message("fault.rows", n=MAX_ROWS), Message("remedy.split", n=MAX_ROWS))]
        )
    return loaded


def _text(value: object) -> str | None:
    if value is None:
        return ""
    if isinstance(value, dict):
        return None
    if isinstance(value, list):
        if any(isinstance(part, dict | list) for part in value):
            return None
        return " ".join(str(part) for part in value)
    return str(value)
