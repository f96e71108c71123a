"""The queue of portals to visit: Procrastinate's, with its changes guarded by who holds a job.

Procrastinate gives out jobs one lock at a time and knows whose heart has stopped. Its own ways to
finish or retry a job name only the job; a worker that was taken for dead and comes back would so
take a job from whoever has it now. Hence ``statements``, each of which changes a job only while it
is in the hands it is thought to be in.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, LiteralString, Self

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job

from portal_audit.runs.distributed import statements
from portal_audit.runs.distributed.schema import connection_string

TASK = "portal-audit.visit"
QueueFault = ConnectorException
"""What every method raises while the database cannot be reached."""
FIRST, AGAIN = "first", "again"
BATCH = 500
ANSWER = 5.0
"""Seconds that a connection is waited for."""


@dataclass(frozen=True, slots=True)
class VisitJob:
    """One portal of one run, to be visited."""

    run: str
    site: str
    zone: str
    lock: str
    version: str
    """Of portal-audit, as the run was begun with."""
    fingerprint: str
    """Of the rules that the run is judged by."""
    id: int = 0
    attempts: int = 0
    """How many workers died over it."""
    worker: int | None = None
    """In whose hands it is."""
    look: str = FIRST
    """Which visit of the portal in its run it is."""

    @property
    def suspect(self) -> bool:
        """Whether a worker died while it was in flight: it is then visited by itself."""
        return self.attempts > 0

    @property
    def queue(self) -> str:
        """The queue that it waits in."""
        return queue_name(self.run, self.zone, alone=self.suspect)


def queue_name(run: str, zone: str, *, alone: bool = False) -> str:
    """Return the queue of a zone's portals in a run, or of those to be visited by themselves."""
    return f"{run}/{'alone' if alone else 'any'}/{zone}"


@dataclass(frozen=True, slots=True)
class RunInQueue:
    """A run with portals in the queue, in one zone."""

    run: str
    zone: str
    version: str
    fingerprint: str
    waiting: int
    doing: int


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """One thing that a worker does; one that does nothing has one line without a portal."""

    name: str
    zone: str
    since: datetime
    silent: float
    """Seconds since its last sign of life."""
    run: str | None
    site: str | None
    busy: float | None
    """Seconds that it has been at the portal."""


