"""One check that flips on many portals at once is probably ours: a rule, a network, a resolver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal_audit.history.comparison import Change, Comparison
from portal_audit.model import Verdict

SHARE = 0.1
"""More of the portals than this flipping at once are held back (issue threads of peers: a broken
resolver or a changed rule flips most portals, real work flips few)."""
FEWEST = 3
"""Flips below this are never a mass change: in a small inventory one in ten is one portal."""


@dataclass(frozen=True, slots=True)
class MassChange:
    """A check whose verdict flipped on suspiciously many portals."""

    check: str
    portals: int
    of: int
    """Portals on which the check was conclusive."""
    worse: bool
    """Whether most flipped for the worse."""


def mass_changes(comparison: Comparison, verdicts: Iterable[Verdict]) -> tuple[MassChange, ...]:
    """Return the checks that flipped on more than a tenth of the portals at once."""
    asked = Counter(verdict.check for verdict in verdicts if verdict.conclusive)
    flipped: dict[str, list[bool]] = {}
    for change in comparison.changes:
        if change.change in (Change.NEW, Change.WORSE, Change.FIXED):
            flipped.setdefault(change.check, []).append(change.change is not Change.FIXED)
    return tuple(
        MassChange(check, len(worse), asked[check], sum(worse) * 2 > len(worse))
        for check, worse in sorted(flipped.items())
        if len(worse) >= FEWEST and len(worse) > SHARE * asked[check]
    )


def fallen_silent(
    before: Mapping[tuple[str, str], Verdict], after: Iterable[Verdict]
) -> tuple[str, ...]:
    """Return the checks that found faults before and find none at all now: perhaps they broke."""
    verdicts = [verdict for verdict in after if verdict.conclusive]
    asked = {verdict.check for verdict in verdicts}
    firing = {verdict.check for verdict in verdicts if verdict.fault}
    fired = Counter(verdict.check for verdict in before.values() if verdict.fault)
    return tuple(
        sorted(
            check
            for check, count in fired.items()
            if count >= FEWEST and check in asked and check not in firing
        )
    )
