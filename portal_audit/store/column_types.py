"""Types of columns that tables and migrations share."""

from __future__ import annotations

from sqlalchemy import String, Text


def words(usual: int) -> String:
    """Return the type of a text that is rarely longer than so many characters.

    SQLite never minds; PostgreSQL would refuse a longer one, and with it the whole site.
    """
    return String(usual).with_variant(Text(), "postgresql")
