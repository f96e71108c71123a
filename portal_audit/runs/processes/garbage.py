"""Look for garbage between portals: Python would wait for 50,000 objects, whatever they hold.

What was there before the fork is passed over (``fork_server``), so that it takes milliseconds.
"""

import gc

PORTALS = 10
"""After so many."""


class GarbageCollection:
    """Counts the portals that a process has finished."""

    def __init__(self) -> None:
        """Begin with none."""
        self._finished = 0

    def finished(self) -> None:
        """Count one more."""
        self._finished += 1
        if self._finished % PORTALS == 0:
            gc.collect()
