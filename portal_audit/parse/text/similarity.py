"""How much of one page's text stands on another."""

from __future__ import annotations

RUN = 3
"""Words in a row that count as one piece."""


def similarity(one: str, other: str) -> float | None:
    """Return the share (0–1) of pieces that both texts have, of all that either has (Jaccard).

    Equal texts are wholly alike. ``None`` where one of two different texts is too short to tell.
    """
    if one == other:
        return 1.0
    pieces, others = _pieces(one), _pieces(other)
    if not pieces or not others:
        return None
    return round(len(pieces & others) / len(pieces | others), 3)


def _pieces(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
