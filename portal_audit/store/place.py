"""Where a store is: a file or the URL of a database, and how it is shown without its password."""

from __future__ import annotations

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from portal_audit.errors import BadStore
from portal_audit.texts import Message

POSTGRESQL = ("postgres", "postgresql")
"""Spellings without a driver; ours is psycopg."""
_SECRET = ("password", "passfile", "sslpassword")


def read_place(place: str) -> URL:
    """Return the URL of a store; raises BadStore, without the password, for what is none."""
    try:
        url = make_url(place) if "://" in place else URL.create("sqlite", database=place)
    except (ArgumentError, ValueError) as error:
        scheme = place.partition("://")[0]
        raise BadStore(Message("store.bad-url", store=f"{scheme}://…")) from error
    if url.drivername in POSTGRESQL:
        url = url.set(drivername="postgresql+psycopg")
    return url


def is_postgresql(place: str) -> bool:
    """Tell whether a store is on a PostgreSQL server."""
    return read_place(place).get_backend_name() == "postgresql"


def shown_place(place: URL | str) -> str:
    """Return a store as it may be printed: never with a password, wherever that stands."""
    url = read_place(place) if isinstance(place, str) else place
    if url.get_backend_name() == "sqlite":
        return (place if isinstance(place, str) else url.database) or "memory"
    return url.difference_update_query(_SECRET).render_as_string(hide_password=True)
