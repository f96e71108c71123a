"""TLS servers on loopback for the tests of the TLS probe: good ones, and such as limit visits."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from ipaddress import IPv4Network
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.collect.tls.probe import tls_server
from portal_audit.evidence import Exchange, HttpsFront, TlsAddress
from portal_audit.model import Target

HOST = "portal.example"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
HTTP_ANSWER = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class LabServer:
    """One server in a thread. After *patience* connections it behaves as *then* says.

    ``closes``: hangs up at once; ``silent``: says nothing more; ``drips``: sends a byte now and
    then; ``http``: speaks HTTP without TLS.
    """

    def __init__(
        self,
        context: ssl.SSLContext | None,
        patience: int = 1_000_000,
        then: str = "silent",
        at: tuple[str, int] = ("127.0.0.1", 0),
    ) -> None:
        self.context = context
        self.patience = patience
        self.then = then
        self.connections = 0
        self.moments: list[float] = []
        """When each connection was accepted, in seconds."""
        self.most_at_once = 0
        self._over = threading.Event()
        self._talks: list[threading.Thread] = []
        self._socket = socket.create_server(at, backlog=100)
        self._socket.settimeout(0.05)
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        for talk in self._talks:
            talk.join()
        self._socket.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError):
                connection, _ = self._socket.accept()
                self.connections += 1
                self.moments.append(time.monotonic())
                talk = threading.Thread(target=self._talk, args=(connection, self.connections))
                talk.start()
                self._talks.append(talk)
                self.most_at_once = max(self.most_at_once, sum(t.is_alive() for t in self._talks))

    def _talk(self, connection: socket.socket, number: int) -> None:
        with connection, contextlib.suppress(OSError):
            if self.context is None or number > self.patience:
                self._tire(connection)
                return
            connection.settimeout(5)
            with self.context.wrap_socket(connection, server_side=True) as tls:
                if tls.recv(4096):
                    tls.sendall(ANSWER)

    def _tire(self, connection: socket.socket) -> None:
        if self.then == "closes":
            return
        if self.then == "http":
            connection.recv(4096)
            connection.sendall(HTTP_ANSWER)
            return
        connection.settimeout(5)
        connection.recv(4096)
        header = b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03" + bytes(1000)
        for byte in header:
            if self._over.wait(0.3):
                return
            if self.then == "drips":
                connection.sendall(bytes([byte]))


def client_for(
    target: Target,
    ca_file: str | None = None,
    silence: float = 2.0,
    addresses: tuple[str, ...] = ("127.0.0.1",),
    limits: VisitLimits | None = None,
) -> HttpClient:
    """Return a client that may visit loopback; *silence* in seconds is a timeout."""
    limits = limits or VisitLimits(read_timeout=silence, tls_rate=1000)
    host = urlsplit(target.url).hostname or ""
    rules = AccessRules(
        allow_private=(IPv4Network("127.0.0.0/8"),),
        resolve=tuple((host, address) for address in addresses),
        ca_file=ca_file,
    )
    return HttpClient(target, limits, rules)


async def look(
    port: int,
    *,
    host: str = HOST,
    ca_file: str | None = None,
    front: HttpsFront | None = None,
    authorised_by: str | None = None,
    limits: VisitLimits | None = None,
    visited: bool = False,
) -> TlsAddress:
    """Run the probe on a server of the lab, which answered an HTTPS request just before.

    Where it was *visited*, that request is really made.
    """
    url = f"https://{host}:{port}/"
    target = Target("x", url)
    answered = HttpsFront(url, (Exchange(url, 200, (), 0.1),))
    async with client_for(target, ca_file, limits=limits) as client:
        if visited:
            await client.get(url, use_robots=False)
        plan = VisitPlan(authorised_by=authorised_by)
        server = await tls_server(target, client, plan, front or answered)
    (address,) = server.addresses
    return address


def wait_until(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Ask again and again, for so long at most, until the answer is yes."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)
    return True
