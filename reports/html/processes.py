"""Work of a report shared by as many processes as there are cores, where there is much of it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from portal_audit.output.side_by_side import can_fork, cores

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
    if count < WORTH_IT or cores() < 2 or not can_fork():
        yield from map(work, chunks)
        return
    _work.append(work)
    try:
        with multiprocessing.get_context("fork").Pool(cores()) as pool:
            yield from pool.imap(_do, chunks)
    finally:
        _work.pop()


def _do(numbers: Sequence[int]) -> Any:
    return _work[-1](numbers)
