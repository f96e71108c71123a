"""Let this process connect to one address only, count how often it does, and keep to the rate."""

from __future__ import annotations

import sys
from typing import Any

from portal_audit.collect.tls.worker.connection_pace import ConnectionPace


class AddressGuard:
    """Holds every connection of the process to the address that the HTTP client has checked.

    It rests on Python's audit events (PEP 578), which the socket module raises before it acts, so
    it also holds for whatever a library or a later version of it does by itself.
    """

    def __init__(self) -> None:
        """Start with nothing allowed."""
        self._allowed: tuple[str, int] | None = None
        self._pace: ConnectionPace | None = None
        self.connections = 0
        sys.addaudithook(self._on_event)

    def allow(self, address: str, port: int, pace: ConnectionPace | None = None) -> None:
        """Allow this address only, from now on, at this pace, and count from zero."""
        self._allowed = (address, port)
        self._pace = pace
        self.connections = 0

    def _on_event(self, event: str, details: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            peer = details[1]
            if not isinstance(peer, tuple) or peer[:2] != self._allowed:
                raise PermissionError(f"{peer!r} is not the address that was checked")
            if self._pace is not None:
                self._pace.wait()
            self.connections += 1
        elif event == "socket.getaddrinfo" and (
            self._allowed is None or details[0] != self._allowed[0]
        ):
            raise PermissionError("a worker resolves no names")
