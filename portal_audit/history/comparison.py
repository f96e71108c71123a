"""Two runs compared: each finding with its last conclusive verdict, never with a failed night."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal_audit.model import Verdict


class Change(StrEnum):
    """What became of a finding between two runs."""

    NEW = "new"
    REOPENED = "reopened"
    """Was fixed, or passed by, and is there again."""
    WORSE = "worse"
    CHANGED = "changed"
    """As grave as before, but another outcome."""
    BETTER = "better"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One finding that is not what it was."""

    portal: str
    check: str
    change: Change
    before: Verdict | None
    """The last conclusive verdict at or before the earlier run; ``None``: no verdict ever."""
    after: Verdict
    points: float
    """Points of the site score won (positive) or lost by it."""


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A portal's score in both runs, with the findings that explain the difference."""

    portal: str
    before: float | None
    after: float | None
    findings: tuple[FindingChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one run to another."""

    changes: tuple[FindingChange, ...]
    appeared: tuple[str, ...]
    """Portals that only the later run has."""
    gone: tuple[str, ...]
    """Portals that only the earlier run has."""
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Portal of the later run → those of the earlier one that became one with it."""

    def of(self, portal: str) -> tuple[FindingChange, ...]:
        """Return the changes of one portal."""
        return tuple(change for change in self.changes if change.portal == portal)


Key = tuple[str, str]
"""Portal key and check."""


def compare(
    before: Mapping[Key, Verdict],
    after: Iterable[Verdict],
    portals_before: frozenset[str],
    portals_after: frozenset[str],
    ever: frozenset[Key] = frozenset(),
) -> Comparison:
    """Compare the verdicts of a run with the last conclusive ones at the time of another.

    *before* holds, by portal and check, the last conclusive verdict at or before the earlier run.
    What is not conclusive on either side is neutral, and so is a portal on one side only. *ever*
    are the faults there have been at any time before.
    """
    both = portals_before & portals_after
    changes = [
        change
        for verdict in after
        if verdict.conclusive and verdict.portal in both
        if (key := (verdict.portal, verdict.check))
        and (change := _change(before.get(key), verdict, key in ever)) is not None
    ]
    return Comparison(
        tuple(sorted(changes, key=_gravest_first)),
        tuple(sorted(portals_after - portals_before)),
        tuple(sorted(portals_before - portals_after)),
    )


def explain_score(
    portal: str, before: float | None, after: float | None, comparison: Comparison
) -> ScoreChange:
    """Return a portal's change of score, with the findings behind it, largest effect first."""
    findings = sorted(comparison.of(portal), key=lambda change: -abs(change.points))
    return ScoreChange(portal, before, after, tuple(findings))


def _change(before: Verdict | None, after: Verdict, ever: bool) -> FindingChange | None:
    kind = _kind(before, after)
    if kind is None:
        return None
    if kind is Change.NEW and ever:
        kind = Change.REOPENED
    points = (before.points_lost if before else 0.0) - after.points_lost
    return FindingChange(after.portal, after.check, kind, before, after, round(points, 2))


def _kind(before: Verdict | None, after: Verdict) -> Change | None:
    if before is None:
        return None  # the check is new, or nobody could tell before: no news about the portal
    if not after.fault:
        return Change.FIXED if before.fault else None
    if not before.fault:
        return Change.NEW
    was, now = _gravity(before), _gravity(after)
    if was != now:
        return Change.WORSE if now < was else Change.BETTER
    return Change.CHANGED if before.outcome != after.outcome else None


def _gravity(verdict: Verdict) -> tuple[int, int]:
    """Return what orders faults, the gravest lowest: severity, then fail before partial."""
    return verdict.severity.rank, 0 if verdict.status.value == "fail" else 1


def _gravest_first(change: FindingChange) -> tuple[int, int, str, str]:
    order = list(Change)
    return order.index(change.change), change.after.severity.rank, change.portal, change.check
