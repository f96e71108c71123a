"""Schedules in the store, and what became of each time at which one was due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import IntegrityError

from portal_audit.errors import PortalAuditError
from portal_audit.store.schedule_tables import FiringRow, ScheduleRow
from portal_audit.store.transactions import transaction


@dataclass(frozen=True, slots=True)
class Schedule:
    """A scan that is due again and again."""

    name: str
    cron: str
    """Five fields: minute, hour, day of month, month, day of week."""
    zone: str
    """Name of the IANA time zone in which the fields are read."""
    arguments: tuple[str, ...]
    """Of ``portal-audit scan``."""
    folder: str
    """Working folder of the scan."""
    inventory: str
    """Name of the lease that the scan takes."""
    quiet_hours: tuple[str, ...]
    """Spans such as ``07:30-17:00`` in which none begins."""
    jitter: int
    """Seconds by which each time is put off at most."""
    grace: float
    """Hours within which a missed time is caught up."""
    created_at: datetime
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Firing:
    """One time at which a schedule was due."""

    schedule: str
    due: datetime
    state: str
    """``started``, ``done``, ``failed``, ``broken-off``, ``skipped`` or ``missed``."""
    holder: str
    tries: int
    started_at: datetime
    ended_at: datetime | None
    exit_code: int | None
    run_id: str | None


class Schedules:
    """The schedules of a store."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine of an open store."""
        self._engine = engine

    def every(self) -> tuple[Schedule, ...]:
        """Return all schedules by name."""
        with transaction(self._engine) as session:
            return tuple(
                _schedule(row)
                for row in session.scalars(select(ScheduleRow).order_by(ScheduleRow.name))
            )

    def get(self, name: str) -> Schedule | None:
        """Return one schedule."""
        with transaction(self._engine) as session:
            row = session.get(ScheduleRow, name)
            return None if row is None else _schedule(row)

    def add(self, schedule: Schedule) -> bool:
        """Keep a new schedule; false where the name is taken."""
        values = asdict(schedule)
        values["arguments"], values["quiet_hours"] = [*schedule.arguments], [*schedule.quiet_hours]
        with transaction(self._engine) as session:
            if session.get(ScheduleRow, schedule.name) is not None:
                return False
            session.add(ScheduleRow(**values))
            return True

    def remove(self, name: str) -> bool:
        """Take a schedule away; what it did stays on record."""
        with transaction(self._engine) as session:
            row = session.get(ScheduleRow, name)
            if row is not None:
                session.delete(row)
            return row is not None

    def put_off(self, name: str, next_at: datetime | None) -> None:
        """Write down when a schedule is due next."""
        with transaction(self._engine) as session:
            session.execute(
                update(ScheduleRow).where(ScheduleRow.name == name).values(next_at=next_at)
            )

    def begin(self, name: str, due: datetime, holder: str, state: str, now: datetime) -> bool:
        """Take one due time; false where somebody else has it already."""
        row = FiringRow(schedule=name, due=due, state=state, holder=holder, tries=1, started_at=now)
        if state != "started":
            row.ended_at = now
        try:
            with transaction(self._engine) as session:
                session.add(row)
        except PortalAuditError as error:
            if isinstance(error.__cause__, IntegrityError):
                return False
            raise
        return True

    def take_over(self, firing: Firing, holder: str) -> bool:
        """Take a due time whose process has died; false where somebody else did."""
        with transaction(self._engine) as session:
            row = session.get(FiringRow, (firing.schedule, firing.due), with_for_update=True)
            if row is None or row.holder != firing.holder or row.state != firing.state:
                return False
            row.holder, row.tries = holder, row.tries + 1  # since when it goes on stays as it is
            return True

    def note(
        self,
        name: str,
        due: datetime,
        *,
        holder: str | None = None,
        state: str | None = None,
        exit_code: int | None = None,
        run_id: str | None = None,
        ended_at: datetime | None = None,
    ) -> None:
        """Write down what is known of a due time; ``None`` leaves what is there."""
        given = {
            "holder": holder,
            "state": state,
            "exit_code": exit_code,
            "run_id": run_id,
            "ended_at": ended_at,
        }
        values = {name: value for name, value in given.items() if value is not None}
        with transaction(self._engine) as session:
            session.execute(
                update(FiringRow)
                .where(FiringRow.schedule == name, FiringRow.due == due)
                .values(**values)
            )

    def firings(
        self, name: str | None = None, states: Sequence[str] = (), limit: int = 50
    ) -> tuple[Firing, ...]:
        """Return the latest due times, the newest first."""
        query = select(FiringRow).order_by(FiringRow.due.desc(), FiringRow.schedule).limit(limit)
        if name is not None:
            query = query.where(FiringRow.schedule == name)
        if states:
            query = query.where(FiringRow.state.in_(states))
        with transaction(self._engine) as session:
            return tuple(
                Firing(**{field.name: getattr(row, field.name) for field in fields(Firing)})
                for row in session.scalars(query)
            )

    def forget(self, before: datetime) -> None:
        """Take away records of due times that nobody asks for any more."""
        with transaction(self._engine) as session:
            session.execute(
                delete(FiringRow).where(FiringRow.due < before, FiringRow.state != "started")
            )


def _schedule(row: ScheduleRow) -> Schedule:
    values = {field.name: getattr(row, field.name) for field in fields(Schedule)}
    return Schedule(
        **{
            **values,
            "arguments": tuple(row.arguments),
            "quiet_hours": tuple(row.quiet_hours),
        }
    )
