"""Write and read the rows of history within a transaction that somebody else opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, delete, exists, func, or_, select
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.sqlite import insert as sqlite
from sqlalchemy.orm import Session, aliased

from portal_audit.model import Cause, PortalScore, Severity, SiteResult, State, Status, Verdict
from portal_audit.store.history_tables import ScoreRow, TermRow, VerdictRow
from portal_audit.store.tables import Base

STATUSES = tuple(Status)
SEVERITIES = tuple(Severity)
_RUN = "run "
"""Before the id of a run, among the words that have a number."""
_VERDICTS, _SCORES = Base.metadata.tables["verdicts"], Base.metadata.tables["scores"]
"""Written as plain rows: what the ORM does for each of half a hundred a site, nobody needs."""


def numbers(session: Session, words: Iterable[str]) -> dict[str, int]:
    """Return the number of each word, giving one to those that have none yet."""
    wanted = sorted(set(words))
    found = _numbered(session, wanted)
    missing = [word for word in wanted if word not in found]
    if missing:
        # Others may number them meanwhile; in order, so that writers never wait in a ring.
        insert = _insert(session)
        rows = [{"text": word} for word in missing]
        session.execute(insert(TermRow).values(rows).on_conflict_do_nothing())
    return found | _numbered(session, missing)


def _insert(session: Session) -> Any:
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import (
            insert,  # a tenth of a second, for those who use it
        )

        return insert
    return sqlite


def _numbered(session: Session, words: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(words), 500):
        asked = {"words": words[start : start + 500]}
        found |= {row.text: row.id for row in session.execute(_terms(), asked)}
    return found


# Statements are put together once: that costs more than to have them answered.
@cache
def _terms() -> Any:
    words: Any = bindparam("words", expanding=True)
    return select(TermRow.text, TermRow.id).where(TermRow.text.in_(words))


@cache
def _rows_of_a_site(table: Table) -> Any:
    return delete(table).where(
        table.c.run == bindparam("of_run"), table.c.portal == bindparam("of_portal")
    )


def add(session: Session, run_id: str, portal: str, at: datetime, result: SiteResult) -> None:
    """Write the rows of one site; those of the same run and portal, if any, are replaced."""
    outcomes = {finding.outcome for finding in result.findings}
    checks = {finding.check for finding in result.findings}
    number = numbers(session, {_RUN + run_id, portal, *outcomes, *checks})
    run, place = number[_RUN + run_id], number[portal]
    for table in (_VERDICTS, _SCORES):
        session.execute(_rows_of_a_site(table), {"of_run": run, "of_portal": place})
    score = {
        "run": run,
        "portal": place,
        "at": at,
        "state": result.state.value,
        "cause": result.cause.value if result.cause else None,
        "level": result.level,
        "score": result.score,
        "coverage": result.coverage,
    }
    session.execute(plain_insert(_SCORES), [score])
    rows = [
        {
            "run": run,
            "portal": place,
            "check": number[finding.check],
            "outcome": number[finding.outcome],
            "status": STATUSES.index(finding.status),
            "severity": SEVERITIES.index(finding.severity),
            "points_lost": finding.points_lost,
        }
        for finding in result.findings
    ]
    if rows:
        session.execute(plain_insert(_VERDICTS), rows)


def runs_with_rows(session: Session) -> frozenset[str]:
    """Return the runs of which any site has its rows."""
    query = select(TermRow.text).where(
        TermRow.text.startswith(_RUN), exists().where(ScoreRow.run == TermRow.id)
    )
    return frozenset(text.removeprefix(_RUN) for text in session.scalars(query))


def verdicts(
    session: Session,
    *,
    portal: str | None = None,
    check: str | None = None,
    runs: Sequence[str] | None = None,
    portals: Sequence[str] | None = None,
    checks: Sequence[str] | None = None,
) -> Iterator[Verdict]:
    """Yield verdicts, the oldest run first; all of them unless narrowed."""
    words = {name: aliased(TermRow) for name in ("run", "portal", "check", "outcome")}
    query = _all_verdicts(words)
    if portal is not None:
        query = query.where(words["portal"].text == portal)
    if portals is not None:
        numbers_of = _numbered(session, portals).values()
        query = query.where(VerdictRow.portal.in_(numbers_of))
    if check is not None:
        query = query.where(words["check"].text == check)
    if checks is not None:
        query = query.where(VerdictRow.check.in_(_numbered(session, checks).values()))
    if runs is not None:
        query = query.where(words["run"].text.in_([_RUN + run for run in runs]))
    for run, at, place, name, outcome, status, severity, points in session.execute(query):
        yield verdict(run, at, place, name, outcome, status, severity, points)


def _all_verdicts(words: Mapping[str, Any]) -> Any:
    """Return the query of every verdict with its words, the oldest run first."""
    return (
        select(
            words["run"].text,
            ScoreRow.at,
            words["portal"].text,
            words["check"].text,
            words["outcome"].text,
            VerdictRow.status,
            VerdictRow.severity,
            VerdictRow.points_lost,
        )
        .join(ScoreRow, (ScoreRow.run == VerdictRow.run) & (ScoreRow.portal == VerdictRow.portal))
        .join(words["run"], words["run"].id == VerdictRow.run)
        .join(words["portal"], words["portal"].id == VerdictRow.portal)
        .join(words["check"], words["check"].id == VerdictRow.check)
        .join(words["outcome"], words["outcome"].id == VerdictRow.outcome)
        .order_by(ScoreRow.at, VerdictRow.run, VerdictRow.portal, VerdictRow.check)
    )


def verdict(
    run: str,
    at: datetime,
    portal: str,
    check: str,
    outcome: str,
    status: int,
    severity: int,
    points_lost: float,
) -> Verdict:
    """Return a verdict from the words and numbers of its row."""
    return Verdict(
        run=run.removeprefix(_RUN),
        at=at,
        portal=portal,
        check=check,
        status=STATUSES[status],
        outcome=outcome,
        severity=SEVERITIES[severity],
        points_lost=points_lost,
    )


def changed_checks(
    session: Session, before: Sequence[str], after: str, fewest: int
) -> tuple[str, ...]:
    """Return the checks that say something else in one run than in earlier ones.

    Counted are portals, whichever of the earlier runs differs.
    """
    run = _numbered(session, [f"run {after}"]).get(f"run {after}", 0)
    earlier = _numbered(session, [f"run {one}" for one in before]).values()
    now, then = aliased(VerdictRow), aliased(VerdictRow)
    said = ("outcome", "status", "severity")
    differs = or_(*(getattr(now, name) != getattr(then, name) for name in said))
    query = (
        select(TermRow.text)
        .select_from(now)
        .join(then, (then.portal == now.portal) & (then.check == now.check))
        .join(TermRow, TermRow.id == now.check)
        .where(now.run == run, then.run.in_(earlier), differs)
        .group_by(TermRow.text)
        .having(func.count(now.portal.distinct()) >= fewest)
    )
    return tuple(sorted(session.scalars(query)))


def critical_faults(session: Session, besides: str) -> dict[str, frozenset[str]]:
    """Return, by portal, its critical faults when it was last read in another run than *besides*.

    Portals that were never read are not there.
    """
    own = _numbered(session, [_RUN + besides]).get(_RUN + besides, 0)
    read = (ScoreRow.state == State.SCANNED.value) & (ScoreRow.run != own)
    last = (
        select(ScoreRow.portal, func.max(ScoreRow.at).label("at"))
        .where(read)
        .group_by(ScoreRow.portal)
        .subquery()
    )
    portal, check = aliased(TermRow), aliased(TermRow)
    grave = (VerdictRow.severity == SEVERITIES.index(Severity.CRITICAL)) & (
        VerdictRow.status == STATUSES.index(Status.FAIL)
    )
    query = (
        select(portal.text, check.text)
        .select_from(last)
        .join(portal, portal.id == last.c.portal)
        .join(ScoreRow, (ScoreRow.portal == last.c.portal) & (ScoreRow.at == last.c.at) & read)
        .outerjoin(
            VerdictRow,
            (VerdictRow.run == ScoreRow.run) & (VerdictRow.portal == ScoreRow.portal) & grave,
        )
        .outerjoin(check, check.id == VerdictRow.check)
    )
    found: dict[str, set[str]] = {}
    for name, fault in session.execute(query):
        found.setdefault(name, set()).update([fault] if fault else [])
    return {name: frozenset(faults) for name, faults in found.items()}


def scores(
    session: Session, *, portal: str | None = None, runs: Sequence[str] | None = None
) -> Iterator[PortalScore]:
    """Yield scores, the oldest first."""
    run, place = aliased(TermRow), aliased(TermRow)
    query = (
        select(run.text, place.text, ScoreRow)
        .join(run, run.id == ScoreRow.run)
        .join(place, place.id == ScoreRow.portal)
        .order_by(ScoreRow.at, ScoreRow.run, ScoreRow.portal)
    )
    if portal is not None:
        query = query.where(place.text == portal)
    if runs is not None:
        query = query.where(run.text.in_([_RUN + one for one in runs]))
    for run_text, portal_text, row in session.execute(query):
        yield PortalScore(
            run=run_text.removeprefix("run "),
            at=row.at,
            portal=portal_text,
            state=State(row.state),
            cause=Cause(row.cause) if row.cause else None,
            level=row.level,
            score=row.score,
            coverage=row.coverage,
        )
