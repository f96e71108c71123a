"""Suggest what a misspelt name may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from portal_audit.texts.message import Message

LEAST_SIMILAR = 0.6
"""Ratio of ``difflib`` (0–1) below which a name is no suggestion."""
BEGINS = 0.7
"""What a name counts that begins as the given one, of at least *SHORTEST_BEGINNING* letters."""
SHORTEST_BEGINNING = 4
LAST_PART = 0.8
"""What a name counts whose part behind its family is the given one."""
AS_GOOD = 0.1
"""A second name is suggested where it is at most this much less similar than the first."""


def did_you_mean(name: str, names: Iterable[str]) -> Message | str:
    """Return ``Did you mean …? `` with one or two of *names* close to *name*, or nothing."""
    rated = sorted(((_similarity(name, one), one) for one in names), reverse=True)
    best = rated[0][0] if rated else 0.0
    close = [one for ratio, one in rated if ratio >= max(LEAST_SIMILAR, best - AS_GOOD)]
    if not close:
        return ""
    first, *rest = close
    return Message(
        "did-you-mean", names=Message("one-or-other", one=first, other=rest[0]) if rest else first
    )


def _similarity(name: str, other: str) -> float:
    """Return how close two names are; one that (nearly) begins the other is a good guess."""
    one, two = name.lower(), other.lower()
    ratio = SequenceMatcher(None, one, two).ratio()
    if len(one) < SHORTEST_BEGINNING:
        return ratio
    beginning = BEGINS * SequenceMatcher(None, one, two[: len(one)]).ratio()
    last_part = LAST_PART * SequenceMatcher(None, one, two.rpartition(".")[2]).ratio()
    return max(ratio, beginning, last_part)
