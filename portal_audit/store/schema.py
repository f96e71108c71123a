"""Bring the schema of a store up to date, a copy made first, or refuse it unchanged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, text

from portal_audit.errors import BadStore
from portal_audit.texts import Message

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
"""Alembic's; read here, since a store that is up to date, as nearly all are, needs none of it."""
MIGRATING = 0x706F7274
"""Number of the lock under which one program at a time creates the tables (``port``)."""


def bring_up_to_date(engine: Engine, shown: str) -> None:
    """Migrate a store, from nothing if need be.

    All of it happens in one transaction: whoever is killed meanwhile leaves the store as it was.
    A file of SQLite is copied first (:func:`backup_of`); a copy of another database is its
    administrator's. Raises BadStore, with nothing changed, where the schema is newer than this
    program, the database is another program's, or there is no room for the copy.
    """
    with engine.connect() as connection:
        current = _revision(connection, shown)
    if current == revisions()[-1]:
        return
    if engine.url.query.get("mode") == "ro":
        raise BadStore(Message("store.older", store=shown))
    file = _file(engine)
    if file is not None and current is not None:
        _copy(file, backup_of(file, current))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":  # its driver would commit every change by itself
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
        if _revision(connection, shown) != revisions()[-1]:
            _upgrade(connection)


def revisions() -> list[str]:
    """Return every schema there has been, the present one last: the files of migrations tell."""
    return sorted(file.stem[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def backup_of(file: Path, revision: str) -> Path:
    """Return where the copy stands that is made before a store of this schema is migrated."""
    return file.with_name(f"{file.name}.schema-{revision}.bak")


def _revision(connection: Connection, shown: str) -> str | None:
    """Return the schema of a store, ``None`` for an empty one; raises BadStore where it is none."""
    tables = inspect(connection).get_table_names()
    current = None
    if VERSION_TABLE in tables:
        current = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
    if current is None and (others := set(tables) - {VERSION_TABLE}):
        raise BadStore(Message("store.foreign", store=shown, table=min(others)))
    if current is not None and current not in revisions():
        newest = revisions()[-1]
        raise BadStore(Message("store.newer", store=shown, schema=current, newest=newest))
    return current


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _file(engine: Engine) -> Path | None:
    name = engine.url.database
    in_file = engine.dialect.name == "sqlite" and name not in (None, "", ":memory:")
    return Path(name) if in_file and name else None


def _copy(file: Path, copy: Path) -> None:
    """Copy a store whole, whoever reads or writes it meanwhile; half a copy has another name."""
    part = copy.with_suffix(".part")
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        part.replace(copy)
    except (OSError, sqlite3.Error) as error:
        raise BadStore(
            Message("store.no-copy", store=file, copy=copy.name, reason=error)
        ) from error
