"""How much a scorecard tells of each finding, so that the page stays within its size."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

MOST_BYTES = 40_000
"""Of a scorecard."""
NAMES_AROUND = 250
"""What stands around and between those that are only named."""


class Telling(IntEnum):
    """How much of a finding stands on the scorecard; the page of its check has all of it."""

    NAMED = 0
    """Its name, which leads to the page of its check."""
    OPENS = 1
    """A line that opens to what was seen, what is expected, where, and links to how, why, basis."""
    TOLD = 2
    """The same, with the first step, why it matters, and its basis."""
    WHOLE = 3
    """The same at more length, with what fixing it alone gains."""


def fitted(sizes: Sequence[Sequence[int]], room: int) -> tuple[Telling, ...]:
    """Return how each finding is told where all of them have *room* bytes, the worst first.

    *sizes* has for each what it takes at every telling. None gets the next telling before all
    have the one below.
    """
    chosen = [Telling.NAMED] * len(sizes)
    if sum(own[Telling.OPENS] for own in sizes) > room:
        room -= NAMES_AROUND
    room -= sum(own[Telling.NAMED] for own in sizes)
    for telling in list(Telling)[1:]:
        for place, own in enumerate(sizes):
            room -= own[telling] - own[telling - 1]
            if room < 0:
                return tuple(chosen)
            chosen[place] = telling
    return tuple(chosen)
