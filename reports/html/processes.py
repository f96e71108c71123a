"""Work of a report shared by as many processes as there are cores, where there is much of it."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Part = TypeVar("Part")

CHUNK = 25
"""Items that a process takes at a time."""
WORTH_IT = 100
"""Items below which starting processes takes longer than it saves."""
_work: list[Callable[[Sequence[int]], object]] = []
"""What forked children are to do; they find it here because a closure cannot be sent."""


def in_parts(work: Callable[[Sequence[int]], Part], count: int) -> Iterator[Part]:
    """Yield ``work(numbers)`` for all numbers below *count*, chunk by chunk, in order.

    Children are forked, so that they share what is loaded; where that cannot be done safely, all
    happens in this process.
    """
    chunks = [range(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK)]
    cores = _cores()
    if count < WORTH_IT or cores < 2 or not _can_fork():
        yield from map(work, chunks)
        return
    _work.append(work)
    try:
        with multiprocessing.get_context("fork").Pool(cores) as pool:
            yield from pool.imap(_do, chunks)
    finally:
        _work.pop()


def _do(numbers: Sequence[int]) -> Any:
    return _work[-1](numbers)


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
