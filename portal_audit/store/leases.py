"""Leases: an inventory is scanned by one process at a time, and a dead one keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Engine, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal_audit.store.process_identity import is_dead
from portal_audit.store.schedule_tables import LeaseRow
from portal_audit.store.transactions import transaction

BEAT = timedelta(seconds=30)
"""How often a holder says that it lives."""
LOST = timedelta(minutes=5)
"""After this without a beat a holder on another machine counts as dead. On this machine the process
itself is asked, so that a clock that jumps takes a lease from nobody."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds a name since when, and for which run."""

    name: str
    holder: str
    run_id: str | None
    taken_at: datetime
    beat_at: datetime

    def alive(self, now: datetime) -> bool:
        """Tell whether the holder can still be at work."""
        dead = is_dead(self.holder)
        return abs(now - self.beat_at) < LOST if dead is None else not dead


class Leases:
    """The leases of a store."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine of an open store."""
        self._engine = engine

    def holder_of(self, name: str) -> Lease | None:
        """Return who holds a name, dead or alive."""
        with transaction(self._engine) as session:
            return _lease(session.get(LeaseRow, name))

    def take(self, name: str, holder: str, now: datetime) -> Lease | None:
        """Take a name; ``None``: it is taken. Else returns the lease of whoever holds it."""
        try:
            with transaction(self._engine) as session:
                held = _lease(session.get(LeaseRow, name))
                if held is None:
                    session.add(
                        LeaseRow(name=name, holder=holder, run_id=None, taken_at=now, beat_at=now)
                    )
                    session.flush()
                    return None
                if held.holder == holder:
                    return None
                if held.alive(now) or not _replace(session, held, holder, now):
                    return held
                return None
        except Exception as error:
            if isinstance(error.__cause__, IntegrityError):  # somebody was faster by a moment
                return self.holder_of(name)
            raise

    def beat(self, name: str, holder: str, now: datetime) -> bool:
        """Say that the holder lives; false where the lease is another's by now."""
        with transaction(self._engine) as session:
            done = session.execute(
                update(LeaseRow)
                .where(LeaseRow.name == name, LeaseRow.holder == holder)
                .values(beat_at=now)
            )
            assert isinstance(done, CursorResult)
            return done.rowcount == 1

    def note_run(self, name: str, holder: str, run_id: str) -> None:
        """Write down which run the lease is held for, so that it can be found and resumed."""
        with transaction(self._engine) as session:
            session.execute(
                update(LeaseRow)
                .where(LeaseRow.name == name, LeaseRow.holder == holder)
                .values(run_id=run_id)
            )

    def release(self, name: str, holder: str) -> None:
        """Give a lease back."""
        with transaction(self._engine) as session:
            session.execute(
                delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder)
            )


def _replace(session: Session, held: Lease, holder: str, now: datetime) -> bool:
    done = session.execute(
        update(LeaseRow)
        .where(
            LeaseRow.name == held.name,
            LeaseRow.holder == held.holder,
            LeaseRow.beat_at == held.beat_at,
        )
        .values(holder=holder, run_id=None, taken_at=now, beat_at=now)
    )
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def _lease(row: LeaseRow | None) -> Lease | None:
    if row is None:
        return None
    return Lease(row.name, row.holder, row.run_id, row.taken_at, row.beat_at)
