"""Rate limits towards a host: how often and how many at once, kept over all sites of a run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

MANY = 1_000
"""Hosts remembered before those that nobody waits for are forgotten."""


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    connections: int
    next_at: float = 0.0
    waiting: int = field(default=0)
    gathering: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while somebody takes several slots: two at it at once could wait for each other."""


class RateLimits:
    """Spaces out requests to each host name; several portals on one host share its turns."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Take a clock (seconds) and a sleep, so that tests need not wait."""
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, *, rate: float, connections: int) -> AsyncIterator[None]:
        """Wait for one's turn at *host*, and hold it for as long as the block lasts.

        *rate* is in requests a second, evenly spaced; *connections* is how many may be under way
        at once, and the first to come sets it.
        """
        state = self._host(host, connections)
        state.waiting += 1
        try:
            async with state.slots:
                now = self._clock()
                start = max(now, state.next_at)
                state.next_at = start + 1 / rate
                if start > now:
                    await self._sleep(start - now)
                yield
        finally:
            state.waiting -= 1

    @asynccontextmanager
    async def hold(self, host: str, *, connections: int) -> AsyncIterator[int]:
        """Hold half of the *connections* to a host while the block lasts, at least one of them.

        For what makes many short connections in a row, such as a look at TLS; it gets the number
        it may have at once. The other half stays for whoever else visits the host meanwhile.
        """
        state = self._host(host, connections)
        share = max(1, state.connections // 2)
        state.waiting += 1
        held = 0
        try:
            # Held to the end, so that one such look at a time goes to a host.
            async with state.gathering:
                while held < share:
                    await state.slots.acquire()
                    held += 1
                await self._sleep(max(0.0, state.next_at - self._clock()))
                yield share
        finally:
            for _ in range(held):
                state.slots.release()
            state.waiting -= 1

    def pause(self, host: str, seconds: float) -> None:
        """Leave *host* alone for a while, as its Retry-After asks."""
        if (state := self._hosts.get(host)) is not None:
            state.next_at = max(state.next_at, self._clock() + seconds)

    def _host(self, host: str, connections: int) -> _Host:
        if host not in self._hosts:
            if len(self._hosts) >= MANY:
                self._forget()
            self._hosts[host] = _Host(asyncio.Semaphore(connections), connections)
        return self._hosts[host]

    def _forget(self) -> None:
        now = self._clock()
        self._hosts = {
            name: host for name, host in self._hosts.items() if host.waiting or host.next_at > now
        }


_HERE: WeakKeyDictionary[asyncio.AbstractEventLoop, RateLimits] = WeakKeyDictionary()


def shared_rate_limits() -> RateLimits:
    """Return the rate limits that all clients of the running event loop share."""
    loop = asyncio.get_running_loop()
    if loop not in _HERE:
        _HERE[loop] = RateLimits()
    return _HERE[loop]
