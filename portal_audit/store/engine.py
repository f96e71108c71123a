"""Open a store: see that it is ours and bring its schema up to date, or refuse it unchanged."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from portal_audit.errors import BadStore

MIGRATIONS = Path(__file__).parent / "migrations"
MEMORY = (None, "", ":memory:")
LOCK_SECONDS = 60
"""How long a store that another program has locked is waited for."""


def open_engine(place: str, create: bool) -> Engine:
    """Return an engine on an up-to-date store.

    *place* is a SQLAlchemy URL, or the path of a SQLite file. Raises BadStore, with nothing
    changed, where there is none (unless *create*), it cannot be opened, is not a store of
    portal-audit, or has a newer schema.
    """
    url = _url(place, create)
    shown = _shown(url)
    try:
        engine = create_engine(url, **_pool(url))
    except (ImportError, NoSuchModuleError) as error:
        raise BadStore(
            f"{shown}: no driver for this kind of database ({error}). Install it, or use SQLite."
        ) from error
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
        raise BadStore(
            f"{shown}: cannot be used as a store ({error.orig}). Check that it is a store "
            "of portal-audit, and that it and its folder can be written, or choose another with "
            "--store."
        ) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def _pool(url: URL) -> dict[str, Any]:
    """Let threads share a store in memory, which would be another one for each of them."""
    if url.get_backend_name() != "sqlite" or url.database not in MEMORY:
        return {}
    return {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}


def _url(place: str, create: bool) -> URL:
    try:
        url = make_url(place) if "://" in place else URL.create("sqlite", database=place)
    except (ArgumentError, ValueError) as error:
        raise BadStore(
            f"--store {place}: neither a file nor a database URL such as "
            "sqlite:///portal-audit.sqlite."
        ) from error
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


def is_memory(place: str) -> bool:
    """Tell whether a store would be in memory, where no other process reaches it."""
    url = _url(place, create=True)
    return url.get_backend_name() == "sqlite" and url.database in MEMORY


def _shown(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return url.database or "memory"
    return url.render_as_string(hide_password=True)


def _sqlite_rules(connection: Any, _record: object) -> None:
    """Nothing here may change the file: it may turn out to be somebody else's."""
    if isinstance(connection, sqlite3.Connection):
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000}")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()


def _migrate(connection: Connection, shown: str) -> None:
    """Bring the schema up to date, from nothing if need be."""
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

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
