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
from portal_audit.store.forks import part_at_forks
from portal_audit.texts import Message

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
        raise BadStore(Message("store.no-driver", store=shown, error=error)) from error
    try:
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _sqlite_rules)
        with engine.begin() as connection:
            _migrate(connection, shown)
        if engine.dialect.name == "sqlite" and url.database not in MEMORY:
            with engine.connect() as connection:  # readers and the one writer do not wait
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        if not _pool(url):
            part_at_forks(engine)
    except DBAPIError as error:
        engine.dispose()
        raise BadStore(Message("store.unusable", store=shown, error=error.orig)) from error
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
        raise BadStore(Message("store.no-place", place=place)) from error
    if url.get_backend_name() != "sqlite" or url.database in MEMORY or url.query:
        return url
    file = Path(url.database or "")
    if file.is_dir():
        raise BadStore(Message("store.folder", file=file, example=file / "portal-audit.sqlite"))
    if not file.exists() and not create:
        raise BadStore(Message("store.none", file=file))
    if not file.parent.is_dir():
        raise BadStore(Message("store.no-folder", file=file))
    return url


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
        raise BadStore(Message("store.foreign", store=shown, table=tables[0]))
    if current is not None and current not in revisions:
        raise BadStore(
            Message("store.newer", store=shown, schema=current, newest=script.get_current_head())
        )
    if current != script.get_current_head():
        from alembic import command

        config.attributes["connection"] = connection
        command.upgrade(config, "head")
