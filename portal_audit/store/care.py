"""Care of a store: see that it is whole, thin out old evidence, give space back to the disk."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, select, text, update
from sqlalchemy.orm import Session

from portal_audit.errors import BadInput, BadStore
from portal_audit.store import evidence_bases, serialise
from portal_audit.store.outbox_tables import DeliveryRow, FlipRow
from portal_audit.store.tables import RunRow, ScreenshotRow, SiteRow
from portal_audit.texts import Message


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is kept. Verdicts, scores and results are kept for ever."""

    full_runs: int = 7
    """Latest runs whose evidence and pictures are all kept."""
    evidence_days: int = 180
    """Days for which evidence is kept at all, so that a run can be judged again."""
    notice_days: int = 400
    """Days for which it is known what was told: longer than any certificate or waiver holds."""


@dataclass(frozen=True, slots=True)
class Freed:
    """What pruning took away."""

    evidence: int
    """Sites whose evidence went."""
    screenshots: int
    bytes: int
    """Of evidence and pictures, compressed, as they stood in the tables."""
    notices: int = 0
    """Digests that were sent, or given up."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing in a store that cannot be read."""

    run: str
    site: str
    what: str
    """``evidence`` or ``result``; empty where it is the file as a whole."""
    reason: str
    """In the language that was asked for."""


def check(engine: Engine, lang: str) -> Iterator[Damage]:
    """Yield what cannot be read, in words of *lang*.

    A store of SQLite is also asked whether its file is whole.
    """
    with Session(engine) as session:
        if engine.dialect.name == "sqlite":
            answer = session.execute(text("PRAGMA integrity_check(1)")).scalar_one()
            if answer != "ok":
                reason = Message("store.not-whole", reason=str(answer)).text(lang)
                yield Damage("", "", "", reason)
        query = select(
            SiteRow.run_id,
            SiteRow.site_id,
            SiteRow.evidence,
            SiteRow.evidence_base,
            SiteRow.result,
        )
        with Session(engine) as bases:
            for run, site, evidence, base, result in session.execute(
                query.execution_options(yield_per=20)
            ):
                for what, blob, on in (("evidence", evidence, base), ("result", result, None)):
                    if blob is not None and (fault := _fault(bases, blob, on)):
                        yield Damage(run, site, what, fault.text(lang))


def _fault(session: Session, blob: bytes, base: str | None) -> BadStore | None:
    try:
        serialise.read(evidence_bases.restore(session, blob, base))
    except BadStore as error:
        return error
    return None


def prune(
    engine: Engine,
    retention: Retention,
    now: datetime,
    pin: Sequence[str] = (),
    unpin: Sequence[str] = (),
) -> Freed:
    """Take away evidence, pictures and digests older than *retention* keeps; verdicts stay.

    Runs to *pin* keep everything, now and whenever the store is pruned again, until they are those
    to *unpin*. Raises BadInput while a run is going on: it would be thinned out under its own
    hands.
    """
    with Session(engine) as session, session.begin():
        runs = session.execute(
            select(RunRow.id, RunRow.started_at, RunRow.finished_at, RunRow.pinned).order_by(
                RunRow.started_at.desc()
            )
        ).all()
        going = [run for run, started, ended, _ in runs if not ended and now - started < _GOING]
        if going:
            raise BadInput(Message("store.run-going", run=going[0]))
        pinned = ({run for run, *_, held in runs if held} - {*unpin}) | {*pin}
        _pin(session, pinned)
        others = [(run, started) for run, started, *_ in runs if run not in pinned]
        full = {run for run, _ in others[: retention.full_runs]}
        oldest = now - timedelta(days=retention.evidence_days)
        old = [run for run, started in others if run not in full and started < oldest]
        pictures = [run for run, _ in others if run not in full]
        freed = _take(session, old, pictures)
        oldest_notice = now - timedelta(days=retention.notice_days)
        return replace(freed, notices=_forget_notices(session, oldest, oldest_notice))


_GOING = timedelta(days=2)
"""A run that began longer ago and never ended was broken off; nobody is working on it."""


def _pin(session: Session, runs: Collection[str]) -> None:
    for mark, rows in ((True, RunRow.id.in_(runs)), (None, RunRow.id.not_in(runs))):
        changed = RunRow.pinned.is_distinct_from(mark)
        session.execute(update(RunRow).where(rows, changed).values(pinned=mark))


def _take(session: Session, old: Sequence[str], pictures: Sequence[str]) -> Freed:
    evidence = select(func.count(), func.sum(func.length(SiteRow.evidence))).where(
        SiteRow.run_id.in_(old), SiteRow.evidence.is_not(None)
    )
    count, size = session.execute(evidence).one()
    shots = select(func.count(), func.sum(func.length(ScreenshotRow.image))).where(
        ScreenshotRow.run_id.in_(pictures)
    )
    shown, shown_size = session.execute(shots).one()
    nothing = {"evidence": None, "evidence_base": None}
    session.execute(update(SiteRow).where(SiteRow.run_id.in_(old)).values(**nothing))
    session.execute(delete(ScreenshotRow).where(ScreenshotRow.run_id.in_(pictures)))
    bases = evidence_bases.drop_unused(session)
    return Freed(count, shown, (size or 0) + (shown_size or 0) + bases)


def _forget_notices(session: Session, digests: datetime, flips: datetime) -> int:
    """Take away digests on which nothing is left to do, and flips so old that none comes again."""
    settled = DeliveryRow.sent_at.is_not(None) | DeliveryRow.given_up_at.is_not(None)
    sent = select(DeliveryRow.id).where(settled, DeliveryRow.created_at < digests)
    gone = len(session.scalars(sent).all())
    session.execute(delete(DeliveryRow).where(settled, DeliveryRow.created_at < digests))
    processed = FlipRow.processed_at.is_not(None) & (FlipRow.created_at < flips)
    session.execute(delete(FlipRow).where(processed))
    return gone


def vacuum(engine: Engine) -> None:
    """Give the space of what was taken away back to the disk."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM"))
