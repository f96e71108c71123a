"""The request log: which request went where, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RequestLog:
    """One request, sent or refused."""

    at: datetime
    """UTC, when it was asked for."""
    method: str
    """``GET``, ``HEAD``; ``TLS`` and ``DNS`` for what other probes note."""
    url: str
    address: str = ""
    """IP address connected to; empty where nothing was sent."""
    status: int | None = None
    """HTTP status; ``None`` where no answer came."""
    cause: str = ""
    """Why no answer came: the ``cause`` of a NetError; empty where one came."""
    detail: str = ""
    bytes: int = 0
    """Bytes of the body as they came over the wire."""
    seconds: float = 0.0
    """From asking to the last byte, waiting for one's turn not counted."""
