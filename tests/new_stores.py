"""The tables of a new store, made by the migrations once a process."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, create_engine, inspect

from portal_audit.store import schema

upgrade = schema._upgrade


def upgrade_once(connection: Connection) -> None:
    """Stand in for the migrations where a SQLite store holds nothing yet."""
    if connection.dialect.name != "sqlite" or inspect(connection).get_table_names():
        upgrade(connection)
        return
    for statement in _made_by_the_migrations():
        connection.exec_driver_sql(statement)


@cache
def _made_by_the_migrations() -> tuple[str, ...]:
    """Return what makes the tables, and the rows in them, that the migrations make."""
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            upgrade(connection)
            connection.commit()
            file = connection.connection.driver_connection
            assert file is not None
            first, *statements, last = file.iterdump()
    finally:
        engine.dispose()
    assert (first, last) == ("BEGIN TRANSACTION;", "COMMIT;")
    return tuple(statements)


def share() -> None:
    """Have everything in this process that makes a store run the migrations once."""
    schema._upgrade = upgrade_once
