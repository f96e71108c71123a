"""What a run changed: where every finding stands after it, compared with an earlier run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from portal_audit.history.comparison import Comparison, Key, compare
from portal_audit.history.timeline import FindingHistory, FindingState, step
from portal_audit.model import PortalScore, Verdict


def renamed(verdicts: Iterable[Verdict], former: Mapping[str, str]) -> list[Verdict]:
    """Return verdicts under the keys of today; *former* maps old keys to new ones.

    A portal takes over the past of the one address that it had before, where that ended when its
    own began. Where two portals became one, neither past is its own: its history begins anew.
    """
    listed = list(verdicts)
    begins: dict[str, datetime] = {}
    ends: dict[str, datetime] = {}
    for verdict in listed:
        begins[verdict.portal] = min(begins.get(verdict.portal, verdict.at), verdict.at)
        ends[verdict.portal] = max(ends.get(verdict.portal, verdict.at), verdict.at)
    count = Counter(former.values())
    heirs = {
        old: new
        for old, new in former.items()
        if count[new] == 1 and old in ends and (new not in begins or ends[old] < begins[new])
    }
    return [
        replace(verdict, portal=heirs.get(verdict.portal, verdict.portal)) for verdict in listed
    ]


def histories(verdicts: Iterable[Verdict], until: str | None = None) -> dict[Key, FindingHistory]:
    """Return where each finding stands after the run *until* (the last one, if ``None``).

    *verdicts* are in the order of their runs.
    """
    found: dict[Key, FindingHistory] = {}
    ended = False
    for verdict in verdicts:
        if ended and verdict.run != until:
            break
        ended = ended or verdict.run == until
        key = (verdict.portal, verdict.check)
        before = found.get(key) or FindingHistory(*key, FindingState.UNKNOWN, None)
        found[key] = step(before, verdict)
    return found


def changes(
    verdicts: Sequence[Verdict], scores: Sequence[PortalScore], before: str, after: str
) -> Comparison:
    """Compare two runs; a portal that could not be read in one of them is neutral."""
    earlier = {
        key: history.latest
        for key, history in histories(verdicts, before).items()
        if history.latest is not None
    }
    portals = {
        run: frozenset(score.portal for score in scores if score.run == run)
        for run in (before, after)
    }
    now = [verdict for verdict in verdicts if verdict.run == after]
    return compare(earlier, now, portals[before], portals[after])


def unreachable_runs(scores: Iterable[PortalScore]) -> dict[str, list[str]]:
    """Return, by portal, the ids of its latest runs without an answer, the oldest first.

    *scores* are in the order of their runs.
    """
    streaks: dict[str, list[str]] = {}
    for score in scores:
        if score.state.value == "scanned":
            streaks.pop(score.portal, None)
        else:
            streaks.setdefault(score.portal, []).append(score.run)
    return streaks
