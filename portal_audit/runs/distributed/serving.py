"""One worker at one run: takes portals from the queue, has them visited, keeps each at once."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from portal_audit.errors import NobodyAnswers, PortalAuditError
from portal_audit.model import Target
from portal_audit.runs.distributed.locks import (
    address_of,
    first_address,
    is_address,
    lock_name,
    slot_of,
)
from portal_audit.runs.distributed.queue import FIRST, JobQueue, QueueFault, VisitJob
from portal_audit.runs.distributed.reviving import revive
from portal_audit.runs.processes.addresses import addresses_of
from portal_audit.runs.processes.crew import Crew
from portal_audit.runs.reach import ENOUGH, unreached
from portal_audit.runs.site_audit import AuditSettings, SiteAudit
from portal_audit.store import Store
from portal_audit.store.run_progress import is_done
from portal_audit.texts import Message

log = logging.getLogger(__name__)

POLL = 1.0
"""Seconds between two looks for a job where there was none."""
BEATS = 6
"""Signs of life in the time after which a worker is taken for dead."""
LET_GO = 0.7
"""Share of that time without a sign that was heard, after which it lets go of what it has."""
AGAIN = 0.5
"""Seconds until the database is tried again."""
FAREWELL = 10.0
"""Seconds for which a worker that was told to stop tries to give its portals back."""


class LetGo(Exception):
    """Others take this worker for dead by now, or soon: what it has is no longer its own."""


@dataclass(frozen=True, slots=True)
class WorkerPlace:
    """Who the worker is, and where."""

    name: str
    zone: str
    dead_after: float = 30.0
    """Seconds without a sign of life after which a worker is taken for dead."""


@dataclass(slots=True)
class RunServer:
    """A worker at one run."""

    queue: JobQueue
    store: Store
    run: str
    job: AuditSettings
    """With processes to visit and judge in (``forks``)."""
    place: WorkerPlace
    _worker: int = 0
    _beaten: float = 0.0
    _in_flight: dict[str, VisitJob] = field(default_factory=dict)
    _kept: dict[str, VisitJob] = field(default_factory=dict)
    """Stored already; their locks are held until the next request to their host is due."""
    _held: list[tuple[SiteAudit, VisitJob]] = field(default_factory=list)
    """Could not be reached, and nobody was since: perhaps it is our own network."""
    _moved: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self) -> None:
        """Visit portals of the run until none waits in this zone.

        What is in hand is given back on every way out, cancellation among them. Raises LetGo
        where the database was away for too long.
        """
        targets = {one.id: one for one in await asyncio.to_thread(self.store.targets, self.run)}
        self._worker = await self.queue.register(self.place.name, self.place.zone)
        self._beaten = monotonic()
        crew = Crew((), self.job)
        try:
            await crew.begin()
            for work in (self._beat(), self._revive(), self._collect(crew)):
                self._start(work)
            await self._give_out(crew, targets)
        except asyncio.CancelledError:
            await self._end(crew, FAREWELL)
            raise
        except BaseException:
            await self._end(crew, None)
            raise
        else:
            await self._end(crew, None)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or task.exception() is None:
            self._tasks.discard(task)
        self._moved.set()

    def _raise_what_failed(self) -> None:
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()

    async def _give_out(self, crew: Crew, targets: dict[str, Target]) -> None:
        while True:
            _stop_if_told_to()
            self._raise_what_failed()
            self._moved.clear()
            try:
                found = await self._next()
                if found is not None:
                    await self._begin(found, crew, targets[found.site])
                    continue
                if not self._in_flight and not self._kept and not await self._more():
                    if not self._held:
                        return
                    self._release()  # there are too few to say that it is us
            except QueueFault:
                await asyncio.sleep(AGAIN)
                continue
            await _within(POLL, self._moved.wait())

    async def _more(self) -> bool:
        return await self.queue.waits(self.run, self.place.zone)

    async def _next(self) -> VisitJob | None:
        """Return a job to begin now; one that a worker died over only while nothing else is on."""
        run, zone = self.run, self.place.zone
        if any(job.suspect for job in self._in_flight.values()):
            return None
        if len(self._in_flight) >= self.job.concurrency:
            return None
        if await self.queue.waits(run, zone, only_alone=True):
            if self._in_flight:
                return None
            suspect = await self.queue.fetch(run, zone, self._worker, alone=True)
            if suspect is not None:
                return suspect
        return await self.queue.fetch(run, zone, self._worker, alone=False)

    async def _begin(self, job: VisitJob, crew: Crew, target: Target) -> None:
        if job.suspect and await asyncio.to_thread(is_done, self.store, job.run, job.site):
            await self.queue.finish(job)
            return
        if not is_address(address_of(job.lock)) and (lock := await self._own_lock(job, target)):
            await self.queue.give_back(job, lock)  # and is then taken under its true lock
            return
        self._in_flight[job.site] = job
        crew.add(target, job.lock)

    async def _own_lock(self, job: VisitJob, target: Target) -> str:
        """Return the lock by address, where only this zone knows it; empty: nobody does."""
        timeout = self.job.limits.connect_timeout
        found = await addresses_of([target], self.job.rules, timeout)
        address = first_address(found[target.id])
        return lock_name(job.zone, address, slot_of(job.lock)) if is_address(address) else ""

    async def _collect(self, crew: Crew) -> None:
        while True:
            audit = await crew.next()
            job = self._in_flight[audit.target.id]
            if unreached(audit.result) and job.look == FIRST:
                self._held.append((audit, self._in_flight.pop(job.site)))
                self._start(self._free(job))
                self._see_that_anybody_answers()
            else:
                self._start(self._keep(audit, job))
                self._release()

    def _release(self) -> None:
        held, self._held = self._held, []
        for audit, job in held:
            self._in_flight[job.site] = job
            self._start(self._keep(audit, job))

    def _see_that_anybody_answers(self) -> None:
        """Raise NobodyAnswers where so many in a row were not reached that it must be us."""
        if len(self._held) >= ENOUGH:
            causes = Counter(str(audit.result.cause) for audit, _ in self._held).most_common()
            facts = ", ".join(f"{cause}: {n}" for cause, n in causes)
            raise NobodyAnswers(
                Message("distributed.nobody-answers", n=len(self._held), causes=facts)
            )

    async def _keep(self, audit: SiteAudit, job: VisitJob) -> None:
        """Store a site, then let its lock go; while the database is away, try again."""
        at = monotonic()  # of the last request, or not long after it
        await _insist(lambda: self._store(audit, job))
        self._kept[job.site] = self._in_flight.pop(job.site)
        self._moved.set()
        await self._next_is_due(at)
        await _insist(lambda: self.queue.finish(job))
        self._kept.pop(job.site, None)

    async def _free(self, job: VisitJob) -> None:
        """Let others to the server of a site that is held back."""
        await self._next_is_due(monotonic())
        await _insist(lambda: self.queue.unlock(job))
        self._moved.set()

    async def _next_is_due(self, at: float) -> None:
        """Wait: the next portal of this host may be another worker's, which knows not our pace."""
        await asyncio.sleep(max(0.0, at + 1 / self.job.limits.rate - monotonic()))

    async def _store(self, audit: SiteAudit, job: VisitJob) -> None:
        if await self.queue.holds(job):
            now = datetime.now(UTC).replace(microsecond=0)
            await asyncio.to_thread(
                self.store.save_site, self.run, audit.target, audit.evidence, audit.result, now
            )

    async def _beat(self) -> None:
        period = self.place.dead_after / BEATS
        while True:
            asked = monotonic()
            try:
                async with asyncio.timeout(period):
                    alive = await self.queue.beat(self._worker)
                if not alive:
                    raise LetGo("this worker was taken for dead")
                self._beaten = asked
            except (QueueFault, TimeoutError):
                log.warning(Message("log.database-gone"))
            if monotonic() - self._beaten > LET_GO * self.place.dead_after:
                raise LetGo("the database was away for too long")
            await asyncio.sleep(max(0.0, asked + period - monotonic()))

    async def _revive(self) -> None:
        while True:
            try:
                await revive(self.queue, self.store, self.place.dead_after)
            except (QueueFault, PortalAuditError) as error:
                log.info("no look for dead workers: %s", error)
            await asyncio.sleep(self.place.dead_after / 3)

    async def _end(self, crew: Crew, patience: float | None) -> None:
        """Stop what is in flight and give it back; without *patience*, as long as it takes."""
        await _ended(self._tasks)
        await crew.end()
        await _within(patience, self._leave())

    async def _leave(self) -> None:
        for job in tuple(self._kept.values()):
            await _insist(lambda job=job: self.queue.finish(job))  # type: ignore[misc]
        for job in (*self._in_flight.values(), *(job for _, job in self._held)):
            await _insist(lambda job=job: self.queue.give_back(job))  # type: ignore[misc]
        await _insist(lambda: self.queue.leave(self._worker))


async def _insist(work: Callable[[], Awaitable[object]]) -> None:
    """Do something with the database, again and again while it is away."""
    away = False
    while True:
        try:
            await work()
            return
        except (QueueFault, PortalAuditError) as error:
            if not away:
                log.warning(Message("log.database-waits", error=error))
            away = True
            await asyncio.sleep(AGAIN)


def _stop_if_told_to() -> None:
    """Raise the cancellation that somebody below has swallowed.

    ``asyncio.wait_for`` does before Python 3.12, where what it waits for happens at that moment;
    the database's library waits by it.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def _ended(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks until they have ended: they may miss it as well."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=POLL)


async def _within(seconds: float | None, work: Awaitable[Any]) -> Any:
    """Wait at most so long; return ``None`` where that was too short."""
    try:
        async with asyncio.timeout(seconds):
            return await work
    except TimeoutError:
        return None
