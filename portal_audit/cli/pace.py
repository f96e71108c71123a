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

    @property
    def per_minute(self) -> float | None:
        """Portals a minute, up to this moment, so that a standstill shows; ``None``: none yet."""
        span = self._clock() - self._times[0]
        count = len(self._times) - 1
        return 60 * count / span if count and span > 0 else None

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the last portal is finished, if it goes on so; ``None``: unknown."""
        pace = self.per_minute
        return None if pace is None else 60 * max(self._left, 0) / pace
