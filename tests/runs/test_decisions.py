"""What an officer attests counts as partial; what a person has accepted keeps its status."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import pytest

from portal_audit.history.waivers import Attestation, Decision, Mode, Waiver
from portal_audit.model import (
    Criteria,
    Finding,
    Kind,
    Run,
    Severity,
    SiteResult,
    State,
    Status,
)
from portal_audit.rules.profile import Profile
from portal_audit.runs.decisions import with_decisions, without_waived
from portal_audit.scoring.score import score

DAY = date(2026, 11, 22)
ATTESTED = Attestation(
    portal="xa.example",
    check="information.budget",
    reason="tệp ảnh, đã ký số",
    owner="Văn phòng",
    accepted_by="Chủ tịch UBND xã",
    accepted_on=date(2026, 11, 1),
    expires=date(2027, 3, 31),
    place="https://xa.example/ngan-sach",
)


@cache
def profile() -> Profile:
    return Profile(
        "commune",
        "1",
        {"vi": "Xã", "en": "Commune"},
        families={"information": 1.0, "headers": 1.0},
        parts={"security": ("headers",), "publication": ("information",)},
        caps=(),
        levels=(("A", 85.0), ("B", 70.0), ("C", 55.0), ("D", 40.0), ("E", 0.0)),
    )


def item(status: Status, outcome: str, check: str = "information.budget") -> Finding:
    family = check.split(".")[0]
    return Finding(check, family, status, outcome, Severity.MEDIUM, 4, facts={"pages": 30})


def run(*findings: Finding) -> Run:
    given = (
        *findings,
        Finding("information.news", "information", Status.PASS, "found", Severity.MEDIUM, 4),
        Finding("headers.hsts", "headers", Status.PASS, "strong", Severity.HIGH, 4),
    )
    scored = score(given, profile())
    site = SiteResult(
        "xa",
        "https://xa.example/",
        "Xã",
        Kind.COMMUNE,
        "",
        "",
        State.SCANNED,
        score=scored.score,
        uncapped=scored.uncapped,
        level=scored.level,
        coverage=scored.coverage,
        findings=scored.findings,
        profile="commune",
        key="xa.example",
    )
    at = datetime(2026, 11, 22, 3, tzinfo=UTC)
    return Run("r", at, at, True, Criteria("1", "sha256:x"), (site,))


def decided(given: Run, *decisions: Decision, on: date = DAY) -> SiteResult:
    return with_decisions(given, decisions, on, {"commune": profile()}).sites[0]


@pytest.mark.parametrize(
    ("status", "outcome"), [(Status.FAIL, "missing"), (Status.NOT_TESTED, "needs-browser")]
)
def test_an_item_that_a_machine_could_not_see_counts_as_partial(
    status: Status, outcome: str
) -> None:
    site = decided(run(item(status, outcome)), ATTESTED)
    [found] = [one for one in site.findings if one.check == "information.budget"]
    assert found.status is Status.PARTIAL
    assert (found.outcome, found.facts) == (outcome, {"pages": 30}), "what the machine saw stays"
    assert found.attested is not None
    assert found.attested.observed is status
    assert found.attested.place == "https://xa.example/ngan-sach"
    assert found.attested.words == ("tệp ảnh, đã ký số (Văn phòng; Chủ tịch UBND xã; → 2027-03-31)")


def test_the_score_is_that_of_the_findings_shown() -> None:
    before = run(item(Status.FAIL, "missing"))
    site = decided(before, ATTESTED)
    assert (before.sites[0].score, site.score) == (75.0, 87.5)
    assert sum(finding.points_lost for finding in site.findings) == pytest.approx(12.5)


@pytest.mark.parametrize("outcome", ["dead", "placeholder", "leads-home"])
def test_what_a_machine_saw_and_found_wanting_is_not_lifted(outcome: str) -> None:
    before = run(item(Status.FAIL, outcome))
    assert decided(before, ATTESTED) == before.sites[0]


def test_a_security_check_is_not_attested() -> None:
    before = run(item(Status.FAIL, "missing", "headers.framing"))
    assert decided(before, replace(ATTESTED, check="headers.framing")) == before.sites[0]


def test_an_attestation_that_has_run_out_lifts_nothing_and_is_told() -> None:
    before = run(item(Status.FAIL, "missing"))
    site = decided(before, ATTESTED, on=date(2027, 4, 1))
    assert site.score == before.sites[0].score
    assert site.findings[0].attested is None
    assert "→ 2027-03-31" in str(site.findings[0].lapsed)


def test_a_waiver_beside_it_says_whether_the_risk_is_accepted() -> None:
    waiver = Waiver(
        "xa.example", "information.budget", "chờ họp", "A", "B", DAY, DAY, mode=Mode.ACCEPT
    )
    [found, *_] = decided(run(item(Status.FAIL, "missing")), waiver).findings
    assert (found.status, found.waiver_mode) == (Status.FAIL, "accept")


@pytest.mark.parametrize("outcome", ["stale", ""])
def test_a_waiver_ends_with_the_outcome_it_was_given_for(outcome: str) -> None:
    waiver = Waiver("*", "information.budget", "chờ họp", "A", "B", DAY, DAY, outcome=outcome)
    [found, *_] = decided(run(item(Status.FAIL, "missing")), waiver).findings
    assert (found.waiver is None, found.lapsed is None) == (bool(outcome), not outcome)


def test_a_gate_asks_for_the_score_that_a_site_would_have_without_what_is_waived() -> None:
    site = run(item(Status.FAIL, "missing")).sites[0]
    assert without_waived(site, {"commune": profile()}) is None
    waiver = Waiver("*", "information.budget", "chờ họp", "A", "B", DAY, DAY)
    waived = decided(run(item(Status.FAIL, "missing")), waiver)
    asked = without_waived(waived, {"commune": profile()})
    assert asked is not None
    assert ((waived.level, waived.score), (asked.level, asked.score)) == (("B", 75.0), ("A", 100.0))
