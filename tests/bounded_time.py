"""What hostile input may cost: bounds of CPU time, wider where each line is traced."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TRACED = 5.0
"""How many times as long code may take under a debugger or a counter of lines that traces."""


@contextmanager
def cpu_seconds(most: float) -> Iterator[None]:
    """Fail where what is done inside takes more CPU time, child processes that end included.

    A busy machine makes everything late; what code costs stays the same.
    """
    before = _spent()
    yield
    taken = _spent() - before
    allowed = most * (TRACED if sys.gettrace() else 1.0)
    assert taken < allowed, f"{taken:.1f} s of CPU time, of {allowed:.1f}"


def _spent() -> float:
    return sum(os.times()[:4])
