"""What earlier runs knew of one portal, asked of the narrow rows without reading them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Engine, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from portal_audit.model import CONCLUSIVE, FAULTS, Cause, State, Verdict
from portal_audit.store.history import STATUSES, verdict
from portal_audit.store.history_tables import ScoreRow, TermRow, VerdictRow
from portal_audit.store.transactions import transaction

LATEST = 60
"""Runs that are looked through for the last levels."""
READ = State.SCANNED.value
OURS = frozenset({Cause.LOCAL.value, Cause.INTERRUPTED.value})
"""Causes that say nothing about a portal."""
SETTLED = 2
"""Latest levels of which the lower one counts: a portal cannot fall from one that it had on a
single night, which may have been our own mistake."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PortalPast:
    """One portal before a run."""

    runs: int = 0
    overtaken: bool = False
    """Whether a later run has looked at it already."""
    conclusive: Mapping[str, Verdict] = field(default_factory=dict)
    """Check → its last conclusive verdict."""
    failing_since: Mapping[str, datetime] = field(default_factory=dict)
    """Check → when its present fault began."""
    failed_before: frozenset[str] = frozenset()
    level: str = "N"
    """The lower one of the last two that were levels."""
    silent: tuple[str, ...] = ()
    """Ids of its latest runs without an answer, the oldest first."""


def past_of(engine: Engine, portal: str, before: datetime, former: str = "") -> PortalPast:
    """Return what was known of a portal before the run that began at *before*.

    *former* is the key that it had: what was known under it counts where it ended before the
    present one began.
    """
    with transaction(engine) as session:
        numbers = _numbers(session, portal, former, before)
        if not numbers:
            return PortalPast()
        asked = {"portals": numbers, "before": before}
        scores = session.execute(_scores(), asked).all()
        levels = [row.level for row in scores if row.level != "N"]
        return PortalPast(
            runs=len(scores),
            overtaken=session.execute(_later(), asked).first() is not None,
            conclusive=_conclusive(session, portal, asked),
            failing_since={
                row.check: row.since for row in session.execute(_failing_since(), asked)
            },
            failed_before=frozenset(session.scalars(_failed_before(), asked)),
            level=max(levels[:SETTLED], default="N"),
            silent=_silent(session, asked) if scores and scores[0].state != READ else (),
        )


def _numbers(session: Session, portal: str, former: str, before: datetime) -> list[int]:
    """Return the numbers of the key, and of the former one where the one took over its past."""
    asked = {"portals": [portal, former]}
    found = {row.text: row.id for row in session.execute(_terms(), asked)}
    own, old = found.get(portal), found.get(former)
    began = session.execute(_first_and_last(), {"portals": [own]}).one().first
    ended = session.execute(_first_and_last(), {"portals": [old]}).one().last if old else None
    numbers = [] if own is None else [own]
    if old is not None and ended is not None and ended < (began or before):
        numbers.append(old)
    return numbers


# Statements are put together once: that costs more than to have them answered.
PORTALS: Any = bindparam("portals", expanding=True)
BEFORE: Any = bindparam("before")


@cache
def _terms() -> Any:
    return select(TermRow.text, TermRow.id).where(TermRow.text.in_(PORTALS))


@cache
def _first_and_last() -> Any:
    first, last = func.min(ScoreRow.at).label("first"), func.max(ScoreRow.at).label("last")
    return select(first, last).where(ScoreRow.portal.in_(PORTALS))


@cache
def _scores() -> Any:
    return (
        select(TermRow.text.label("run"), ScoreRow.state, ScoreRow.cause, ScoreRow.level)
        .join(TermRow, TermRow.id == ScoreRow.run)
        .where(ScoreRow.portal.in_(PORTALS), ScoreRow.at < BEFORE)
        .order_by(ScoreRow.at.desc())
        .limit(LATEST)
    )


@cache
def _later() -> Any:
    return select(ScoreRow.run).where(ScoreRow.portal.in_(PORTALS), ScoreRow.at > BEFORE).limit(1)


