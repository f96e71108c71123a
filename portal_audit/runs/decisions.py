"""A run as people have decided about it: waivers beside findings, attested items scored partial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from portal_audit.history.apply import attest, waive
from portal_audit.history.waivers import Decision
from portal_audit.model import Finding, Run, SiteResult, State, Status
from portal_audit.rules.profile import Profile
from portal_audit.scoring.score import Score, alone, score


def with_decisions(
    run: Run, decisions: Sequence[Decision], day: date, profiles: Mapping[str, Profile]
) -> Run:
    """Return the run with the decisions in force on *day*; *profiles* are by name.

    What is attested counts as partial: the score is that of the findings shown. Stored verdicts,
    and so history, stay those of the machine.
    """
    sites = tuple(_attested(site, decisions, day, profiles) for site in run.sites)
    return waive(replace(run, sites=sites), decisions, day)


def without_waived(site: SiteResult, profiles: Mapping[str, Profile]) -> SiteResult | None:
    """Return the site as a gate asks for its level and score: what is waived costs it nothing.

    ``None`` where nothing is waived, or the profile is not known.
    """
    profile = profiles.get(site.profile)
    if profile is None or not any(finding.waiver for finding in site.findings):
        return None
    findings = [
        replace(finding, status=Status.PASS) if finding.waiver else finding
        for finding in site.findings
    ]
    return score(findings, profile).on(site)


def _attested(
    site: SiteResult, decisions: Sequence[Decision], day: date, profiles: Mapping[str, Profile]
) -> SiteResult:
    profile = profiles.get(site.profile)
    if site.state is not State.SCANNED or profile is None:
        return site
    findings = attest(site, decisions, day)
    if not any(finding.attested for finding in findings):
        return replace(site, findings=findings)
    return _rescored(site, findings, profile)


def _rescored(site: SiteResult, findings: tuple[Finding, ...], profile: Profile) -> SiteResult:
    scored = score(findings, profile)
    return replace(scored.on(site), views=_views(site.views, scored, profile))


def _views(views: Mapping[str, object], scored: Score, profile: Profile) -> dict[str, Any]:
    """Return the ratings that others defined, with what fixing brings on our scale now."""
    before = views.get("if_fixed")
    if not isinstance(before, Mapping):
        return dict(views)
    ours = alone(scored, profile)
    gains = {check: {**before.get(check, {}), "score": points} for check, points in ours.items()}
    return {**views, "if_fixed": gains}
