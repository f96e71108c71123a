"""The second look of a run on many machines: what is doubtful goes into the queue once more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from time import monotonic

from portal_audit.errors import PortalAuditError
from portal_audit.evidence import Evidence
from portal_audit.model import SecondLook, SiteResult, Target
from portal_audit.runs.distributed.following import POLL, QueuedRun, enqueue
from portal_audit.runs.distributed.queue import AGAIN, JobQueue, QueueFault
from portal_audit.runs.distributed.reviving import revive
from portal_audit.runs.second_look import LookRules, tells_more
from portal_audit.store import Store
from portal_audit.store.run_progress import results
from portal_audit.texts import Message

log = logging.getLogger(__name__)


@dataclass(slots=True)
class QueuedLooks:
    """The second looks of one run, whose portals have all been visited once."""

    queue: JobQueue
    store: Store
    run: QueuedRun
    rules: LookRules
    begun: Callable[[int, float], None] = lambda portals, seconds: None
    """Called before each look, with how many portals are looked at in how many seconds."""
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    _looked_at: set[str] = field(default_factory=set)
    _cleared: set[str] = field(default_factory=set)

    async def confirm(self, targets: Sequence[Target]) -> SecondLook | None:
        """Have workers look again at what is doubtful; ``None`` where nothing is.

        The first verdict stands until a later look tells more. Whoever is killed meanwhile leaves
        the verdicts there are.
        """
        by_id, began = {target.id: target for target in targets}, monotonic()
        first = await self._results(by_id) if self.rules.looks else []
        doubtful = {site.id: site for site in first if self.rules.doubts(site)}
        for number in range(self.rules.looks_at(len(targets))):
            if not doubtful:
                break
            delay = self.rules.pause_before(number, monotonic() - began)
            self.begun(len(doubtful), delay)
            await self.pause(delay)
            self._looked_at |= doubtful.keys()
            await self._look(doubtful, by_id)
        if not self._looked_at:
            return None
        return SecondLook(len(self._looked_at), len(self._cleared))

    async def _look(self, doubtful: dict[str, SiteResult], targets: dict[str, Target]) -> None:
        """Look once; take out what is no longer doubtful, keep the better look of the others."""
        before = {site: await self._evidence(site) for site in doubtful}
        await self._until_gone(doubtful)  # what the first visit left is still being cleared away
        try:
            await enqueue(self.queue, self.run, [targets[site] for site in doubtful], AGAIN)
        except QueueFault as error:
            log.warning(Message("log.not-again", error=error))
            return
        await self._until_gone(doubtful)
        for later in await self._results(doubtful):
            site, earlier = later.id, doubtful[later.id]
            if not self.rules.doubts(later):
                del doubtful[site]
                self._cleared.add(site)
            elif tells_more(later, earlier):
                doubtful[site] = later
            else:
                await asyncio.to_thread(
                    self.store.save_site, self.run.id, targets[site], before[site], earlier
                )

    async def _results(self, sites: Iterable[str]) -> list[SiteResult]:
        wanted = [*sites]
        return await asyncio.to_thread(lambda: [*results(self.store, self.run.id, wanted)])

    async def _evidence(self, site: str) -> Evidence | None:
        return await asyncio.to_thread(self.store.evidence, self.run.id, site)

    async def _until_gone(self, sites: Iterable[str]) -> None:
        """Wait until none of the sites is in the queue; what nobody takes is taken out of it."""
        wanted, moved = set(sites), monotonic()
        left = dict.fromkeys(wanted, False)
        while True:
            try:
                jobs = await self.queue.sites(self.run.id)
                now = {site: doing for site, doing in jobs.items() if site in wanted}
                if not now:
                    return
                if now != left or any(now.values()):
                    left, moved = now, monotonic()
                elif monotonic() - moved > 2 * self.run.dead_after:
                    await self.queue.withdraw(self.run.id)
                await revive(self.queue, self.store, self.run.dead_after)
            except (QueueFault, PortalAuditError) as error:
                log.info("the database does not answer; waiting for it: %s", error)
            await asyncio.sleep(POLL)
