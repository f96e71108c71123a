"""Move a store: all of it into one file, and from there into an empty store of either kind.

The file is zstandard over JSON lines (a head, every row of every table, a foot with counts and
hashes), so that it can be read without us in twenty years.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Column, Connection, Engine, LargeBinary, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from portal_audit.errors import BadInput
from portal_audit.store.serialise import zstd
from portal_audit.store.tables import Base, Utc
from portal_audit.texts import Message
from portal_audit.texts.system import reason

FORMAT = "portal-audit/store/1"
AT_ONCE = 50
"""Rows read or written together: one may hold a megabyte of evidence."""
LONGEST = 512 * 1024**2
"""Characters of one row; more is not our file."""


@dataclass(slots=True)
class RowCounts:
    """What a store holds: how many rows of each table, and a hash that no order changes."""

    rows: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, line: str) -> None:
        """Count a row."""
        number = int.from_bytes(sha256(line.encode()).digest(), "big")
        self.rows[table] = self.rows.get(table, 0) + 1
        self.hashes[table] = (self.hashes.get(table, 0) + number) % 2**256

    def foot(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {name: [n, f"{self.hashes[name]:064x}"] for name, n in sorted(self.rows.items())}


def export_store(engine: Engine, file: Path) -> RowCounts:
    """Write a store as it is at one moment; raises BadInput where the file exists already."""
    part = file.with_name(f"{file.name}.part")
    try:
        if file.exists():
            raise BadInput(Message("transfer.exists", file=file))
        part.touch(mode=0o600)
        tally = RowCounts()
        with zstd.open(part, "wt", encoding="utf-8") as out, _moment(engine) as connection:
            _write(out, {"format": FORMAT, "schema": _schema(connection)})
            for table, row in _rows(connection):
                line = _line(row)
                tally.add(table, line)
                out.write(f'["{table}",{line}]\n')
            _write(out, tally.foot())
        part.replace(file)
    except OSError as error:
        raise BadInput(Message("transfer.unwritable", file=file, reason=reason(error))) from error
    finally:
        part.unlink(missing_ok=True)
    return tally


def import_store(engine: Engine, file: Path) -> RowCounts:
    """Fill an empty store from a file, all or nothing, and see that it holds the same.

    Raises BadInput for a store that holds runs, and for a file that is damaged, cut off or of
    another schema.
    """
    try:
        with engine.begin() as connection:
            _refuse_full(connection)
            with zstd.open(file, "rt", encoding="utf-8") as lines:
                foot = _fill(connection, lines, file)
            found = RowCounts()
            for table, row in _rows(connection):
                found.add(table, _line(row))
            if found.foot() != foot:
                raise _damaged(file)
            _go_on_counting(connection)
    except OSError as error:
        raise BadInput(Message("transfer.unreadable", file=file, reason=reason(error))) from error
    except (EOFError, ValueError, TypeError, LookupError, zstd.ZstdError, SQLAlchemyError) as error:
        raise _damaged(file) from error
    return found


def _damaged(file: Path) -> BadInput:
    return BadInput(Message("transfer.damaged", file=file))


def _tables() -> list[Table]:
    return list(Base.metadata.sorted_tables)


def _moment(engine: Engine) -> Connection:
    """Return a connection that sees one moment, whatever is written meanwhile."""
    connection = engine.connect()
    if engine.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    else:
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _schema(connection: Connection) -> str:
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def _rows(connection: Connection) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for table in _tables():
        query = select(table).execution_options(yield_per=AT_ONCE)
        for row in connection.execute(query).mappings():
            yield table.name, {key: _plain(value) for key, value in row.items()}


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _value(plain: Any, column: Column[Any]) -> Any:
    if plain is None:
        return None
    if isinstance(column.type, LargeBinary):
        return b64decode(plain, validate=True)
    return datetime.fromisoformat(plain) if isinstance(column.type, Utc) else plain


def _line(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _write(out: IO[str], data: Mapping[str, Any]) -> None:
    out.write(_line(data) + "\n")


def _refuse_full(connection: Connection) -> None:
    for table in _tables():
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise BadInput(Message("transfer.not-empty"))


def _fill(connection: Connection, lines: IO[str], file: Path) -> Mapping[str, Any]:
    """Insert every row; return the foot."""
    head = json.loads(lines.readline(LONGEST))
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise _damaged(file)
    if head.get("schema") != (ours := _schema(connection)):
        raise BadInput(Message("transfer.schema", file=file, schema=head.get("schema"), ours=ours))
    tables = {table.name: table for table in _tables()}
    waiting: list[dict[str, Any]] = []
    current: Table | None = None
    while line := lines.readline(LONGEST):
        data = json.loads(line)
        if isinstance(data, dict):
            _insert(connection, current, waiting)
            return data
        table = tables[data[0]]
        if table is not current or len(waiting) >= AT_ONCE:
            _insert(connection, current, waiting)
            waiting, current = [], table
        waiting.append({key: _value(plain, table.c[key]) for key, plain in data[1].items()})
    raise _damaged(file)  # it was cut off


def _insert(connection: Connection, table: Table | None, rows: Iterable[dict[str, Any]]) -> None:
    if table is not None and (given := list(rows)):
        connection.execute(insert(table), given)


def _go_on_counting(connection: Connection) -> None:
    """Have PostgreSQL number new rows after those that came with their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for table in _tables():
        column = table.autoincrement_column
        if column is not None:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            most = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(sequence, most, False)))
