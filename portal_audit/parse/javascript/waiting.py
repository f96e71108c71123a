"""What waits until a script has ended: timers, listeners of loading, promises that are kept."""

from __future__ import annotations

from portal_audit.parse.javascript.values import Record, Value

Waiting = tuple[Value, bool]
"""A function, or code, and whether it is run only maybe."""
_MOST = 200
_MOST_ROUNDS = 3
"""Functions that waited for one another: animations begin themselves anew for ever."""


class WaitingFunctions:
    """A queue, and the one place of ``window.onload``."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._queue: list[tuple[Record, Value, bool, int]] = []
        self._round = 0
        self._at_load: list[Waiting] = []
        """Several where one may have taken the place of another."""

    def add(self, value: Value, *, maybe: bool) -> Record:
        """Have something run; return what takes it back."""
        handle = Record()
        if len(self._queue) < _MOST and self._round < _MOST_ROUNDS:
            self._queue.append((handle, value, maybe, self._round + 1))
        return handle

    def take_back(self, value: Value) -> None:
        """Forget a timer by its handle, or a listener by its function."""
        self._queue = [one for one in self._queue if one[0] is not value and one[1] != value]

    def set_onload(self, value: Value, *, maybe: bool) -> None:
        """Have a handler take the place of the one before, if it is surely set."""
        before = [(one, True) for one, _ in self._at_load] if maybe else []
        self._at_load = [*before, (value, maybe)]

    def next(self) -> Waiting | None:
        """Return what is to be run next."""
        if self._queue:
            _, value, maybe, self._round = self._queue.pop(0)
            return value, maybe
        return self._at_load.pop(0) if self._at_load else None
