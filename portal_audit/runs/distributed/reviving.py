"""Jobs of workers that died: done again, once, by themselves; whoever kills twice is named."""

from __future__ import annotations

import asyncio
import logging

from portal_audit.model import Target
from portal_audit.runs.distributed.queue import JobQueue, VisitJob
from portal_audit.store import Store
from portal_audit.store.run_progress import is_done
from portal_audit.store.serialise import unfinished
from portal_audit.texts import Message

log = logging.getLogger(__name__)


async def revive(queue: JobQueue, store: Store, dead_after: float) -> None:
    """Look once for jobs whose worker gave no sign of life for *dead_after* seconds.

    Any number of workers may do so at once. What a worker had already kept is done.
    """
    for job in await queue.of_the_dead(dead_after):
        if await asyncio.to_thread(is_done, store, job.run, job.site):
            await queue.finish(job)
        elif job.suspect:
            await asyncio.to_thread(_give_up, store, job)
            await queue.finish(job)
        else:
            log.warning(Message("log.visited-again", site=job.site, run=job.run))
            await queue.try_alone(job)


def _give_up(store: Store, job: VisitJob) -> None:
    target = target_of(store, job)
    if target is not None:
        log.warning(Message("log.given-up", url=target.url))
        store.save_site(job.run, target, None, unfinished(target))


def target_of(store: Store, job: VisitJob) -> Target | None:
    """Return the target of a job; ``None`` where its run is gone from the store."""
    return next((one for one in store.targets(job.run) if one.id == job.site), None)
