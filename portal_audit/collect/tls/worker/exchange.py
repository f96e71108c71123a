"""Send a hand-made ClientHello over one connection, and read the answer."""

from __future__ import annotations

import os
import socket
from time import monotonic

from portal_audit.collect.tls.worker.hello import ClientHello, ServerReply, build, read

MAX_BYTES = 64 * 1024
"""Of an answer: a chain of certificates and what follows it."""


class Closed(Exception):
    """The connection was closed without an alert: a refusal, or a limit on connections."""


def exchange(address: str, port: int, offer: ClientHello, seconds: float) -> ServerReply:
    """Return what the server says to *offer*.

    Raises TimeoutError where it does not say enough in *seconds*, Closed, ValueError for what is
    not TLS, and OSError where no connection can be made.
    """
    deadline = monotonic() + seconds
    with socket.create_connection((address, port), timeout=seconds) as connection:
        connection.sendall(build(offer, os.urandom(32)))
        received = b""
        while len(received) < MAX_BYTES:
            if (left := deadline - monotonic()) <= 0:
                raise TimeoutError
            connection.settimeout(left)
            try:
                data = connection.recv(16384)
            except ConnectionError:
                data = b""
            if not data:
                raise Closed
            received += data
            reply = read(received)
            if reply.over:
                return reply
    raise ValueError("an endless answer")
