"""Open a store: see that it is ours and bring its schema up to date, or refuse it unchanged."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from portal_audit.errors import BadStore
from portal_audit.store.place import read_place, shown_place
from portal_audit.texts import Message

MIGRATIONS = Path(__file__).parent / "migrations"
MEMORY = (None, "", ":memory:")
LOCK_SECONDS = 60
"""How long a store that another program has locked is waited for."""
CONNECT_SECONDS = "10"
"""How long a database server is waited for."""
MIGRATING = 0x706F7274
"""Number of the lock under which one program at a time creates the tables (``port``)."""


def open_engine(place: str, create: bool) -> Engine:
    """Return an engine on an up-to-date store.

    *place* is a SQLAlchemy URL, or the path of a SQLite file. Raises BadStore, with nothing
    changed, where there is none (unless *create*), it cannot be opened, is not a store of
    portal-audit, or has a newer schema.
    """
    url = _url(place, create)
    shown = shown_place(url)
    try:
        engine = create_engine(url, **_pool(url))
    except (ImportError, NoSuchModuleError) as error:
        raise BadStore(_no_driver(url, shown, error)) from error
    except (ArgumentError, TypeError, ValueError) as error:
        raise BadStore(Message("store.bad-url", store=shown)) from error
    try:
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _sqlite_rules)
        with engine.begin() as connection:
            _migrate(connection, shown)
        if engine.dialect.name == "sqlite" and url.database not in MEMORY:
            with engine.connect() as connection:  # readers and the one writer do not wait
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    except DBAPIError as error:
        engine.dispose()
        raise BadStore(_unusable(url, shown, error)) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def _no_driver(url: URL, shown: str, error: Exception) -> Message:
    if url.drivername == "postgresql+psycopg":
        return Message("store.no-psycopg", store=shown)
    return Message("store.no-driver", store=shown, reason=error)


def _unusable(url: URL, shown: str, error: DBAPIError) -> Message:
    reason = " ".join(str(error.orig).split())
    if url.get_backend_name() == "sqlite":
        return Message("store.unusable", store=shown, reason=reason)
    return Message("store.server-refuses", store=shown, reason=reason)


def _pool(url: URL) -> dict[str, Any]:
    """Return how connections are kept.

    Threads share a store in memory, which would be another one for each of them. A server may
    have been restarted since a connection was last used, so it is asked first.
    """
    if url.get_backend_name() != "sqlite":
        waits = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
        postgresql = url.drivername == "postgresql+psycopg"
        return {"pool_pre_ping": True, "connect_args": waits if postgresql else {}}
    if url.database not in MEMORY:
        return {}
    return {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}


def _url(place: str, create: bool) -> URL:
    url = read_place(place)
    if url.get_backend_name() != "sqlite" or url.database in MEMORY or url.query:
        return url
    file = Path(url.database or "")
    if file.is_dir():
        raise BadStore(f"{file}: is a folder. Give a file, such as {file / 'portal-audit.sqlite'}.")
    if not file.exists() and not create:
        raise BadStore(f"{file}: there is no store yet. Run `portal-audit scan`, or use --store.")
    if not file.parent.is_dir():
        raise BadStore(f"{file}: its folder does not exist. Create it, or use --store.")
    return url


def _sqlite_rules(connection: Any, _record: object) -> None:
    """Nothing here may change the file: it may turn out to be somebody else's."""
    if isinstance(connection, sqlite3.Connection):
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000}")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()


def _migrate(connection: Connection, shown: str) -> None:
    """Bring the schema up to date, from nothing if need be; one program at a time."""
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATING)))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    revisions = {revision.revision for revision in script.walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None and (tables := inspect(connection).get_table_names()):
        raise BadStore(
            f"{shown}: a database of another program (it has the table {tables[0]}). "
            "Choose another with --store."
        )
    if current is not None and current not in revisions:
        raise BadStore(
            f"{shown}: written by a newer portal-audit (schema {current}; this one knows up to "
            f"{script.get_current_head()}). Update portal-audit, or choose another with --store."
        )
    if current != script.get_current_head():
        from alembic import command

        config.attributes["connection"] = connection
        command.upgrade(config, "head")
