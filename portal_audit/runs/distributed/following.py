"""Begin a run on many machines and follow it: queue its portals, tell who is done, miss nobody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic

from portal_audit.collect.http.limits import AccessRules
from portal_audit.errors import NobodyAnswers, PortalAuditError
from portal_audit.evidence import Evidence
from portal_audit.model import Criteria, SiteResult, Target
from portal_audit.runs.distributed.locks import locks_of
from portal_audit.runs.distributed.queue import FIRST, JobQueue, QueueFault, VisitJob
from portal_audit.runs.distributed.reviving import revive
from portal_audit.runs.processes.addresses import addresses_of
from portal_audit.runs.reach import Reach, unreached
from portal_audit.runs.site_audit import SiteAudit
from portal_audit.store import Store
from portal_audit.store.run_progress import do_again, results
from portal_audit.texts import Message

log = logging.getLogger(__name__)

POLL = 1.0
"""Seconds between two looks at the queue."""
LOOK_UP = 5.0
"""Seconds for the look-up of a name."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Whom to tell what happens."""

    started: Callable[[Target], None]
    finished: Callable[[Target, SiteResult], None]
    unserved: Callable[[str], None]
    """Called once with a zone in which portals wait and no worker is."""


@dataclass(frozen=True, slots=True)
class QueuedRun:
    """A run as it is put into the queue."""

    id: str
    version: str
    criteria: Criteria
    rules: AccessRules = field(default_factory=AccessRules)
    """By which names are resolved."""
    slots: int = 1
    """Portals of one address that may be visited at a time."""
    dead_after: float = 30.0
    """As the workers have it."""


async def enqueue(
    queue: JobQueue, run: QueuedRun, left: Sequence[Target], look: str = FIRST
) -> int:
    """Queue the portals of a run that have no job yet; return how many that were."""
    there = await queue.sites(run.id)
    missing = [target for target in left if target.id not in there]
    if not missing:
        return 0
    # Of all that are left, so that those queued before and the others come to the same locks.
    locks = locks_of(left, await addresses_of(left, run.rules, LOOK_UP), run.slots)
    version, fingerprint = run.version, run.criteria.fingerprint
    jobs = [
        VisitJob(run.id, one.id, one.zone, locks[one.id], version, fingerprint, look=look)
        for one in missing
    ]
    await queue.add(jobs)
    return len(jobs)


class RunFollower:
    """Follows one run to its end."""

    def __init__(
        self,
        queue: JobQueue,
        store: Store,
        run: QueuedRun,
        left: Sequence[Target],
        watcher: Watcher,
    ) -> None:
        """Take the queue, the store that holds the run, and what is left of it."""
        self._queue, self._store, self._run, self._watcher = queue, store, run, watcher
        self._left = {target.id: target for target in left}
        self._reach = Reach(len(left))
        self._unreached: list[str] = []
        self._started: set[str] = set()
        self._unserved: set[str] = set()
        self._begun = monotonic()

    async def follow(self) -> None:
        """Queue what is left and wait until workers have done it, however often they die.

        Raises NobodyAnswers where hardly any portal was reached; those are then to be done again.
        """
        away = False
        try:
            while True:
                try:
                    await self._look()
                    away = False
                except (QueueFault, PortalAuditError) as error:
                    if isinstance(error, NobodyAnswers):
                        raise
                    if not away:
                        log.warning(Message("log.database-silent", error=error))
                    away = True
                if not self._left:
                    break
                await asyncio.sleep(POLL)
            self._reach.rest()
        except NobodyAnswers:  # what our own network failed to reach is no state of a portal
            await self._queue.withdraw(self._run.id)
            await asyncio.to_thread(do_again, self._store, self._run.id, self._unreached)
            raise

    async def _look(self) -> None:
        # In this order: a site that is in neither is one that was lost, not one between the two.
        jobs = await self._queue.sites(self._run.id)
        done = await asyncio.to_thread(self._store.done, self._run.id)
        self._tell_started({site for site, doing in jobs.items() if doing})
        fresh = self._left.keys() & done
        for result in await asyncio.to_thread(lambda: [*results(self._store, self._run.id, fresh)]):
            self._tell_finished(result)
        if self._left.keys() - jobs.keys():
            await enqueue(self._queue, self._run, [*self._left.values()])
        await revive(self._queue, self._store, self._run.dead_after)
        if monotonic() - self._begun > self._run.dead_after:
            await self._tell_unserved()

    def _tell_started(self, sites: set[str]) -> None:
        for site in (sites & self._left.keys()) - self._started:
            self._started.add(site)
            self._watcher.started(self._left[site])

    def _tell_finished(self, result: SiteResult) -> None:
        target = self._left.pop(result.id)
        self._watcher.finished(target, result)
        if unreached(result):
            self._unreached.append(result.id)
        self._reach.release(SiteAudit(target, Evidence(), result))

    async def _tell_unserved(self) -> None:
        lines = await self._queue.workers()
        served = {line.zone for line in lines if line.silent < self._run.dead_after}
        for one in await self._queue.runs():
            if one.run == self._run.id and one.waiting and one.zone not in served | self._unserved:
                self._unserved.add(one.zone)
                self._watcher.unserved(one.zone)
