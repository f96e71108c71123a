"""Mark the findings of a run that a person has accepted: they no longer fail a gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from portal_audit.history.waivers import Attestation, Decision, WaiverStanding, decided
from portal_audit.model import Finding, Run, SiteResult, Status

FAULTS = frozenset({Status.FAIL, Status.PARTIAL})


def waive(run: Run, decisions: Sequence[Decision], day: date) -> Run:
    """Return the run with the waivers in force on *day* beside their findings.

    The status of a finding stays: it is still true, and stays public.
    """
    sites = tuple(waive_site(site, site.key, decisions, day) for site in run.sites)
    return replace(run, sites=sites)


def waive_site(site: SiteResult, key: str, decisions: Sequence[Decision], day: date) -> SiteResult:
    """Do the same for one portal, whose key is *key*."""
    waivers = [one for one in decisions if not isinstance(one, Attestation)]
    findings = tuple(_marked(finding, key, waivers, day) for finding in site.findings)
    return site if findings == site.findings else replace(site, findings=findings)


def _marked(finding: Finding, key: str, waivers: Sequence[Decision], day: date) -> Finding:
    if finding.status not in FAULTS:
        return finding
    found = decided(waivers, key, finding, day)
    if found is None or found.standing is not WaiverStanding.ACTIVE:
        return finding
    return replace(finding, waiver=_in_words(found.decision))


def _in_words(decision: Decision) -> str:
    """Return reason, persons, document and last day in one line, as the file has them."""
    document = f", {decision.reference}" if decision.reference else ""
    return (
        f"{decision.reason} ({decision.owner}; {decision.accepted_by}{document}; "
        f"→ {decision.expires.isoformat()})"
    )
