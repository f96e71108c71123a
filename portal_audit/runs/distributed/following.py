"""Begin a run on many machines and follow it: queue its portals, tell who is done, miss nobody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from time import monotonic

from portal_audit.collect.http.limits import AccessRules
from portal_audit.errors import NobodyAnswers, PortalAuditError
from portal_audit.evidence import Evidence
from portal_audit.model import Criteria, SiteResult, Target
from portal_audit.runs.distributed.locks import locks_of
from portal_audit.runs.distributed.queue import JobQueue, QueueFault, VisitJob
from portal_audit.runs.distributed.reviving import revive
from portal_audit.runs.one_portal import SiteAudit
from portal_audit.runs.processes.addresses import addresses_of
from portal_audit.runs.reach import Reach, unreached
from portal_audit.store import Store
from portal_audit.store.run_progress import do_again, results

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


async def enqueue(queue: JobQueue, run: QueuedRun, left: Sequence[Target]) -> int:
    """Queue the portals of a run that have no job yet; return how many that were."""
    there = await queue.sites(run.id)
    missing = [target for target in left if target.id not in there]
    # All of them, so that those already queued and the others come to the same locks.
    addresses = await addresses_of(left, run.rules, LOOK_UP) if missing else {}
    locks = locks_of(left, addresses, run.slots) if missing else {}
    version, fingerprint = run.version, run.criteria.fingerprint
    await queue.add(
        [VisitJob(run.id, one.id, one.zone, locks[one.id], version, fingerprint) for one in missing]
    )
    return len(missing)


async def follow(
    queue: JobQueue, store: Store, run: QueuedRun, left: Sequence[Target], watcher: Watcher
) -> None:
    """Queue what is left of a run and wait until workers have done it.

    Raises NobodyAnswers where hardly any portal was reached; those are then to be done again.
    """
    targets = {target.id: target for target in left}
    shown: set[str] = set()
    done: set[str] = set()
    warned: set[str] = set()
    reach = Reach(len(left))
    begun = monotonic()
    while len(done) < len(targets):
        try:
            jobs = await queue.sites(run.id)
            finished = await asyncio.to_thread(store.done, run.id)
            for site in (site for site, doing in jobs.items() if doing and site in targets):
                if site not in shown:
                    shown.add(site)
                    watcher.started(targets[site])
            fresh = (finished & targets.keys()) - done
            for result in await asyncio.to_thread(_results, store, run.id, fresh):
                done.add(result.id)
                target = targets[result.id]
                watcher.finished(target, result)
                reach.release(SiteAudit(target, Evidence(), result))
            if targets.keys() - finished - jobs.keys():  # begun anew, or a job was lost
                await enqueue(queue, run, [targets[site] for site in targets.keys() - finished])
            await revive(queue, store, run.dead_after)
            if monotonic() - begun > run.dead_after:
                await _tell_unserved(queue, run, watcher, warned)
        except NobodyAnswers:
            await _undo(queue, store, run, _results(store, run.id, done))
            raise
        except (QueueFault, PortalAuditError) as error:
            log.warning("the database does not answer; the run goes on when it does: %s", error)
        if len(done) < len(targets):
            await asyncio.sleep(POLL)
    try:
        reach.rest()
    except NobodyAnswers:
        await _undo(queue, store, run, _results(store, run.id, done))
        raise


def _results(store: Store, run_id: str, sites: Set[str]) -> list[SiteResult]:
    return list(results(store, run_id, sites))


async def _undo(queue: JobQueue, store: Store, run: QueuedRun, found: Sequence[SiteResult]) -> None:
    """Never keep what our own network failed to reach as the state of a portal."""
    await queue.withdraw(run.id)
    lost = [result.id for result in found if unreached(result)]
    await asyncio.to_thread(do_again, store, run.id, lost)


async def _tell_unserved(
    queue: JobQueue, run: QueuedRun, watcher: Watcher, warned: set[str]
) -> None:
    served = {line.zone for line in await queue.workers() if line.silent < run.dead_after}
    for zone in {one.zone for one in await queue.runs() if one.run == run.id and one.waiting}:
        if zone not in served | warned:
            warned.add(zone)
            watcher.unserved(zone)
