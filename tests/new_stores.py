"""Stores made quickly: the migrations run, and SQL is compiled, once a process."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, inspect
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

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


class CompiledOnce(SQLiteDialect_pysqlite):
    """SQLite as SQLAlchemy speaks to it, with statements that all stores of a process share.

    It keeps what it compiled by engine and dialect, so that each store would compile all it asks.
    """

    supports_statement_cache = True
    statements: LRUCache[Any, Any] = LRUCache(1_000)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=cls.statements)


def share() -> None:
    """Have everything in this process that makes a store do so."""
    schema._upgrade = upgrade_once
    registry.register("sqlite", __name__, CompiledOnce.__name__)
