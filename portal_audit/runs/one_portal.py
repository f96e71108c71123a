"""Audit one site, end to end: gather evidence, judge it, score it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from time import monotonic

from portal_audit.collect.browser import Chromium
from portal_audit.collect.gather import gather
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.request_log import RequestLog
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.evidence import Crawl, DnsRecords, Evidence, Screenshot, Visit
from portal_audit.model import Cause, State, Target
from portal_audit.rules.check import interests
from portal_audit.rules.profile import Profile
from portal_audit.runs.loop_lag import LoopLag
from portal_audit.runs.site_audit import AuditSettings, SiteAudit
from portal_audit.runs.site_result import bare_result, judge_site
from portal_audit.texts import Message

log = logging.getLogger(__name__)

MOST_TIMES = 6
"""Of a site's time: what a standstill of ours spoilt is gathered anew; waiting does not count."""
GRACE = 10.0
"""Seconds a visit may take beyond its deadline to close its connections."""


async def audit_site(
    target: Target,
    job: AuditSettings,
    chromium: Chromium | None = None,
    lag: LoopLag | None = None,
) -> SiteAudit:
    """Visit one site and judge its evidence. Never raises for anything the site does."""
    evidence = await visit_site(target, job, chromium, lag)
    crawl = evidence.get(Crawl)
    result = judge_site(target, evidence, job.catalog, job.profile_of(target))
    target = job.profile_of(target).judged_as(target)
    return SiteAudit(target, evidence, result, crawl is not None and crawl.needs_browser)


async def visit_in_time(
    target: Target, job: AuditSettings, chromium: Chromium | None, lag: LoopLag
) -> Evidence | None:
    """Visit one site; ``None`` where that failed or did not end, for the others must not suffer."""
    try:
        async with asyncio.timeout(MOST_TIMES * job.limits.site_timeout + GRACE):
            return await visit_site(target, job, chromium, lag)
    except TimeoutError:
        log.warning(Message("log.deadline", url=target.url))
    except Exception as error:  # our fault
        log.exception(Message("log.visit-failed", url=target.url, error=repr(error)))
    return None


async def visit_site(
    target: Target,
    job: AuditSettings,
    chromium: Chromium | None = None,
    lag: LoopLag | None = None,
) -> Evidence:
    """Gather the evidence of one site; once more where our own standstill spoilt it.

    *chromium* is the browser of the run, where there is one; *lag* watches the event loop.
    """
    target = job.profile_of(target).judged_as(target)
    evidence, entries = await _gather(target, job, chromium)
    if lag is None or not spoilt(evidence, entries, lag):
        return evidence
    log.info("%s: visited again, since the first visit met a standstill of ours", target.url)
    again, _ = await _gather(target, job, chromium, before=evidence.get(Visit))
    return again


def spoilt(evidence: Evidence, entries: Iterable[RequestLog], lag: LoopLag) -> bool:
    """Tell whether a timeout in the evidence fell into a moment when our event loop stood still."""
    visit = evidence.get(Visit)
    late = [entry for entry in entries if _timed_out(entry)]
    if any(lag.between(entry.at - timedelta(seconds=entry.seconds), entry.at) for entry in late):
        return True
    overdue = any(gap.reason in ("deadline", "timeout") for gap in evidence.missing.values())
    return (
        overdue
        and visit is not None
        and lag.between(visit.at, visit.at + timedelta(seconds=visit.seconds + 1))
    )


def _timed_out(entry: RequestLog) -> bool:
    in_tls = entry.method == "TLS" and entry.detail.startswith("timeout")
    return in_tls or entry.cause == "timeout" or (entry.cause, entry.detail) == ("budget", "time")


async def _gather(
    target: Target, job: AuditSettings, chromium: Chromium | None, before: Visit | None = None
) -> tuple[Evidence, list[RequestLog]]:
    started, clock = datetime.now(UTC), monotonic()
    asked = [check for check in job.checks_of(target) if job.authorised_by or not check.active]
    # The coverage report tells which portals have IPv6, whatever the checks ask for.
    kinds: list[type[object]] = [
        DnsRecords,
        *(kind for check in asked for kind in check.needs.values()),
    ]
    async with (
        HttpClient(target, job.limits, job.rules, log=job.log) as client,
        chromium.tab(client) if chromium else nullcontext() as tab,
    ):
        words = interests(asked)
        plan = VisitPlan(job.limits.max_pages, words, job.authorised_by, tab, job.screenshots)
        if tab is not None:
            kinds.append(Screenshot)
        gathered = await gather(kinds, target, client, plan, job.limits.site_timeout)
        visit = Visit(
            target=target,
            at=started.replace(microsecond=0),
            seconds=round(monotonic() - clock, 3),
            requests=client.requests + (before.requests if before else 0),
            bytes_read=client.bytes_read + (before.bytes_read if before else 0),
            authorised_by=job.authorised_by,
            staging=job.staging,
        )
    return Evidence(visit, *gathered, missing=gathered.missing), client.log


def interrupted(target: Target, profile: Profile) -> SiteAudit:
    """Return the row of a site whose audit was broken off, so that it is not lost."""
    result = bare_result(target, profile, State.NOT_SCANNED, Cause.INTERRUPTED)
    return SiteAudit(target, Evidence(), result)
