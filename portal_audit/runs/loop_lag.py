"""Whether our own event loop stood still: a timeout of that moment says nothing of a portal."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

TICK = 0.1
"""Seconds between two looks at the clock."""
MOST = 1.0
"""Seconds late that are no standstill: the shortest timeout of a visit is several times as long."""
REMEMBERED = 1_000


class LoopLag:
    """Watches the running event loop for as long as the block lasts.

    A stopped or suspended process and a starved machine count too: they also read no answers.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Take a clock and a sleep, so that tests need not wait."""
        self._clock, self._sleep = clock, sleep
        self._standstills: deque[tuple[datetime, datetime]] = deque(maxlen=REMEMBERED)
        self._watch: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin to watch."""
        self._watch = asyncio.create_task(self._look())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Stop watching."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)

    def note(self, begin: datetime, end: datetime) -> None:
        """Remember that the loop stood still between two moments."""
        self._standstills.append((begin, end))

    def between(self, begin: datetime, end: datetime) -> bool:
        """Tell whether the loop stood still at any time between two moments."""
        return any(start < end and begin < stop for start, stop in self._standstills)

    async def _look(self) -> None:
        last = self._clock()
        while True:
            await self._sleep(TICK)
            now = self._clock()
            if now - last > timedelta(seconds=TICK + MOST):
                self.note(last, now)
            last = now
