"""How fast a run goes, and when it will end, from when its portals were finished."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

RECENT = 60
"""Portals that the rate is taken from: a run that slows down must not promise its first pace."""


class Pace:
    """Counts portals; knows nothing before the first one is finished."""

    def __init__(self, total: int, clock: Callable[[], float] = monotonic) -> None:
        """Expect *total* portals, from now on."""
        self._clock = clock
        self._left = total
        self._times: deque[float] = deque([clock()], maxlen=RECENT + 1)

    def finished(self) -> None:
        """Count a portal."""
        self._left -= 1
        self._times.append(self._clock())

    def per_minute(self, in_flight: int = 0) -> float | None:
        """Return portals a minute, up to this moment, so that a standstill shows; ``None``: none.

        At first, those *in_flight* count as half done: while the first of many are being visited,
        next to none is finished.
        """
        span = self._clock() - self._times[0]
        count = len(self._times) - 1
        return 60 * (count + self._half_done(in_flight)) / span if count and span > 0 else None

    def seconds_left(self, in_flight: int = 0) -> float | None:
        """Return the seconds until the last is finished, if it goes on so; ``None``: unknown."""
        pace = self.per_minute(in_flight)
        left = max(self._left - self._half_done(in_flight), 0)
        return None if pace is None else 60 * left / pace

    def _half_done(self, in_flight: int) -> float:
        """Return how many portals those in flight stand for, less and less with each finished."""
        return in_flight / 2 * (1 - (len(self._times) - 1) / RECENT)
