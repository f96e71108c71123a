"""Where each portal stood in a run: its rank among its peers, from the narrow rows alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal_audit.model import PortalScore


@dataclass(frozen=True, slots=True)
class PortalRank:
    """A portal's place in one run, by its total score."""

    score: float | None
    """``None`` without a level: what little was tested is no score to compare."""
    level: str
    rank: int | None
    """Among portals of its kind; equal scores share a rank. ``None``: too little was tested."""
    peers: int
    """How many of its kind have a rank."""


def standings(scores: Iterable[PortalScore], kinds: Mapping[str, str]) -> dict[str, PortalRank]:
    """Return where the portals of one run stood; *kinds* maps portal keys to kinds."""
    rows = list(scores)
    values: dict[str, list[float]] = {}
    for row in rows:
        if row.score is not None and row.level != "N":
            values.setdefault(kinds.get(row.portal, ""), []).append(row.score)
    for peers in values.values():
        peers.sort()
    return {row.portal: _standing(row, values.get(kinds.get(row.portal, ""), [])) for row in rows}


def _standing(row: PortalScore, peers: Sequence[float]) -> PortalRank:
    """Return the place of a portal; *peers* are the scores of its kind, the lowest first."""
    if row.score is None or row.level == "N":
        return PortalRank(None, row.level, None, len(peers))
    return PortalRank(
        row.score, row.level, len(peers) - bisect_right(peers, row.score) + 1, len(peers)
    )
