"""What a run changed: where every finding stands after it, compared with an earlier run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType
from typing import TypeVar

from portal_audit.history.comparison import Comparison, Key, compare
from portal_audit.history.timeline import FindingHistory, FindingState, step
from portal_audit.model import PortalScore, Verdict

Row = TypeVar("Row", Verdict, PortalScore)


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of the keys of before."""

    heirs: Mapping[str, str]
    """Old key → key of today, where one portal took over the past of another."""
    merged: Mapping[str, tuple[str, ...]]
    """Key of today → the keys of the portals that became one with it."""


def succession(rows: Iterable[Row], former: Mapping[str, str]) -> Succession:
    """Return who took over whose past; *former* maps old keys to new ones.

    A portal takes over the past of the addresses it had one after the other, each ended before the
    next began. Where two portals became one, neither past is its own: its history begins anew, or
    goes on as it was where it is one of the two. An address that lives on is another portal.
    """
    begins: dict[str, datetime] = {}
    ends: dict[str, datetime] = {}
    for row in rows:
        begins[row.portal] = min(begins.get(row.portal, row.at), row.at)
        ends[row.portal] = max(ends.get(row.portal, row.at), row.at)
    return _successors(former, begins, ends)


def _successors(
    former: Mapping[str, str], begins: Mapping[str, datetime], ends: Mapping[str, datetime]
) -> Succession:
    """Return the same from the first and the last time that each key was there."""
    heirs: dict[str, str] = {}
    merged: dict[str, tuple[str, ...]] = {}
    for key in sorted(set(former.values())):
        olds = _ended(former, key, ends)
        olds.sort(key=lambda old: begins[old])
        if _one_after_the_other([*olds, key], begins, ends):
            heirs |= dict.fromkeys(olds, key)
        else:
            merged[key] = tuple(sorted(olds))
    return Succession(heirs, merged)


def _one_after_the_other(
    keys: Sequence[str], begins: Mapping[str, datetime], ends: Mapping[str, datetime]
) -> bool:
    there = [key for key in keys if key in begins]
    return all(ends[one] < begins[other] for one, other in pairwise(there))


def _ended(former: Mapping[str, str], new: str, ends: Mapping[str, datetime]) -> list[str]:
    """Return the old keys of a portal that were there, and are no longer."""
    return [
        old
        for old, now in former.items()
        if now == new and old in ends and (new not in ends or ends[old] < ends[new])
    ]


def under_keys(rows: Iterable[Row], heirs: Mapping[str, str]) -> list[Row]:
    """Return rows under the keys of today."""
    return [replace(row, portal=heirs[row.portal]) if row.portal in heirs else row for row in rows]


def renamed(rows: Sequence[Row], former: Mapping[str, str]) -> list[Row]:
    """Return rows under the keys of today; *former* maps old keys to new ones."""
    return under_keys(rows, succession(rows, former).heirs)


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
    verdicts: Sequence[Verdict],
    scores: Sequence[PortalScore],
    before: str,
    after: str,
    merged: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    past: Mapping[Key, FindingHistory] | None = None,
) -> Comparison:
    """Compare two runs; a portal that could not be read in one of them is neutral.

    *merged* are portals that became one (see :func:`succession`): they stand apart from those that
    appeared or are gone. *past* is where everything stood after the earlier run, if that is known.
    """
    past = histories(verdicts, before) if past is None else past
    earlier = {key: one.latest for key, one in past.items() if one.latest is not None}
    ever = frozenset(key for key, one in past.items() if one.first_seen is not None)
    portals = {
        run: frozenset(score.portal for score in scores if score.run == run)
        for run in (before, after)
    }
    now = [verdict for verdict in verdicts if verdict.run == after]
    found = compare(earlier, now, portals[before], portals[after], ever)
    became = {
        new: olds
        for new, olds in merged.items()
        if new in portals[after] and portals[before] & {*olds} and not portals[after] & {*olds}
    }
    olds_of = {old for olds in became.values() for old in olds}
    return replace(
        found,
        appeared=tuple(portal for portal in found.appeared if portal not in became),
        gone=tuple(portal for portal in found.gone if portal not in olds_of),
        merged=became,
    )


def conclusive_at(verdicts: Sequence[Verdict], run: str) -> dict[Key, Verdict]:
    """Return the last conclusive verdict on everything at the time of a run."""
    return {
        key: history.latest
        for key, history in histories(verdicts, run).items()
        if history.latest is not None
    }


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
