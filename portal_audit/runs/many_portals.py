"""Audit many sites at once, bounded, each independent of the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from portal_audit.collect.browser import Chromium, open_chromium
from portal_audit.evidence import Crawl
from portal_audit.model import Target
from portal_audit.runs import open_files
from portal_audit.runs.loop_lag import LoopLag
from portal_audit.runs.one_portal import interrupted, visit_in_time
from portal_audit.runs.processes.crew import audit_in_processes
from portal_audit.runs.reach import Reach
from portal_audit.runs.site_audit import AuditSettings, SiteAudit
from portal_audit.runs.site_result import judge_site
from portal_audit.texts import Message

log = logging.getLogger(__name__)


async def audit_all(
    targets: Sequence[Target], job: AuditSettings
) -> AsyncGenerator[SiteAudit, None]:
    """Yield each site as it finishes; at most ``job.concurrency`` are in flight.

    A site that fails in any way is yielded with its cause. Closing the iterator cancels what is
    in flight. Where ``job.forks`` is set, all happens in other processes. Raises NobodyAnswers
    where hardly any site could be reached; those are not yielded.
    """
    reach = Reach(len(targets))
    async with aclosing(audit_again(targets, job)) as audits:
        async for finished in audits:
            for audit in reach.release(finished):
                yield audit
    for audit in reach.rest():
        yield audit


async def audit_again(
    targets: Sequence[Target], job: AuditSettings
) -> AsyncGenerator[SiteAudit, None]:
    """Do the same for portals of which it is known that others of their run could be reached."""
    chosen = audit_here if job.forks is None else audit_in_processes
    bounded = replace(job, concurrency=_sites_at_once(job.concurrency))
    async with aclosing(chosen(targets, bounded)) as audits:
        async for audit in audits:
            yield audit


def _sites_at_once(concurrency: int) -> int:
    """Return how many sites may be in flight; say so where that is fewer than asked for."""
    limit = open_files.raise_limit()
    at_once = open_files.most_sites(limit, concurrency)
    if at_once < concurrency:
        log.warning(Message("log.open-files", limit=limit, sites=at_once, wanted=concurrency))
    return at_once


async def audit_here(
    targets: Sequence[Target], job: AuditSettings
) -> AsyncGenerator[SiteAudit, None]:
    """Do the same in this process alone.

    One site at a time is judged, in a thread, so that nobody's answer waits for that.
    """
    waiting = iter(targets)
    running: set[asyncio.Task[SiteAudit]] = set()
    judge = ThreadPoolExecutor(1, thread_name_prefix="judge")
    async with open_chromium(job.browser) as chromium, LoopLag() as lag:
        try:
            while True:
                while len(running) < job.concurrency and (target := next(waiting, None)):
                    running.add(asyncio.create_task(_one(target, job, chromium, lag, judge)))
                if not running:
                    return
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    yield task.result()
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            judge.shutdown(wait=False, cancel_futures=True)


async def _one(
    target: Target,
    job: AuditSettings,
    chromium: Chromium | None,
    lag: LoopLag,
    judge: ThreadPoolExecutor,
) -> SiteAudit:
    if job.on_start is not None:
        job.on_start(target)
    profile = job.profile_of(target)
    evidence = await visit_in_time(target, job, chromium, lag)
    if evidence is None:
        return interrupted(target, profile)
    try:
        loop = asyncio.get_running_loop()
        work = partial(judge_site, target, evidence, job.catalog, profile)
        result = await loop.run_in_executor(judge, work)
    except Exception as error:  # our fault; the other sites must not suffer
        log.exception("%s: the audit failed: %r", target.url, error)
        return interrupted(target, profile)
    crawl = evidence.get(Crawl)
    needs_browser = crawl is not None and crawl.needs_browser
    return SiteAudit(profile.judged_as(target), evidence, result, needs_browser)
