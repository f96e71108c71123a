"""Ports of the portals: the usual ones, or free ones where those are taken."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from portal_audit.demo.province import Portal

ADDRESS = "127.0.0.1"
BACKLOG = 256
CLOSED = frozenset({"nothing-listens"})


@dataclass(frozen=True, slots=True)
class Ports:
    """The two bound sockets of a portal. One that does not listen refuses connections."""

    https: socket.socket
    http: socket.socket

    @property
    def https_port(self) -> int:
        """Number of the HTTPS port."""
        return int(self.https.getsockname()[1])

    @property
    def http_port(self) -> int:
        """Number of the HTTP port."""
        return int(self.http.getsockname()[1])

    def listen(self, portal: Portal) -> list[tuple[socket.socket, bool]]:
        """Open the ports this portal answers on; return them, each with whether it speaks TLS."""
        listeners = []
        if portal.fault not in CLOSED:
            listeners.append((self.http, False))
            if portal.fault != "no-https":
                listeners.append((self.https, True))
        for bound, _ in listeners:
            # Connections of an earlier run that linger on the port do no harm.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.listen(BACKLOG)
        return listeners


def bind(base_port: int, count: int) -> list[Ports]:
    """Reserve two ports for each of ``count`` portals: ``base_port`` + 1, + 2 and so on.

    A port that is taken is replaced by a free one; with ``base_port`` 0 all are free ones.
    """
    numbers = [base_port + 1 + offset if base_port else 0 for offset in range(2 * count)]
    sockets = [_bound(number) for number in numbers]
    return [Ports(*pair) for pair in zip(sockets[::2], sockets[1::2], strict=True)]


def _bound(number: int) -> socket.socket:
    """Take a port for good: two programs that start at once never get the same one."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((ADDRESS, number))
    except OSError:
        bound.bind((ADDRESS, 0))
    # With the option on, Linux would let another program take the port until we listen.
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    return bound
