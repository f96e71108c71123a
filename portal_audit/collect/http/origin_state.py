"""What a visit learned of one origin: alive, dead, or asking us to slow down."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from portal_audit.collect.http.sockets import Attempt
from portal_audit.errors import BudgetSpent, DnsFailed, NetError, Refused, TimedOut, TlsFailed
from portal_audit.evidence.answer import HttpResponse

STRIKES = 3
"""Failures, or answers 429, in a row before an origin that was alive is left alone."""
MAX_PAUSE = 10.0
"""Seconds of Retry-After that are waited before the next request."""


@dataclass(slots=True)
class Origin:
    """One scheme, host and port, in one visit.

    An origin that never answered and does not take a connection, or lets it time out, is dead:
    it costs one connection, however many requests follow. One that did answer gets more
    chances. A connection that is reset at once costs little and proves little: it is not held
    against the origin.
    """

    first: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by the request that finds out whether it is alive."""
    alive: bool = False
    dead: NetError | None = None
    strikes: int = 0
    throttled: int = 0

    def check(self) -> None:
        """Raise what made it dead, or BudgetSpent where it asked too often to slow down."""
        if self.dead is not None:
            raise type(self.dead)(str(self.dead))
        if self.throttled >= STRIKES:
            raise BudgetSpent("429 too many requests")

    def failed(self, error: NetError, attempt: Attempt) -> None:
        """Learn from a request that brought no answer."""
        unreachable = isinstance(error, Refused) and bool(attempt.address) and not attempt.connected
        if unreachable or isinstance(error, DnsFailed | TimedOut | TlsFailed):
            self.strikes += 1
            if not self.alive or self.strikes >= STRIKES:
                self.dead = error

    def answered(self, answer: HttpResponse) -> float:
        """Learn from an answer; return the seconds of rest that it asks for."""
        self.alive = True
        self.strikes = self.strikes + 1 if answer.cut == "timeout" else 0
        if self.strikes >= STRIKES:
            self.dead = TimedOut("bodies that do not end")
        self.throttled = self.throttled + 1 if answer.status == 429 else 0
        if answer.status not in (429, 503):
            return 0.0
        after = (answer.header("retry-after") or "").strip()
        if after.isascii() and after.isdecimal():
            return min(float(after[:6]), MAX_PAUSE)
        return 1.0 if answer.status == 429 else 0.0
