"""Audit one site, end to end: gather evidence, judge it, score it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from portal_audit.collect.browser import Chromium
from portal_audit.collect.gather import gather
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.http.request_log import RequestLog
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.evidence import Crawl, DnsRecords, Evidence, Screenshot, Visit
from portal_audit.model import Cause, SiteResult, State, Target
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.check import Check
from portal_audit.rules.profile import Profile
from portal_audit.scoring.judge import judge
from portal_audit.scoring.reachability import reachability
from portal_audit.scoring.remediation.gains import external_ratings
from portal_audit.scoring.score import score


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
    browser: Path | None = None
    """Program to show pages with that have no text without JavaScript; ``None``: there is none."""
    screenshots: bool = False
    """Whether a picture is taken of every portal, not only of those that need a browser."""
    log: Callable[[RequestLog], None] | None = None
    """Told of every request, sent or refused."""
    on_start: Callable[[Target], None] | None = None

    def profile_of(self, target: Target) -> Profile:
        """Return the profile this target is held to."""
        return self.profile or self.profiles[target.kind.value]

    def checks_of(self, target: Target) -> tuple[Check, ...]:
        """Return the checks asked of this target."""
        return self.profile_of(target).select(self.catalog, target.kind)


@dataclass(frozen=True, slots=True)
class SiteAudit:
    """What came of one site."""

    target: Target
    evidence: Evidence
    result: SiteResult


async def audit_site(
    target: Target, job: AuditSettings, chromium: Chromium | None = None
) -> SiteAudit:
    """Visit one site and judge what was seen. Never raises for anything the site does.

    *chromium* is the browser of the run, where there is one.
    """
    started, clock = datetime.now(UTC), monotonic()
    checks = job.checks_of(target)
    asked = [check for check in checks if job.authorised_by or not check.active]
    # The coverage report tells which portals have IPv6, whatever the checks ask for.
    kinds: list[type[object]] = [
        DnsRecords,
        *(kind for check in asked for kind in check.needs.values()),
    ]
    interests = tuple(dict.fromkeys(word for check in asked for word in check.interests))
    async with (
        HttpClient(target, job.limits, job.rules, log=job.log) as client,
        chromium.tab(client) if chromium else nullcontext() as tab,
    ):
        plan = VisitPlan(job.limits.max_pages, interests, job.authorised_by, tab, job.screenshots)
        if tab is not None:
            kinds.append(Screenshot)
        seen = await gather(kinds, target, client, plan, job.limits.site_timeout)
        visit = Visit(
            target=target,
            at=started.replace(microsecond=0),
            seconds=round(monotonic() - clock, 3),
            requests=client.requests,
            bytes_read=client.bytes_read,
            authorised_by=job.authorised_by,
        )
    evidence = Evidence(visit, *seen, missing=seen.missing)
    result = judge_site(target, evidence, job.catalog, job.profile_of(target))
    return SiteAudit(target, evidence, result)


def judge_site(
    target: Target, evidence: Evidence, catalog: Catalog, profile: Profile
) -> SiteResult:
    """Return the verdict on one site from its evidence alone: no network, no clock."""
    state, cause = reachability(evidence)
    row = _row(target, profile, state, cause)
    visit, crawl = evidence.get(Visit), evidence.get(Crawl)
    row = replace(
        row,
        visited_at=visit.at if visit else None,
        pages_read=crawl.pages_read if crawl else 0,
        stopped=crawl.stopped if crawl and crawl.pages else "",
    )
    if state is State.NOT_SCANNED:
        return row
    on = visit.day if visit else None
    asked = profile.select(catalog, target.kind, on)
    scored = score(tuple(judge(asked, evidence)), profile)
    return replace(
        row,
        score=scored.score,
        uncapped=scored.uncapped,
        caps=scored.caps,
        level=scored.level,
        coverage=scored.coverage,
        parts=scored.parts,
        part_coverage=scored.part_coverage,
        families=scored.families,
        views=external_ratings(evidence, scored, profile),
        findings=scored.findings,
        gains=scored.gains,
    )


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
    )
