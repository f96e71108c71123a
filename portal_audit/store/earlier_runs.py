"""Which earlier runs a run may be compared with: those of the same list of portals.

One store may hold a nightly run of a province, another of its communes, and somebody's look at one
portal in between. What is compared with the run that happens to be the last one finds portals gone
that nobody took off a list, and overlooks what broke on many portals at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal_audit.inventory.identity import former_keys
from portal_audit.store.history_tables import ScoreRow, TermRow
from portal_audit.store.store import Store

_RUN = "run "


@dataclass(frozen=True, slots=True)
class EarlierRuns:
    """Ids of the runs before one, the latest first."""

    same_list: tuple[str, ...] = ()
    """More than half of their portals, and of this run's, are those of both."""
    sharing: tuple[str, ...] = ()
    """At least one portal is in both."""

    @property
    def comparable(self) -> tuple[str, ...]:
        """Runs of the same list; where there is none, those with any portal of this run."""
        return self.same_list or self.sharing


def earlier_runs(store: Store, run_id: str) -> EarlierRuns:
    """Return the runs before one, by the rows that history is made of."""
    former = former_keys(store.targets(run_id))
    with store.session() as session:
        return runs_before(session, run_id, former)


def runs_before(session: Session, run: str, former: Iterable[str]) -> EarlierRuns:
    """Return the runs before one; *former* are keys that its portals had."""
    number = session.scalar(select(TermRow.id).where(TermRow.text == _RUN + run))
    own = dict(
        session.execute(select(ScoreRow.portal, ScoreRow.at).where(ScoreRow.run == number)).all()
    )
    if not own:
        return EarlierRuns()
    began = next(iter(own.values()))
    olds = select(TermRow.id).where(TermRow.text.in_(sorted(former)))
    mine = select(ScoreRow.portal).where(ScoreRow.run == number)
    shared = ScoreRow.portal.in_(mine) | ScoreRow.portal.in_(olds)
    count = func.sum(case((shared, 1), else_=0))
    query = (
        select(TermRow.text, func.count(), count)
        .join(TermRow, TermRow.id == ScoreRow.run)
        .where(ScoreRow.at < began)
        .group_by(TermRow.text)
        .having(count > 0)
        .order_by(func.max(ScoreRow.at).desc())
    )
    rows = [(text.removeprefix(_RUN), of, both) for text, of, both in session.execute(query)]
    return EarlierRuns(
        tuple(id for id, of, both in rows if 2 * both > max(of, len(own))),
        tuple(id for id, _, _ in rows),
    )
