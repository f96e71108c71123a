"""The built-in checks, read once by a process: for every test they are the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from portal_audit.rules import catalog
from portal_audit.rules.catalog import Catalog

read = catalog.read


@cache
def built_in() -> Catalog:
    """Return the catalog of the built-in checks."""
    return read()


def read_once(local: Iterable[Path] = ()) -> Catalog:
    """Stand in for ``catalog.read``: folders of one's own are read each time."""
    folders = list(local)
    return read(folders) if folders else built_in()


def share() -> None:
    """Have everything in this process that reads the built-in checks read them once."""
    catalog.read = read_once
