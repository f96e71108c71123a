"""The store as APScheduler's job store: rows that anybody can read, and no pickled function."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.job import Job
from apscheduler.jobstores.base import BaseJobStore, ConflictingIdError, JobLookupError
from apscheduler.triggers.base import BaseTrigger

from portal_audit.errors import BadInput
from portal_audit.runs.schedule.due_times import DueTimes, due_times
from portal_audit.store import Schedules
from portal_audit.store.schedules import Schedule

Fire = Callable[[str, datetime], None]
"""Name of a schedule, and the time at which it was due."""


def times_of(schedule: Schedule) -> DueTimes:
    """Return the due times of a stored schedule; raises BadInput."""
    return due_times(
        schedule.name, schedule.cron, schedule.zone, schedule.jitter, schedule.quiet_hours
    )


class DueTrigger(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Our due times as APScheduler asks for them."""

    def __init__(self, times: DueTimes) -> None:
        """Follow these times."""
        self.times = times

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """Return the first due time after the previous one."""
        return self.times.after(previous or now)


class StoredSchedules(BaseJobStore):  # type: ignore[misc]  # APScheduler has no types
    """Every schedule of the store as a job, read anew at each look."""

    def __init__(self, schedules: Schedules, fire: Fire, clock: Callable[[], datetime]) -> None:
        """Call *fire* for what is due."""
        super().__init__()
        self._schedules, self._fire, self._clock = schedules, fire, clock

    def get_due_jobs(self, now: datetime) -> list[Job]:
        """Return what is due and not in its quiet hours, the longest due first."""
        due = [
            (at, schedule, times)
            for schedule, times, at in self._rows(now)
            if at is not None and at <= now and times.quiet_until(now) is None
        ]
        due.sort(key=lambda row: row[0])
        return [self._job(schedule, times, at) for at, schedule, times in due]

    def get_next_run_time(self) -> datetime | None:
        """Return when something is due next; what waits for the end of quiet hours, then."""
        now = self._clock()
        moments = []
        for _, times, at in self._rows(now):
            if at is not None:
                moments.append(times.quiet_until(max(at, now)) or at)
        return min(moments, default=None)

    def _rows(self, now: datetime) -> list[tuple[Schedule, DueTimes, datetime | None]]:
        """Return the schedules with the time they are due.

        Where a clock that was ahead has been put back, what was due in that future is due at the
        next time there is: a schedule must not fall silent until then.
        """
        rows = []
        for schedule in self._schedules.every():
            try:
                times = times_of(schedule)
            except BadInput as error:  # written by another version, or by hand
                self._logger.error("schedule %s: %s", schedule.name, error)
                continue
            expected = times.after(now)
            at = schedule.next_at or expected
            if at is not None and expected is not None and at > expected:
                at = expected
            if at != schedule.next_at:
                self._schedules.put_off(schedule.name, at)
            rows.append((schedule, times, at))
        return rows

    def _job(self, schedule: Schedule, times: DueTimes, at: datetime) -> Job:
        job = Job(
            self._scheduler,
            id=schedule.name,
            name=schedule.name,
            func=self._fire,
            args=(schedule.name, at),
            kwargs={},
            trigger=DueTrigger(times),
            executor="default",
            misfire_grace_time=max(1, round(schedule.grace * 3600)),
            coalesce=True,
            max_instances=1,
            next_run_time=at,
        )
        job._jobstore_alias = self._alias
        return job

    def lookup_job(self, job_id: str) -> Job | None:
        """Return one schedule as a job."""
        schedule = self._schedules.get(job_id)
        if schedule is None:
            return None
        return self._job(schedule, times_of(schedule), schedule.next_at or datetime.now(UTC))

    def get_all_jobs(self) -> list[Job]:
        """Return every schedule as a job."""
        jobs = (self.lookup_job(schedule.name) for schedule in self._schedules.every())
        return [job for job in jobs if job is not None]

    def update_job(self, job: Job) -> None:
        """Write down when a job is due next; what was removed meanwhile stays removed."""
        self._schedules.put_off(job.id, job.next_run_time)

    def add_job(self, job: Job) -> None:
        """Refuse: schedules are added by ``portal-audit schedule add``."""
        raise ConflictingIdError(job.id)

    def remove_job(self, job_id: str) -> None:
        """Take a schedule away that is never due again."""
        if not self._schedules.remove(job_id):
            raise JobLookupError(job_id)

    def remove_all_jobs(self) -> None:
        """Take every schedule away."""
        for schedule in self._schedules.every():
            self._schedules.remove(schedule.name)
