"""The time of a visit, which stands still while the visit waits for something of ours."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class VisitClock:
    """Counts the seconds that a site's visit may take, from when it is made."""

    def __init__(self, seconds: float) -> None:
        """Give the visit so many seconds."""
        self._deadline = time.monotonic() + seconds
        self._waiting = 0
        self._waiting_since = self._waited = 0.0

    @property
    def seconds_left(self) -> float:
        """Seconds until the time is used up; 0 where it is."""
        return max(self._deadline + self.waited - time.monotonic(), 0.0)

    @property
    def waited(self) -> float:
        """Seconds that it stood still."""
        now = time.monotonic() - self._waiting_since if self._waiting else 0.0
        return self._waited + now

    @contextmanager
    def stopped(self) -> Iterator[Callable[[], None]]:
        """Stop until the block ends; yields what is to be called where the waiting ends before."""
        ended = False

        def end() -> None:
            nonlocal ended
            if not ended:
                ended, waited = True, self.waited
                self._waiting -= 1
                if not self._waiting:
                    self._waited = waited

        if not self._waiting:
            self._waiting_since = time.monotonic()
        self._waiting += 1
        try:
            yield end
        finally:
            end()
