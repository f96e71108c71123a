"""Audit many sites at once, bounded, each independent of the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence

from portal_audit.collect.browser import Chromium, open_chromium
from portal_audit.model import Target
from portal_audit.runs.one_portal import AuditSettings, SiteAudit, audit_site, interrupted

log = logging.getLogger(__name__)

GRACE = 10.0
"""Seconds a site may take beyond its deadline to close its connections and be judged."""


async def audit_all(
    targets: Sequence[Target], job: AuditSettings
) -> AsyncGenerator[SiteAudit, None]:
    """Yield each site as it finishes; ``job.concurrency`` of them are in flight.

    A site that fails in any way is yielded with its cause. Closing the iterator cancels what is
    in flight.
    """
    waiting = iter(targets)
    running: set[asyncio.Task[SiteAudit]] = set()
    async with open_chromium(job.browser) as chromium:
        try:
            while True:
                while len(running) < job.concurrency and (target := next(waiting, None)):
                    running.add(asyncio.create_task(_one(target, job, chromium)))
                if not running:
                    return
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield task.result()
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)


async def _one(target: Target, job: AuditSettings, chromium: Chromium | None) -> SiteAudit:
    if job.on_start is not None:
        job.on_start(target)
    try:
        async with asyncio.timeout(job.limits.site_timeout + GRACE):
            return await audit_site(target, job, chromium)
    except TimeoutError:
        log.warning("%s: did not end within its deadline", target.url)
    except Exception as error:  # our fault; the other sites must not suffer
        log.exception("%s: the audit failed: %r", target.url, error)
    return interrupted(target, job.profile_of(target))
