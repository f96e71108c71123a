"""Let this process connect to one address only, and count how often it does."""

from __future__ import annotations

import sys
from typing import Any


class Guard:
    """Holds every connection of the process to the address that the door has checked.

    It rests on Python's audit events (PEP 578), which the socket module raises before it acts, so
    it also holds for whatever a library or a later version of it takes into its head.
    """

    def __init__(self) -> None:
        """Start with nothing allowed."""
        self._allowed: tuple[str, int] | None = None
        self.connections = 0
        sys.addaudithook(self._hear)

    def allow(self, address: str, port: int) -> None:
        """Allow this address only, from now on, and count from zero."""
        self._allowed = (address, port)
        self.connections = 0

    def _hear(self, event: str, details: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            peer = details[1]
            if not isinstance(peer, tuple) or peer[:2] != self._allowed:
                raise PermissionError(f"{peer!r} is not the address that was checked")
            self.connections += 1
        elif event == "socket.getaddrinfo" and (
            self._allowed is None or details[0] != self._allowed[0]
        ):
            raise PermissionError("a worker resolves no names")