class JobQueue:
    """The queue as workers and whoever begins a run use it."""

    def __init__(self, app: App) -> None:
        """Take an app whose connector is open; see :meth:`open`."""
        self._jobs = app.job_manager
        self._connector = app.connector

    @classmethod
    @asynccontextmanager
    async def open(cls, place: str) -> AsyncIterator[Self]:
        """Connect to the queue beside a store (``schema.prepare_queue`` made it).

        Raises QueueFault, as every method does, where the database cannot be reached.
        """
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # it is told by whoever waits
        connector = PsycopgConnector(
            conninfo=connection_string(place),
            min_size=1,
            max_size=4,
            timeout=ANSWER,
            reconnect_timeout=ANSWER,
        )
        try:
            try:
                await connector.open_async()
            except psycopg.Error as error:
                raise QueueFault(" ".join(str(error).split())) from error
            yield cls(App(connector=connector))
        finally:
            await _close(connector)

    async def _all(self, query: LiteralString, **arguments: Any) -> list[dict[str, Any]]:
        return await self._connector.execute_query_all_async(query, **arguments)

    async def add(self, jobs: Sequence[VisitJob]) -> None:
        """Queue portals; those that wait already are left as they are."""
        for start in range(0, len(jobs), BATCH):
            batch = [_queued(job) for job in jobs[start : start + BATCH]]
            try:
                await self._jobs.batch_defer_jobs_async(batch)
            except AlreadyEnqueued:  # somebody else is at it too: one by one
                for job in batch:
                    try:
                        await self._jobs.defer_job_async(job)
                    except AlreadyEnqueued:
                        continue

    async def register(self, name: str, zone: str) -> int:
        """Enter a worker; return its number."""
        worker = await self._jobs.register_worker()
        await self._all(statements.ENLIST, worker=worker, name=name, zone=zone)
        return worker

    async def beat(self, worker: int) -> bool:
        """Give a sign of life; ``False`` where the worker was taken for dead meanwhile."""
        return bool(await self._all(statements.BEAT, worker=worker))

    async def leave(self, worker: int) -> None:
        """Take a worker off the list."""
        await self._jobs.unregister_worker(worker)

    async def fetch(self, run: str, zone: str, worker: int, *, alone: bool) -> VisitJob | None:
        """Take the next job whose lock nobody holds; it is then in the worker's hands."""
        queue = queue_name(run, zone, alone=alone)
        try:
            found = await self._jobs.fetch_job([queue], worker)
        except UniqueViolation:  # another was quicker with the same lock
            return None
        return None if found is None else _read(found)

    async def waits(self, run: str, zone: str, *, only_alone: bool = False) -> bool:
        """Tell whether any portal of a run waits in a zone, locked or not."""
        queues = [queue_name(run, zone, alone=True)]
        queues += [] if only_alone else [queue_name(run, zone)]
        return bool(await self._all(statements.LEFT, queues=queues))

    async def holds(self, job: VisitJob) -> bool:
        """Tell whether a job is still in the hands of whoever took it."""
        return bool(await self._all(statements.MINE, job=job.id, worker=job.worker))

    async def unlock(self, job: VisitJob) -> None:
        """Give the lock of a job to the next, since its visit is over, and keep the job."""
        await self._all(statements.UNLOCK, job=job.id, worker=job.worker)

    async def finish(self, job: VisitJob) -> None:
        """Delete a job that is done, and so give its lock to the next."""
        await self._all(statements.FINISH, job=job.id, worker=job.worker)

    async def give_back(self, job: VisitJob, lock: str | None = None) -> None:
        """Let a job wait as before, or under another lock."""
        await self._back(job, lock or job.lock, job.queue, 0)

    async def try_alone(self, job: VisitJob) -> None:
        """Let a job whose worker died wait for one that does nothing else meanwhile."""
        await self._back(job, job.lock, queue_name(job.run, job.zone, alone=True), 1)

    async def _back(self, job: VisitJob, lock: str, queue: str, more: int) -> None:
        values = {"job": job.id, "worker": job.worker, "lock": lock, "queue": queue, "more": more}
        try:
            await self._all(statements.BACK, **values)
        except UniqueViolation:  # the same portal waits already
            await self.finish(job)

    async def of_the_dead(self, dead_after: float) -> list[VisitJob]:
        """Return the jobs of workers that gave no sign of life for so many seconds.

        While the database itself was away nobody could give one; each then has that time again.
        """
        [row] = await self._all(statements.UPTIME)
        if row["seconds"] < dead_after:
            return []
        stalled = await self._jobs.get_stalled_jobs(seconds_since_heartbeat=dead_after)
        found = [_read(job) for job in stalled]
        await self._jobs.prune_stalled_workers(10 * dead_after)
        return found

    async def runs(self) -> list[RunInQueue]:
        """Return every run and zone with portals to do, the oldest first."""
        return [_run(row) for row in await self._all(statements.RUNS)]

    async def sites(self, run: str) -> Mapping[str, bool]:
        """Return the sites of a run that have a job, and whether a worker is at it."""
        return {row["site"]: row["doing"] for row in await self._all(statements.SITES, run=run)}

    async def withdraw(self, run: str) -> int:
        """Take the waiting portals of a run out of the queue; return how many."""
        return len(await self._all(statements.WITHDRAW, run=run))

    async def workers(self) -> list[WorkerLine]:
        """Return who does what."""
        return [WorkerLine(**row) for row in await self._all(statements.STATUS)]


async def _close(connector: PsycopgConnector) -> None:
    """Close the pool, even one that is half open and even where we are told to stop meanwhile.

    Its tasks take a cancellation for a failed connection and go on: nothing else ends them. It
    takes some seconds at most.
    """
    closing = asyncio.ensure_future(connector.close_async())
    try:
        await asyncio.shield(closing)
    except asyncio.CancelledError:
        await closing
        raise


def _run(row: dict[str, Any]) -> RunInQueue:
    return RunInQueue(**{name: value for name, value in row.items() if name != "first"})


def _queued(job: VisitJob) -> Job:
    names = ("run", "site", "zone", "version", "fingerprint", "look")
    return Job(
        id=None,
        queue=job.queue,
        lock=job.lock,
        queueing_lock=f"{job.run}/{job.site}",
        task_name=TASK,
        task_kwargs={name: getattr(job, name) for name in names},
    )


def _read(job: Job) -> VisitJob:
    assert job.id is not None
    facts = {name: str(value) for name, value in job.task_kwargs.items()}
    return replace(
        VisitJob(**facts, lock=job.lock or ""),  # type: ignore[arg-type]  # mypy sees no names
        id=job.id,
        attempts=job.attempts,
        worker=job.worker_id,
    )