def _silent(session: Session, asked: Mapping[str, object]) -> tuple[str, ...]:
    """Return the runs without an answer up to the latest, however many: the first names a silence.

    Those that failed on our side are no runs.
    """
    rows = session.execute(_since_the_last_answer(), asked)
    return tuple(row.run.removeprefix("run ") for row in rows if row.cause not in OURS)


@cache
def _since_the_last_answer() -> Any:
    answered = (
        select(func.max(ScoreRow.at))
        .where(ScoreRow.portal.in_(PORTALS), ScoreRow.at < BEFORE, ScoreRow.state == READ)
        .scalar_subquery()
    )
    return (
        select(TermRow.text.label("run"), ScoreRow.cause)
        .join(TermRow, TermRow.id == ScoreRow.run)
        .where(
            ScoreRow.portal.in_(PORTALS),
            ScoreRow.at < BEFORE,
            ScoreRow.at > func.coalesce(answered, _BEGINNING.replace(tzinfo=None)),
        )
        .order_by(ScoreRow.at)
    )


def _latest(statuses: Any, pick: Any) -> Any:
    """Return check → time of its first or last verdict with one of these statuses."""
    numbers = [STATUSES.index(status) for status in statuses]
    return (
        select(VerdictRow.check, pick(ScoreRow.at).label("at"))
        .join(ScoreRow, (ScoreRow.run == VerdictRow.run) & (ScoreRow.portal == VerdictRow.portal))
        .where(
            ScoreRow.portal.in_(PORTALS),
            VerdictRow.portal.in_(PORTALS),
            ScoreRow.at < BEFORE,
            VerdictRow.status.in_(numbers),
        )
        .group_by(VerdictRow.check)
    )


def _conclusive(session: Session, portal: str, asked: Mapping[str, object]) -> dict[str, Verdict]:
    return {
        check: verdict(run, at, portal, check, outcome, status, severity, points)
        for run, check, outcome, at, status, severity, points in session.execute(
            _conclusive_rows(), asked
        )
    }


@cache
def _conclusive_rows() -> Any:
    last = _latest(CONCLUSIVE, func.max).subquery()
    run, check, outcome = aliased(TermRow), aliased(TermRow), aliased(TermRow)
    return (
        select(
            run.text.label("run"),
            check.text.label("name"),
            outcome.text.label("said"),
            ScoreRow.at,
            VerdictRow.status,
            VerdictRow.severity,
            VerdictRow.points_lost,
        )
        .join(ScoreRow, (ScoreRow.run == VerdictRow.run) & (ScoreRow.portal == VerdictRow.portal))
        .join(last, (last.c.check == VerdictRow.check) & (last.c.at == ScoreRow.at))
        .join(run, run.id == VerdictRow.run)
        .join(check, check.id == VerdictRow.check)
        .join(outcome, outcome.id == VerdictRow.outcome)
        .where(VerdictRow.portal.in_(PORTALS))
    )


@cache
def _failing_since() -> Any:
    sound = _latest(CONCLUSIVE - FAULTS, func.max).subquery()
    faults = [STATUSES.index(status) for status in FAULTS]
    return (
        select(TermRow.text.label("check"), func.min(ScoreRow.at).label("since"))
        .select_from(VerdictRow)
        .join(ScoreRow, (ScoreRow.run == VerdictRow.run) & (ScoreRow.portal == VerdictRow.portal))
        .join(TermRow, TermRow.id == VerdictRow.check)
        .outerjoin(sound, sound.c.check == VerdictRow.check)
        .where(
            ScoreRow.portal.in_(PORTALS),
            VerdictRow.portal.in_(PORTALS),
            VerdictRow.status.in_(faults),
            ScoreRow.at < BEFORE,
            ScoreRow.at > func.coalesce(sound.c.at, _BEGINNING.replace(tzinfo=None)),
        )
        .group_by(TermRow.text)
    )


@cache
def _failed_before() -> Any:
    faults = _latest(FAULTS, func.max).subquery()
    return select(TermRow.text).join(faults, faults.c.check == TermRow.id)
