"""Space out new connections, so that a host never sees more of them in a second than it should."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_thread = threading.local()


def time_waited() -> float:
    """Return the seconds that this thread has spent waiting for its turn, ever."""
    return float(getattr(_thread, "seconds", 0.0))


class ConnectionPace:
    """Lets one connection pass every so often, whichever thread makes it."""

    def __init__(
        self,
        rate: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        """Take new connections a second, and clock and sleep so that tests need not wait."""
        self._interval = 1 / rate
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        # Whoever visited the host just before may have opened one a moment ago.
        self._next_at = clock() + self._interval

    def wait(self) -> None:
        """Wait for one's turn."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next_at)
            self._next_at = turn + self._interval
        if turn > now:
            self._sleep(turn - now)
            _thread.seconds = time_waited() + turn - now
