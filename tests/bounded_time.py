"""Bounds of what things may take, which hold on a busy machine, too."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Made = TypeVar("Made")
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


async def sooner_than(seconds: float, work: Awaitable[Made]) -> Made:
    """Await *work*; fail where a timer that was set beside it is over first.

    Both wait in one event loop: what makes one of them late makes the other late.
    """
    task = asyncio.ensure_future(work)
    timer = asyncio.ensure_future(asyncio.sleep(seconds))
    await asyncio.wait({task, timer}, return_when=asyncio.FIRST_COMPLETED)
    (timer if task.done() else task).cancel()
    assert task.done(), f"not within {seconds} s"
    return await task


def _spent() -> float:
    return sum(os.times()[:4])
