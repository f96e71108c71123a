"""Processes that are forked while a store is open take connections of their own."""

from __future__ import annotations

import os
from weakref import WeakSet

from sqlalchemy import Engine

_OPEN: WeakSet[Engine] = WeakSet()


def part_at_forks(engine: Engine) -> None:
    """Let a forked child forget the connections of its parent, without closing them.

    Two processes that speak over one connection garble it; SQLite's locks are lost with it.
    """
    _OPEN.add(engine)


def _forget() -> None:
    for engine in list(_OPEN):
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_forget)
