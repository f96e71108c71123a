"""The tables of the queue: Procrastinate's own, in a schema beside the store's, made when needed.

They hold nothing that could not be made again from the store: a queue of another version is made
anew once it is empty.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, LiteralString

from portal_audit.errors import BadInput, BadStore
from portal_audit.store.place import is_postgresql, read_place, shown_place
from portal_audit.texts import Message

if TYPE_CHECKING:
    from psycopg import Connection

SCHEMA = "portal_audit_queue"
PREPARING = 0x70617571
"""Number of the lock under which one program at a time makes the tables (``pauq``)."""
WORKERS: LiteralString = """
CREATE TABLE workers (
    id bigint PRIMARY KEY REFERENCES procrastinate_workers(id) ON DELETE CASCADE,
    name text NOT NULL,
    zone text NOT NULL,
    since timestamp with time zone NOT NULL DEFAULT now()
)
"""
"""What Procrastinate does not keep of a worker."""


def connection_string(place: str) -> str:
    """Return how libpq connects to a store; its tables are looked for in the queue's schema."""
    url = read_place(place).set(drivername="postgresql")
    options = " ".join([*_many(url.query.get("options")), f"-csearch_path={SCHEMA}"])
    url = url.update_query_dict({"options": options, "application_name": "portal-audit"})
    head, mark, query = url.render_as_string(hide_password=False).partition("?")
    return head + mark + query.replace("+", "%20")  # libpq knows no plus for a space


def _many(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def prepare_queue(place: str) -> None:
    """See that the queue is there, and is of the installed version.

    Raises BadInput where the store is no PostgreSQL or Procrastinate is missing, BadStore where
    the queue is another version's and not empty, or the server refuses.
    """
    if not is_postgresql(place):
        raise BadInput(Message("distributed.needs-postgresql", store=shown_place(place)))
    try:
        import psycopg
        from procrastinate.schema import SchemaManager
        from psycopg_pool import AsyncConnectionPool  # noqa: F401  (the queue needs it)
    except ImportError as error:
        raise BadInput(Message("distributed.not-installed")) from error
    ours = f"procrastinate {'.'.join(version('procrastinate').split('.')[:2])}"
    try:
        with psycopg.connect(connection_string(place), connect_timeout=10) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [PREPARING])
            theirs = _version(connection)
            if theirs == ours:
                return
            if theirs is not None:
                _make_room(connection, theirs, ours)
            connection.execute(f"CREATE SCHEMA {SCHEMA}")
            connection.execute(SchemaManager.get_schema().encode())
            connection.execute(WORKERS)
            connection.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{ours}'".encode())
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise BadStore(
            Message("store.server-refuses", store=shown_place(place), reason=reason)
        ) from error


def _version(connection: Connection) -> str | None:
    query: LiteralString = (
        "SELECT coalesce(obj_description(oid, 'pg_namespace'), '')"
        " FROM pg_namespace WHERE nspname = %s"
    )
    row = connection.execute(query, [SCHEMA]).fetchone()
    return None if row is None else str(row[0])


def _make_room(connection: Connection, theirs: str, ours: str) -> None:
    left = connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
    if left is not None and left[0]:
        raise BadStore(Message("distributed.other-queue", theirs=theirs, ours=ours, n=left[0]))
    connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
