"""The result of one site from its evidence alone: judged, scored, and seen by others' measures."""

from __future__ import annotations

from dataclasses import replace

from portal_audit.analyse.shared_traits import shared_traits
from portal_audit.evidence import Crawl, Evidence, Visit
from portal_audit.inventory.identity import default_key
from portal_audit.model import Cause, SiteResult, State, Target
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.profile import Profile
from portal_audit.scoring.judge import judge
from portal_audit.scoring.reachability import FORBIDDEN, forbidden, reachability
from portal_audit.scoring.remediation.gains import external_ratings
from portal_audit.scoring.score import score

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
    row = bare_result(target, profile, state, cause)
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


def bare_result(target: Target, profile: Profile, state: State, cause: Cause | None) -> SiteResult:
    """Return the result of a site of which nothing is known but this."""
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
