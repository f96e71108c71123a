"""Put what people have decided beside the findings of a run: waivers and attestations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from portal_audit.history.waivers import Attestation, Decision, Waiver, WaiverStanding, decided
from portal_audit.model import AttestedPlace, Finding, Run, SiteResult, Status
from portal_audit.run_sites import changed

FAULTS = frozenset({Status.FAIL, Status.PARTIAL})


def waive(run: Run, decisions: Sequence[Decision], day: date) -> Run:
    """Return the run with the waivers in force on *day* beside their findings.

    The status of a finding stays: it is still true, and stays public. A waiver that has run out, or
    whose outcome is another by now, is shown as what was said then.
    """
    sites = changed(run.sites, lambda site: waive_site(site, site.key, decisions, day))
    return replace(run, sites=sites)


def waive_site(site: SiteResult, key: str, decisions: Sequence[Decision], day: date) -> SiteResult:
    """Do the same for one portal, whose key is *key*."""
    waivers = [one for one in decisions if not isinstance(one, Attestation)]
    findings = tuple(_marked(finding, key, waivers, day) for finding in site.findings)
    return site if findings == site.findings else replace(site, findings=findings)


def _marked(finding: Finding, key: str, waivers: Sequence[Decision], day: date) -> Finding:
    found = decided(waivers, key, finding, day) if finding.status in FAULTS else None
    if found is None:
        return finding
    words = _in_words(found.decision)
    if found.standing is not WaiverStanding.ACTIVE:
        return replace(finding, lapsed=words)
    mode = found.decision.mode.value if isinstance(found.decision, Waiver) else None
    return replace(finding, waiver=words, waiver_mode=mode)


def attest(site: SiteResult, decisions: Sequence[Decision], day: date) -> tuple[Finding, ...]:
    """Return the findings of a site with what officers attest on *day*: partial, never more.

    Outcome and facts stay those of the machine, and its status stands beside.
    """
    attestations = [one for one in decisions if isinstance(one, Attestation)]
    return tuple(_attested(finding, site.key, attestations, day) for finding in site.findings)


def _attested(
    finding: Finding, key: str, attestations: Sequence[Attestation], day: date
) -> Finding:
    able = [one for one in attestations if one.lifts(finding)]
    found = decided(able, key, finding, day)
    if found is None or not isinstance(found.decision, Attestation):
        return finding
    words = _in_words(found.decision)
    if found.standing is not WaiverStanding.ACTIVE:
        return replace(finding, lapsed=words)
    place = AttestedPlace(found.decision.place, words, finding.status)
    return replace(finding, status=Status.PARTIAL, attested=place)


def _in_words(decision: Decision) -> str:
    """Return reason, persons, document and last day in one line, as the file has them."""
    document = f", {decision.reference}" if decision.reference else ""
    return (
        f"{decision.reason} ({decision.owner}; {decision.accepted_by}{document}; "
        f"→ {decision.expires.isoformat()})"
    )
