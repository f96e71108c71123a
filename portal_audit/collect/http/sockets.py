"""Open sockets, to checked addresses only: the single place where the tool connects for HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import httpcore

from portal_audit.collect.http.address_guard import Network, refusal
from portal_audit.collect.http.local_faults import local_fault
from portal_audit.collect.http.resolver import Resolver
from portal_audit.collect.http.response_stream import ResponseStream
from portal_audit.errors import Forbidden

TRIES = 2
"""Addresses of one host tried for one connection."""


@dataclass(slots=True)
class Attempt:
    """What one request did to get a connection."""

    address: str = ""
    """The address connected to last."""
    connected: bool = False
    """Whether a TCP connection was made (otherwise one was reused, or none could be made)."""
    started: float = 0.0
    """``time.monotonic()`` when its turn came; when it was asked for, until then."""
    limit: asyncio.Timeout | None = None
    """What ends the request when the portal's time is used up."""

    @contextmanager
    def unlimited(self) -> Iterator[Callable[[float], None]]:
        """Let no time run out while the block waits; yield what takes the seconds left after it."""
        limit, ended = self.limit, False

        def limited(seconds: float) -> None:
            nonlocal ended
            if limit is not None and not ended and not limit.expired():
                limit.reschedule(asyncio.get_running_loop().time() + seconds)
            ended = True

        if limit is not None and not limit.expired():
            limit.reschedule(None)
        yield limited


ATTEMPT: ContextVar[Attempt] = ContextVar("ATTEMPT")
"""The attempt of the request that the current task sends."""


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Connects a host name to the address that the resolver checked and pinned.

    The client above keeps the name, so the Host header, SNI and the pool of connections go by
    name, and two names on one address never share a connection.
    """

    def __init__(
        self,
        resolver: Resolver,
        allow_private: Iterable[Network],
        max_head: int,
        before: Callable[[str, int], Awaitable[None]],
    ) -> None:
        """Take the visit's resolver, the networks allowed, and the most bytes of a head.

        *before* is awaited before each connection, with its address and port.
        """
        self._resolver = resolver
        self._before = before
        self._max_head = max_head
        self._allowed = tuple(allow_private)
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first pinned address that takes the connection, of at most two."""
        addresses = self._resolver.pinned(host)[:TRIES]
        share = None if timeout is None else timeout / len(addresses)
        failure: Exception | None = None
        for address in addresses:
            if (reason := refusal(address, self._allowed)) is not None:
                raise Forbidden(f"{address} ({reason})")
            attempt = ATTEMPT.get()
            attempt.address = address
            await self._before(address, port)
            try:
                stream = await self._inner.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                if failure is None or local_fault(failure) or not local_fault(error):
                    failure = error  # IPv6 that we lack says less than a portal that refuses IPv4
                continue
            attempt.connected = True
            self._resolver.prefer(host, address)
            return ResponseStream(stream, self._max_head)
        raise failure or httpcore.ConnectError("no address")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: a portal is never a local socket."""
        raise Forbidden("local socket")

    async def sleep(self, seconds: float) -> None:
        """Sleep, for the client above."""
        await self._inner.sleep(seconds)
