"""Rate limits, kept over all sites of a run: how often a host is asked, how many at once a server.

A host is a name; a server is an address, which several names may share. What a name asks for, such
as a delay or a pause, holds for that name; requests and connections are counted where they arrive.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TypeVar
from weakref import WeakKeyDictionary

MANY = 50
"""Hosts and servers remembered before those that nobody waits for are forgotten."""


def server_of(address: str, port: int) -> str:
    """Return what connections are counted by: the address, whatever the name and the port.

    On loopback a server is a port: there, whoever shares an address shares nothing else.
    """
    return f"{address} {port}" if ip_address(address).is_loopback else address


@dataclass(slots=True)
class _Host:
    next_at: float = 0.0
    waiting: int = field(default=0)

    @property
    def busy_until(self) -> float:
        return self.next_at


@dataclass(slots=True)
class _Server:
    slots: asyncio.Semaphore
    connections: int
    next_at: float = 0.0
    """When the next connection may be opened."""
    request_at: float = 0.0
    """When the next request may be sent, whatever its name."""
    asked_by: object = None
    """Who sent the last request."""
    waiting: int = field(default=0)
    holders: list[object] = field(default_factory=list)
    gathering: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while somebody takes several slots: two at it at once could wait for each other."""

    @property
    def busy_until(self) -> float:
        return max(self.next_at, self.request_at)


State = TypeVar("State", _Host, _Server)


class RateLimits:
    """Spaces out requests to each host, and connections to each server."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Take a clock (seconds) and a sleep, so that tests need not wait."""
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._servers: dict[str, _Server] = {}

    @asynccontextmanager
    async def turn(
        self,
        host: str,
        *,
        rate: float,
        connections: int,
        server: str | None = None,
        holder: object = None,
    ) -> AsyncIterator[None]:
        """Wait for one's turn at *host* and at its *server*, and hold it while the block lasts.

        *rate* is in requests a second to either, evenly spaced; *connections* is how many may
        be under way at once to the server, and the first to come sets it. *holder* is who asks.
        """
        state, place = self._host(host), self._server(server or host, connections)
        state.waiting += 1
        place.waiting += 1
        try:
            async with place.slots:
                place.holders.append(holder)
                try:
                    now = self._clock()
                    start = max(now, state.next_at, place.request_at)
                    state.next_at = place.request_at = start + 1 / rate
                    place.asked_by = holder
                    if start > now:
                        await self._sleep(start - now)
                    yield
                finally:
                    place.holders.remove(holder)
        finally:
            state.waiting -= 1
            place.waiting -= 1

    @asynccontextmanager
    async def hold(
        self, server: str, *, connections: int, host: str | None = None, holder: object = None
    ) -> AsyncIterator[int]:
        """Hold half of the *connections* to a server while the block lasts, at least one of them.

        For what makes many short connections in a row, such as a look at TLS; it gets the number
        it may have at once. The other half stays for whoever else visits the server meanwhile.
        """
        state, place = self._host(host or server), self._server(server, connections)
        share = max(1, place.connections // 2)
        place.waiting += 1
        held = 0
        try:
            # Held to the end, so that one such look at a time goes to a server.
            async with place.gathering:
                while held < share:
                    await place.slots.acquire()
                    held += 1
                    place.holders.append(holder)
                await self._sleep(max(0.0, state.next_at - self._clock()))
                yield share
        finally:
            for _ in range(held):
                place.slots.release()
                place.holders.remove(holder)
            place.waiting -= 1

    async def connect(self, server: str, rate: float) -> None:
        """Wait until a new connection to a server may be opened: *rate* of them a second."""
        place = self._server(server, 1)
        now = self._clock()
        start = max(now, place.next_at)
        place.next_at = start + 1 / rate
        if start > now:
            await self._sleep(start - now)

    def crowded(self, server: str, holder: object) -> bool:
        """Tell whether *holder* has to wait for others at a server, and not for itself."""
        place = self._servers.get(server)
        if place is None:
            return False
        if place.request_at > self._clock() and place.asked_by is not holder:
            return True
        return place.slots.locked() and any(other is not holder for other in place.holders)

    def pause(self, host: str, seconds: float) -> None:
        """Leave *host* alone for a while, as its Retry-After asks."""
        if (state := self._hosts.get(host)) is not None:
            state.next_at = max(state.next_at, self._clock() + seconds)

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts = self._without_idle(self._hosts)
            self._hosts[host] = _Host()
        return self._hosts[host]

    def _server(self, server: str, connections: int) -> _Server:
        if server not in self._servers:
            self._servers = self._without_idle(self._servers)
            self._servers[server] = _Server(asyncio.Semaphore(connections), connections)
        return self._servers[server]

    def _without_idle(self, states: dict[str, State]) -> dict[str, State]:
        if len(states) < MANY:
            return states
        now = self._clock()
        return {n: state for n, state in states.items() if state.waiting or state.busy_until > now}


_HERE: WeakKeyDictionary[asyncio.AbstractEventLoop, RateLimits] = WeakKeyDictionary()


def shared_rate_limits() -> RateLimits:
    """Return the rate limits that all clients of the running event loop share."""
    loop = asyncio.get_running_loop()
    if loop not in _HERE:
        _HERE[loop] = RateLimits()
    return _HERE[loop]
