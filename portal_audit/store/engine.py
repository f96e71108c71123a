"""Open a store: see that it is ours and bring its schema up to date, or refuse it unchanged."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from portal_audit.errors import BadStore
from portal_audit.store.forks import part_at_forks
from portal_audit.store.place import read_place, shown_place
from portal_audit.store.schema import bring_up_to_date
from portal_audit.texts import Message

MEMORY = (None, "", ":memory:")
LOCK_SECONDS = 60
"""How long a store that another program has locked is waited for."""
CONNECT_SECONDS = "10"
"""How long a database server is waited for."""


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
        bring_up_to_date(engine, shown)
        if engine.dialect.name == "sqlite" and url.database not in MEMORY and not url.query:
            with engine.connect() as connection:  # readers and the one writer do not wait
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        if engine.dialect.name != "sqlite" or url.database not in MEMORY:
            part_at_forks(engine)
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
        raise BadStore(Message("store.folder", file=file, example=file / "portal-audit.sqlite"))
    if not file.exists() and not create:
        raise BadStore(Message("store.none", file=file))
    if not file.parent.is_dir():
        raise BadStore(Message("store.no-folder", file=file))
    return url if create or writable(file) else _read_only(file)


def writable(file: Path) -> bool:
    """Tell whether a SQLite file can be written: its folder too, where SQLite keeps its log."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _read_only(file: Path) -> URL:
    """Return how to read a file that cannot be written, such as one on a medium or of an archive.

    Without a log beside it nobody is writing, and none has to be made (SQLite: ``immutable``).
    """
    log = file.with_name(f"{file.name}-wal")
    alone = not log.exists() or not log.stat().st_size
    query = {"mode": "ro", "uri": "true", **({"immutable": "1"} if alone else {})}
    return URL.create("sqlite", database=file.absolute().as_uri(), query=query)


def is_memory(place: str) -> bool:
    """Tell whether a store would be in memory, where no other process reaches it."""
    url = _url(place, create=True)
    return url.get_backend_name() == "sqlite" and url.database in MEMORY


def _sqlite_rules(connection: Any, _record: object) -> None:
    """Nothing here may change the file: it may turn out to be somebody else's."""
    if isinstance(connection, sqlite3.Connection):
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000}")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()
