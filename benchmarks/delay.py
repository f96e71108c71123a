"""A network in between: a proxy on loopback from which every byte arrives late.

Of each connection, what is sent either way takes half the round-trip time, and what the client
sends first one round trip more, since it is connected at once here and would otherwise still wait
for that. Bandwidth has no limit and nothing is lost.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

BACKLOG = 4096
SO_BINDTODEVICE = 25
LOOPBACK = "lo"


@dataclass(frozen=True, slots=True)
class Distance:
    """Round-trip times: one for everybody, or one for each address between two."""

    least: float
    """Seconds."""
    most: float

    def to(self, address: str) -> float:
        """Return the round-trip time to an address, every time the same."""
        share = zlib.crc32(address.encode()) / 2**32
        return self.least + (self.most - self.least) * share


@dataclass(frozen=True, slots=True)
class Way:
    """Where the proxy listens, and where it leads."""

    port: int
    """On every loopback address."""
    to: int
    """Port on 127.0.0.1."""


@contextmanager
def delayed(ways: list[Way], distance: Distance) -> Iterator[None]:
    """Run the proxy in a process of its own. To be entered before any thread is started."""
    listeners = [_listener(way.port) for way in ways]
    arguments = (listeners, [way.to for way in ways], distance)
    proxy = multiprocessing.get_context("fork").Process(target=_serve, args=arguments, daemon=True)
    proxy.start()
    for one in listeners:
        one.close()
    try:
        yield
    finally:
        proxy.terminate()
        proxy.join()


def _listener(port: int) -> socket.socket:
    """Return a socket for all of 127/8 that no other machine reaches."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.SOL_SOCKET, SO_BINDTODEVICE, LOOPBACK.encode())
    made.bind(("0.0.0.0", port))
    made.listen(BACKLOG)
    made.setblocking(False)
    return made


def _serve(listeners: list[socket.socket], ports: list[int], distance: Distance) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        for listener, port in zip(listeners, ports, strict=True):
            await loop.create_server(
                lambda port=port: _Client(port, distance),  # type: ignore[misc]
                sock=listener,
                backlog=BACKLOG,
            )
        await asyncio.Event().wait()

    with suppress(KeyboardInterrupt):
        asyncio.run(main())


class _Underway:
    """What is on its way to one end of a connection, in order; ``None``: the end of it."""

    def __init__(self, delay: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._delay, self._last = delay, 0.0
        self._early: list[bytes | None] = []
        self.to: asyncio.Transport | None = None

    def put(self, data: bytes | None, more: float = 0.0) -> None:
        """Send something off."""
        self._last = max(self._loop.time() + self._delay + more, self._last + 1e-6)
        self._loop.call_at(self._last, self._arrive, data)

    def connect(self, to: asyncio.Transport) -> None:
        """Know where it goes, from now on."""
        self.to = to
        early, self._early = self._early, []
        for data in early:
            self._arrive(data)

    def _arrive(self, data: bytes | None) -> None:
        if self.to is None:
            self._early.append(data)
        elif data is None:
            self.to.close()
        elif not self.to.is_closing():
            self.to.write(data)


class _Client(asyncio.Protocol):
    """The end towards whoever audits."""

    def __init__(self, port: int, distance: Distance) -> None:
        self._port, self._distance = port, distance
        self._begun = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._rtt = self._distance.to(transport.get_extra_info("sockname")[0])
        self._out, self._back = _Underway(self._rtt / 2), _Underway(self._rtt / 2)
        self._back.connect(transport)
        loop = asyncio.get_running_loop()
        self._task = loop.create_task(self._reach())

    async def _reach(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(
                lambda: _Server(self._out, self._back), "127.0.0.1", self._port
            )
        except OSError:
            self._back.put(None)

    def data_received(self, data: bytes) -> None:
        self._out.put(data, 0.0 if self._begun else self._rtt)
        self._begun = True

    def eof_received(self) -> bool:
        self._out.put(None)
        return True  # what is underway to it may still arrive

    def connection_lost(self, error: Exception | None) -> None:
        self._out.put(None)


class _Server(asyncio.Protocol):
    """The end towards the portal."""

    def __init__(self, out: _Underway, back: _Underway) -> None:
        self._out, self._back = out, back

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._out.connect(transport)

    def data_received(self, data: bytes) -> None:
        self._back.put(data)

    def connection_lost(self, error: Exception | None) -> None:
        self._back.put(None)
