"""What earlier runs knew of one portal, asked of the narrow rows without reading them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, aliased

from portal_audit.model import CONCLUSIVE, FAULTS, Cause, Verdict
from portal_audit.store.history import SEVERITIES, STATUSES
from portal_audit.store.history_tables import ScoreRow, TermRow, VerdictRow
from portal_audit.store.transactions import transaction

LATEST = 60
"""Runs that are looked through for the last level and for a silence."""
OURS = frozenset({Cause.LOCAL.value, Cause.INTERRUPTED.value})
"""Causes that say nothing about a portal."""
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
    """The last level that was one."""
    silent: tuple[str, ...] = ()
    """Ids of its latest runs without an answer, the oldest first."""


def past_of(engine: Engine, portal: str, before: datetime) -> PortalPast:
    """Return what was known of a portal before the run that began at *before*."""
    with transaction(engine) as session:
        number = session.scalars(select(TermRow.id).where(TermRow.text == portal)).first()
        if number is None:
            return PortalPast()
        scores = session.execute(_scores(number).where(ScoreRow.at < before)).all()
        later = select(ScoreRow.run).where(ScoreRow.portal == number, ScoreRow.at > before)
        return PortalPast(
            runs=len(scores),
            overtaken=session.execute(later.limit(1)).first() is not None,
            conclusive=_conclusive(session, number, portal, before),
            failing_since=_failing_since(session, number, before),
            failed_before=_failed_before(session, number, before),
            level=next((row.level for row in scores if row.level != "N"), "N"),
            silent=_silent(scores),
        )


def _scores(portal: int) -> Any:
    return (
        select(TermRow.text.label("run"), ScoreRow.state, ScoreRow.cause, ScoreRow.level)
        .join(TermRow, TermRow.id == ScoreRow.run)
        .where(ScoreRow.portal == portal)
        .order_by(ScoreRow.at.desc())
        .limit(LATEST)
    )


def _silent(scores: Any) -> tuple[str, ...]:
    """Return the runs without an answer up to the latest; those that failed on our side are no
    runs.
    """
    found: list[str] = []
    for row in scores:
        if row.state == "scanned":
            break
        if row.cause not in OURS:
            found.append(row.run.removeprefix("run "))
    return tuple(reversed(found))


def _latest(portal: int, before: datetime, statuses: Any, pick: Any) -> Any:
    """Return check → time of its first or last verdict with one of these statuses."""
    numbers = [STATUSES.index(status) for status in statuses]
    return (
        select(VerdictRow.check, pick(ScoreRow.at).label("at"))
        .join(ScoreRow, (ScoreRow.run == VerdictRow.run) & (ScoreRow.portal == VerdictRow.portal))
        .where(
            ScoreRow.portal == portal,
            VerdictRow.portal == portal,
            ScoreRow.at < before,
            VerdictRow.status.in_(numbers),
        )
        .group_by(VerdictRow.check)
    )


def _conclusive(session: Session, number: int, portal: str, before: datetime) -> dict[str, Verdict]:
    last = _latest(number, before, CONCLUSIVE, func.max).subquery()
    run, check, outcome = aliased(TermRow), aliased(TermRow), aliased(TermRow)
    query = (
        select(run.text.label("run"), check.text, outcome.text, ScoreRow.at, VerdictRow)
        .join(ScoreRow, (ScoreRow.run == VerdictRow.run) & (ScoreRow.portal == VerdictRow.portal))
        .join(last, (last.c.check == VerdictRow.check) & (last.c.at == ScoreRow.at))
        .join(run, run.id == VerdictRow.run)
        .join(check, check.id == VerdictRow.check)
        .join(outcome, outcome.id == VerdictRow.outcome)
        .where(VerdictRow.portal == number)
    )
    return {
        name: Verdict(
            run=run_text.removeprefix("run "),
            at=at,
            portal=portal,
            check=name,
            status=STATUSES[row.status],
            outcome=said,
            severity=SEVERITIES[row.severity],
            points_lost=row.points_lost,
        )
        for run_text, name, said, at, row in session.execute(query)
    }


def _failing_since(session: Session, number: int, before: datetime) -> dict[str, datetime]:
    sound = _latest(number, before, CONCLUSIVE - FAULTS, func.max).subquery()
    faults = [STATUSES.index(status) for status in FAULTS]
    query = (
        select(TermRow.text.label("check"), func.min(ScoreRow.at).label("since"))
        .select_from(VerdictRow)
        .join(ScoreRow, (ScoreRow.run == VerdictRow.run) & (ScoreRow.portal == VerdictRow.portal))
        .join(TermRow, TermRow.id == VerdictRow.check)
        .outerjoin(sound, sound.c.check == VerdictRow.check)
        .where(
            ScoreRow.portal == number,
            VerdictRow.portal == number,
            VerdictRow.status.in_(faults),
            ScoreRow.at < before,
            ScoreRow.at > func.coalesce(sound.c.at, _BEGINNING.replace(tzinfo=None)),
        )
        .group_by(TermRow.text)
    )
    return {row.check: row.since for row in session.execute(query)}


def _failed_before(session: Session, number: int, before: datetime) -> frozenset[str]:
    faults = _latest(number, before, FAULTS, func.max).subquery()
    query = select(TermRow.text).join(faults, faults.c.check == TermRow.id)
    return frozenset(session.scalars(query))
