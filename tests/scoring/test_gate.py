"""What passes in CI, and what does not."""

from dataclasses import replace

import pytest

from portal_audit.model import Finding, Kind, Severity, SiteResult, State, Status
from portal_audit.scoring.gate import FAILED, NOT_JUDGED, PASSED, decide, exit_code


def site(level: str = "B", state: str = "scanned", *findings: Finding) -> SiteResult:
    """Return a site result."""
    return SiteResult(
        "s", "https://s.test/", "s", Kind.WEB, "", "", State(state), level=level, findings=findings
    )


def fault(severity: str, status: str = "fail") -> Finding:
    """Return a finding."""
    return Finding("tls.x", "tls", Status(status), "x", Severity(severity), 1)


@pytest.mark.parametrize(
    ("result", "min_level", "fail_on", "code"),
    [
        (site("A"), "B", "high", PASSED),
        (site("B"), "B", "high", PASSED),
        (site("C"), "B", "high", FAILED),
        (site("C"), "b", None, FAILED),
        (site("C"), None, None, PASSED),
        (site("A", "scanned", fault("high")), "B", "high", FAILED),
        (site("A", "scanned", fault("critical")), "B", "high", FAILED),
        (site("A", "scanned", fault("medium")), "B", "high", PASSED),
        (site("A", "scanned", fault("high", "partial")), "B", "high", PASSED),
        (site("A", "scanned", fault("high", "not-tested")), "B", "high", PASSED),
        (site("N"), "B", "high", NOT_JUDGED),
        (site("N", "scanned", fault("high")), "B", "high", FAILED),
        (site("N", "not-scanned"), "E", None, NOT_JUDGED),
    ],
)
def test_gate(result: SiteResult, min_level: str | None, fail_on: str | None, code: int) -> None:
    assert decide(result, min_level, Severity(fail_on) if fail_on else None).exit_code == code


@pytest.mark.parametrize(
    ("score", "level", "code"),
    [(75.0, "B", PASSED), (74.9, "B", FAILED), (30.0, "N", NOT_JUDGED), (None, "N", NOT_JUDGED)],
)
def test_a_score_that_must_be_reached(score: float | None, level: str, code: int) -> None:
    verdict = decide(replace(site(level), score=score), None, None, min_score=75)
    assert verdict.exit_code == code
    assert verdict.score_too_low == (code == FAILED)
    old_debt = decide(replace(site("B"), score=3.0), None, None, min_score=75, worse=frozenset())
    assert old_debt.exit_code == PASSED


def test_level_and_score_are_asked_of_the_site_without_what_is_waived() -> None:
    shown, asked = replace(site("D"), score=50.0), replace(site("A"), score=90.0)
    assert decide(shown, "B", None, min_score=80, without_waived=asked).exit_code == PASSED
    assert decide(shown, "B", None, min_score=95, without_waived=asked).score_too_low
    assert decide(site("N"), "B", None, without_waived=asked).exit_code == NOT_JUDGED


def test_the_worst_site_decides() -> None:
    verdicts = [decide(site(level), "B", None) for level in ("A", "N", "C")]
    assert exit_code(verdicts) == FAILED
    assert exit_code(verdicts[:2]) == NOT_JUDGED
    assert exit_code(verdicts[:1]) == PASSED
    assert exit_code([]) == NOT_JUDGED
