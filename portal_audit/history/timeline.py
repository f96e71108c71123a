"""One finding over time: its state after each run, judged by the last conclusive verdict.

The identity of a finding is portal key and check. Outcome, severity and place are attributes: when
they change, the finding has changed and is no new one. A run that could tell nothing (not tested,
unreachable) changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal_audit.model import Verdict


class FindingState(StrEnum):
    """Where a finding stands after a run."""

    NEW = "new"
    OPEN = "open"
    CHANGED = "changed"
    FIXED = "fixed"
    REOPENED = "reopened"
    SOUND = "sound"
    """Never a fault, or fixed in an earlier run."""
    UNKNOWN = "unknown"
    """No run could tell yet."""


@dataclass(frozen=True, slots=True)
class FindingHistory:
    """A finding after its latest run."""

    portal: str
    check: str
    state: FindingState
    latest: Verdict | None
    """The last conclusive verdict."""
    before: Verdict | None = None
    """The conclusive verdict before that one."""
    first_seen: datetime | None = None
    """When the fault was seen for the first time ever."""
    failing_since: datetime | None = None
    """When the present fault began; ``None`` where there is none."""
    last_seen: datetime | None = None
    """When the fault was last seen."""
    failing_runs: int = 0
    """Conclusive runs in a row with the fault, the last one included."""
    untested_runs: int = 0
    """Runs since the last conclusive one, which could not tell."""


def follow(portal: str, check: str, verdicts: Iterable[Verdict]) -> FindingHistory:
    """Return where a finding stands; *verdicts* are its own, the oldest first."""
    now = FindingHistory(portal, check, FindingState.UNKNOWN, None)
    for verdict in verdicts:
        now = step(now, verdict)
    return now


def step(history: FindingHistory, verdict: Verdict) -> FindingHistory:
    """Return the history after one more run."""
    if not verdict.conclusive:
        return _untested(history)
    before = history.latest
    state = _state(history, verdict)
    fault = verdict.fault
    was_fault = before is not None and before.fault
    return FindingHistory(
        portal=history.portal,
        check=history.check,
        state=state,
        latest=verdict,
        before=before,
        first_seen=history.first_seen or (verdict.at if fault else None),
        failing_since=(history.failing_since if was_fault else verdict.at) if fault else None,
        last_seen=verdict.at if fault else history.last_seen,
        failing_runs=history.failing_runs + 1 if fault else 0,
        untested_runs=0,
    )


def _untested(history: FindingHistory) -> FindingHistory:
    settled = {
        FindingState.NEW: FindingState.OPEN,
        FindingState.CHANGED: FindingState.OPEN,
        FindingState.REOPENED: FindingState.OPEN,
        FindingState.FIXED: FindingState.SOUND,
    }
    return FindingHistory(
        portal=history.portal,
        check=history.check,
        state=settled.get(history.state, history.state),
        latest=history.latest,
        before=history.before,
        first_seen=history.first_seen,
        failing_since=history.failing_since,
        last_seen=history.last_seen,
        failing_runs=history.failing_runs,
        untested_runs=history.untested_runs + 1,
    )


def _state(history: FindingHistory, verdict: Verdict) -> FindingState:
    before = history.latest
    if not verdict.fault:
        return FindingState.FIXED if before is not None and before.fault else FindingState.SOUND
    if before is None or not before.fault:
        return FindingState.NEW if history.first_seen is None else FindingState.REOPENED
    same = (before.outcome, before.status, before.severity) == (
        verdict.outcome,
        verdict.status,
        verdict.severity,
    )
    return FindingState.OPEN if same else FindingState.CHANGED
