"""What changes on many portals at once is probably ours: a rule, a network, a resolver.

It is held back from notices until a person has looked; `history diff` and the report say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal_audit.history.comparison import Change, Comparison, Key
from portal_audit.history.run_changes import changes, histories
from portal_audit.history.timeline import FindingHistory
from portal_audit.model import PortalScore, State, Verdict

SHARE = 0.1
"""More of the portals than this flipping at once are held back (issue threads of peers: a broken
resolver or a changed rule flips most portals, real work flips few)."""
FEWEST = 3
"""Flips below this are never a mass change: in a small inventory one in ten is one portal."""
FLIPS = frozenset({Change.NEW, Change.REOPENED, Change.WORSE, Change.FIXED})
UNREACHABLE = "unreachable"
"""Stands among the checks for portals that could be read before and cannot now."""


@dataclass(frozen=True, slots=True)
class MassChange:
    """A check whose verdict flipped on suspiciously many portals."""

    check: str
    portals: int
    of: int
    """Portals on which the check was conclusive."""
    worse: bool
    """Whether most flipped for the worse."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What of a run is probably ours."""

    mass: tuple[MassChange, ...] = ()
    silent: tuple[str, ...] = ()
    """Checks that found faults before and find none at all now."""

    @property
    def held(self) -> frozenset[str]:
        """The checks about which nobody is notified; ``unreachable`` may be among them."""
        return frozenset([*(one.check for one in self.mass), *self.silent])


def suspicion(
    verdicts: Sequence[Verdict],
    scores: Sequence[PortalScore],
    before: str,
    after: str,
    past: Mapping[Key, FindingHistory] | None = None,
) -> Suspicion:
    """Return what of the run *after* is probably ours, compared with the run *before*.

    *verdicts* and *scores* are the narrow rows of both runs and of those before them, in order;
    *past* is where everything stood after the earlier one, if that is known.
    """
    past = histories(verdicts, before) if past is None else past
    now = [verdict for verdict in verdicts if verdict.run == after]
    found = mass_changes(changes(verdicts, scores, before, after, past=past), now)
    gone_quiet = unreachable_at_once(scores, before, after)
    silent = fallen_silent(_lasting(past), now)
    mass = [one for one in (gone_quiet, *found) if one is not None and one.check not in silent]
    return Suspicion(tuple(mass), silent)


def _lasting(past: Mapping[Key, FindingHistory]) -> dict[Key, Verdict]:
    """Return the faults that more than one run found: others may be our own false alarm."""
    return {
        key: history.latest
        for key, history in past.items()
        if history.latest is not None and history.failing_runs > 1
    }


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What nobody is notified of before a person has looked, or another run has confirmed it."""

    checks: frozenset[str] = frozenset()
    """``UNREACHABLE`` among them means: say nothing of portals that stopped answering."""
    portals: frozenset[str] = frozenset()
    """On which one of the checks flipped: their levels may have fallen with it."""


def held_back(verdicts: Sequence[Verdict], scores: Sequence[PortalScore], run: str) -> HeldBack:
    """Return what of a run is held back, compared with the run before it; the first has none."""
    runs = list(dict.fromkeys(score.run for score in scores))
    place = runs.index(run) if run in runs else 0
    if not place:
        return HeldBack()
    before, earlier = runs[place - 1], frozenset(runs[:place])
    past = histories(verdict for verdict in verdicts if verdict.run in earlier)
    held = suspicion(verdicts, scores, before, run, past).held
    changed = changes(verdicts, scores, before, run, past=past).changes if held else ()
    return HeldBack(held, frozenset(one.portal for one in changed if one.check in held))


def mass_changes(comparison: Comparison, verdicts: Iterable[Verdict]) -> tuple[MassChange, ...]:
    """Return the checks that flipped on more than a tenth of the portals at once."""
    asked = Counter(verdict.check for verdict in verdicts if verdict.conclusive)
    flipped: dict[str, list[bool]] = {}
    for change in comparison.changes:
        if change.change in FLIPS:
            flipped.setdefault(change.check, []).append(change.change is not Change.FIXED)
    return tuple(
        MassChange(check, len(worse), asked[check], sum(worse) * 2 > len(worse))
        for check, worse in sorted(flipped.items())
        if _too_many(len(worse), asked[check])
    )


def unreachable_at_once(
    scores: Iterable[PortalScore], before: str, after: str
) -> MassChange | None:
    """Return how many portals stopped answering at once, where that are too many."""
    read: dict[str, dict[str, bool]] = {before: {}, after: {}}
    for score in scores:
        if score.run in read:
            read[score.run][score.portal] = score.state is State.SCANNED
    both = [portal for portal in read[after] if portal in read[before]]
    lost = [portal for portal in both if read[before][portal] and not read[after][portal]]
    if not _too_many(len(lost), len(both)):
        return None
    return MassChange(UNREACHABLE, len(lost), len(both), worse=True)


def halved_runs(scores: Iterable[PortalScore]) -> frozenset[str]:
    """Return the runs in which too many portals stopped answering at once, of all *scores*.

    What such a run says of all portals together, it says of those that were left.
    """
    listed: dict[str, set[str]] = {}
    read: dict[str, set[str]] = {}
    for score in scores:
        listed.setdefault(score.run, set()).add(score.portal)
        if score.state is State.SCANNED:
            read.setdefault(score.run, set()).add(score.portal)
    halved, before = set[str](), set[str]()
    for run, portals in listed.items():
        both, now = before & portals, read.get(run, set())
        if _too_many(len(both - now), len(both)):
            halved.add(run)
        else:
            before = now
    return frozenset(halved)


def fallen_silent(
    before: Mapping[tuple[str, str], Verdict], after: Iterable[Verdict]
) -> tuple[str, ...]:
    """Return the checks that found faults before and find none at all now: perhaps they broke.

    Portals that were not asked again, or did not answer, tell nothing about a check.
    """
    verdicts = [verdict for verdict in after if verdict.conclusive]
    asked = {(verdict.portal, verdict.check) for verdict in verdicts}
    firing = {verdict.check for verdict in verdicts if verdict.fault}
    fired = Counter(
        verdict.check for key, verdict in before.items() if verdict.fault and key in asked
    )
    return tuple(sorted(check for check, n in fired.items() if n >= FEWEST and check not in firing))


def _too_many(flips: int, of: int) -> bool:
    return flips >= FEWEST and flips > SHARE * of
