"""Servers that lie, stall, flood or loop, on loopback: what the one door must survive.

::

    with hostile("redirect-loop") as server:
        ...ask server.url...
        server.requests          # request targets seen so far

Every server speaks plain HTTP on a free port of 127.0.0.1 and runs in a thread of its own, so it
serves tests with and without an event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from portal_audit.testbed.tricks import (
    BOMB_MIB,
    MAZE_LINKS,
    METADATA_URL,
    TRICKS,
    WITHOUT_REQUEST,
    gzip_bomb,
)

__all__ = [
    "BOMB_MIB",
    "MAZE_LINKS",
    "METADATA_URL",
    "TRICKS",
    "HostileServer",
    "gzip_bomb",
    "hostile",
]

START_SECONDS = 10.0


@dataclass(slots=True)
class HostileServer:
    """A running server."""

    trick: str
    port: int
    requests: list[str] = field(default_factory=list)
    """Targets of the requests seen, in order."""
    connections: int = 0

    @property
    def url(self) -> str:
        """URL of its front page."""
        return f"http://127.0.0.1:{self.port}/"


@contextlib.contextmanager
def hostile(trick: str) -> Iterator[HostileServer]:
    """Run a server that plays one of ``TRICKS`` for as long as the block lasts."""
    TRICKS[trick]  # an unknown name fails here, not in the thread
    server = HostileServer(trick, 0)
    ready = threading.Event()
    stop: list[Callable[[], object]] = []

    async def main() -> None:
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        stop.append(lambda: loop.call_soon_threadsafe(over.set))
        await _run(server, ready, over)

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    if not ready.wait(START_SECONDS):
        raise RuntimeError(f"the hostile server {trick!r} did not start")
    try:
        yield server
    finally:
        stop[0]()
        thread.join(START_SECONDS)


async def _run(server: HostileServer, ready: threading.Event, over: asyncio.Event) -> None:
    """Serve until ``over`` is set, then drop every connection.

    The connections are accepted here, not by ``asyncio.start_server`` or ``sock_accept``, which
    leak one that comes in while the server closes.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        server.port = listener.getsockname()[1]
        talks: dict[asyncio.Task[None], socket.socket] = {}
        loop = asyncio.get_running_loop()
        loop.add_reader(listener, _accept, server, listener, talks)
        ready.set()
        await over.wait()
        loop.remove_reader(listener)
        for task in tuple(talks):
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        for _ in range(5):  # the aborted transports let go of their sockets
            await asyncio.sleep(0)
        for connection in talks.values():
            connection.close()


def _accept(
    server: HostileServer, listener: socket.socket, talks: dict[asyncio.Task[None], socket.socket]
) -> None:
    """Give a new connection a conversation of its own."""
    with contextlib.suppress(BlockingIOError, ConnectionError):
        connection, _ = listener.accept()
        connection.setblocking(False)
        talks[asyncio.ensure_future(_converse(server, connection))] = connection


async def _converse(server: HostileServer, connection: socket.socket) -> None:
    """Read one request, play the trick, hang up."""
    server.connections += 1
    reader, writer = await asyncio.open_connection(sock=connection)
    try:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            target = ""
            if server.trick not in WITHOUT_REQUEST:
                head = await reader.readuntil(b"\r\n\r\n")
                target = (head.split(b" ", 2)[1:2] or [b""])[0].decode("latin-1")
                server.requests.append(target)
            await TRICKS[server.trick](target, writer)
            writer.close()
            await writer.wait_closed()
    finally:
        writer.transport.abort()
