"""Audit many sites at once, bounded, each independent of the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence

from portal_audit.collect.browser import Chromium, open_chromium
from portal_audit.model import Target
from portal_audit.runs import open_files
from portal_audit.runs.one_portal import AuditSettings, SiteAudit, audit_site, interrupted
from portal_audit.runs.reach import Reach

log = logging.getLogger(__name__)

GRACE = 10.0
"""Seconds a site may take beyond its deadline to close its connections and be judged."""


async def audit_all(
    targets: Sequence[Target], job: AuditSettings
) -> AsyncGenerator[SiteAudit, None]:
    """Yield each site as it finishes; at most ``job.concurrency`` are in flight.

    A site that fails in any way is yielded with its cause. Closing the iterator cancels what is
    in flight. Raises NobodyAnswers where hardly any site could be reached; those are not yielded.
    """
    waiting, reach = iter(targets), Reach(len(targets))
    at_once = _sites_at_once(job.concurrency)
    running: set[asyncio.Task[SiteAudit]] = set()
    async with open_chromium(job.browser) as chromium:
        try:
            while True:
                while len(running) < at_once and (target := next(waiting, None)):
                    running.add(asyncio.create_task(_one(target, job, chromium)))
                if not running:
                    for audit in reach.rest():
                        yield audit
                    return
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    for audit in reach.release(task.result()):
                        yield audit
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)


def _sites_at_once(concurrency: int) -> int:
    """Return how many sites may be in flight; say so where that is fewer than asked for."""
    limit = open_files.raise_limit()
    at_once = open_files.most_sites(limit, concurrency)
    if at_once < concurrency:
        log.warning(
            "%d open files are allowed here: %d sites at once, not %d", limit, at_once, concurrency
        )
    return at_once


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
