"""Audit one site, end to end: gather evidence, judge it, score it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from portal_audit.analyse.shared_traits import shared_traits
from portal_audit.collect.browser import Chromium
from portal_audit.collect.gather import gather
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.http.request_log import RequestLog
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.evidence import Crawl, DnsRecords, Evidence, Screenshot, Visit
from portal_audit.inventory.identity import default_key
from portal_audit.model import Cause, SiteResult, State, Target
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.check import Check, interests
from portal_audit.rules.profile import Profile
from portal_audit.runs.loop_lag import LoopLag
from portal_audit.runs.processes.fork_server import ForkServer
from portal_audit.scoring.judge import judge
from portal_audit.scoring.reachability import FORBIDDEN, forbidden, reachability
from portal_audit.scoring.remediation.gains import external_ratings
from portal_audit.scoring.score import score
from portal_audit.store.packed import PackedEvidence
from portal_audit.texts import Message

log = logging.getLogger(__name__)

MOST_TIMES = 6
"""Of a site's time: what a standstill of ours spoilt is gathered anew; waiting does not count."""
GRACE = 10.0
"""Seconds a visit may take beyond its deadline to close its connections."""


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """What a run asks of every site."""

    catalog: Catalog
    profiles: Mapping[str, Profile]
    """By name; a target's kind is the name of its profile."""
    profile: Profile | None = None
    """Held to this one instead, whatever the kind (``--profile``)."""
    limits: VisitLimits = field(default_factory=VisitLimits)
    rules: AccessRules = field(default_factory=AccessRules)
    concurrency: int = 8
    """Sites in flight."""
    authorised_by: str | None = None
    staging: bool = False
    """Whether the portals are not yet open to the public."""
    browser: Path | None = None
    """Program to show pages with that have no text without JavaScript; ``None``: there is none."""
    screenshots: bool = False
    """Whether a picture is taken of every portal, not only of those that need a browser."""
    log: Callable[[RequestLog], None] | None = None
    """Called with every request, sent or refused."""
    on_start: Callable[[Target], None] | None = None
    processes: int = 1
    """That visit; as many more judge, where there are several."""
    forks: ForkServer | None = None
    """Starts them (``runs.processes.crew.in_processes``); ``None``: all happens in this one."""

    def profile_of(self, target: Target) -> Profile:
        """Return the profile this target is judged by."""
        return self.profile or self.profiles[target.kind.value]

    def checks_of(self, target: Target) -> tuple[Check, ...]:
        """Return the checks that apply to this target."""
        profile = self.profile_of(target)
        return profile.select(self.catalog, profile.judged_as(target).kind)


@dataclass(frozen=True, slots=True)
class SiteAudit:
    """What came of one site."""

    target: Target
    evidence: Evidence | PackedEvidence
    """Packed, where another process gathered it."""
    result: SiteResult
    needs_browser: bool = False
    """Whether the site has no text without JavaScript, and no browser gave it any."""

    def unpacked(self) -> Evidence:
        """Return the evidence, read where it came packed."""
        return self.evidence if isinstance(self.evidence, Evidence) else self.evidence.unpack()


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


DEFAULT_PAGE = "exposure.default_page"


def _refused_by_us(state: State, evidence: Evidence) -> str:
    return FORBIDDEN if state is State.NOT_SCANNED and forbidden(evidence) else ""


def judge_site(
    target: Target, evidence: Evidence, catalog: Catalog, profile: Profile
) -> SiteResult:
    """Return the verdict on one site from its evidence alone: no network, no clock."""
    target = profile.judged_as(target)
    evidence = _judged_as(evidence, profile)
    state, cause = reachability(evidence)
    row = _row(target, profile, state, cause)
    visit, crawl = evidence.get(Visit), evidence.get(Crawl)
    row = replace(
        row,
        visited_at=visit.at if visit else None,
        pages_read=crawl.pages_read if crawl else 0,
        stopped=crawl.stopped if crawl and crawl.pages else _refused_by_us(state, evidence),
        traits=shared_traits(evidence),
    )
    on = visit.day if visit else None
    asked = profile.select(catalog, target.kind, on)
    if cause is Cause.PARKED:
        # Nothing else can be said of such a site, but this is worth saying.
        default = [check for check in asked if check.id == DEFAULT_PAGE]
        return replace(row, findings=tuple(judge(default, evidence)))
    if state is State.NOT_SCANNED:
        return row
    scored = score(tuple(judge(asked, evidence)), profile)
    return replace(scored.on(row), views=external_ratings(evidence, scored, profile))


def _judged_as(evidence: Evidence, profile: Profile) -> Evidence:
    """Let rules that ask for the kind of portal see the one that the profile judges it as."""
    visit = evidence.get(Visit)
    if visit is None or profile.judged_as(visit.target) == visit.target:
        return evidence
    visit = replace(visit, target=profile.judged_as(visit.target))
    return Evidence(*evidence, visit, missing=evidence.missing)


def interrupted(target: Target, profile: Profile) -> SiteAudit:
    """Return the row of a site whose audit was broken off, so that it is not lost."""
    result = _row(target, profile, State.NOT_SCANNED, Cause.INTERRUPTED)
    return SiteAudit(target, Evidence(), result)


def _row(target: Target, profile: Profile, state: State, cause: Cause | None) -> SiteResult:
    return SiteResult(
        id=target.id,
        url=target.url,
        name=target.title,
        kind=target.kind,
        organisation=target.organisation,
        province=target.province,
        state=state,
        cause=cause,
        profile=profile.name,
        key=target.key or default_key(target.url),
        tags=target.tags,
        contact=target.contact,
    )
