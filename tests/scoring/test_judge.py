"""What the engine makes of evidence and rules, whatever the check."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from portal_audit.evidence import Evidence, Gap, Visit
from portal_audit.model import Finding, Kind, Outcome, Severity, Status, Target
from portal_audit.rules.check import Check, OutcomeRule, Texts
from portal_audit.scoring.judge import judge

TEXTS = Texts("t", "n", "w", "y", "f", {"good": "g", "bad": "b {value}"})
VISIT = Visit(Target("a", "https://a.test/"), datetime(2026, 11, 22, tzinfo=UTC))


@dataclass(frozen=True)
class Colour:
    """A kind of evidence."""

    name: str


def rule(colour: Colour) -> Outcome:
    """Judge a colour."""
    return Outcome("good" if colour.name == "green" else "bad", where=["here"], value=colour.name)


def broken(colour: Colour) -> Outcome:
    """Fail through our own fault."""
    raise KeyError(colour.name)


def check(judged: Callable[..., Outcome] = rule, **changes: object) -> Check:
    """Return a check over this rule."""
    made = Check(
        id="colours.wall",
        rule=judged,
        needs={"colour": Colour},
        outcomes={
            "good": OutcomeRule(Status.PASS),
            "bad": OutcomeRule(Status.FAIL, Severity.CRITICAL),
        },
        severity=Severity.LOW,
        weight=2,
        basis=("RFC 1",),
        texts={"vi": TEXTS, "en": TEXTS},
        kinds=frozenset(Kind),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def only(given: Check, evidence: Evidence) -> Finding:
    """Return the one finding."""
    [finding] = judge([given], evidence)
    return finding


def test_an_outcome_becomes_a_finding() -> None:
    finding = only(check(), Evidence(Colour("red")))
    assert (finding.status, finding.outcome, finding.facts) == (
        Status.FAIL,
        "bad",
        {"value": "red"},
    )
    assert (finding.severity, finding.where, finding.basis) == (
        Severity.CRITICAL,
        ("here",),
        ("RFC 1",),
    )


def test_a_rule_that_raises_is_logged_with_its_file_and_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    finding = only(check(broken), Evidence(Colour("red")))
    assert (finding.status, finding.outcome) == (Status.NOT_TESTED, "broken-check")
    line = broken.__code__.co_firstlineno + 2
    assert f"colours.wall: its rule raised at {__file__}:{line}: KeyError('red')" in caplog.text


def test_evidence_that_could_not_be_had_is_not_tested() -> None:
    finding = only(check(), Evidence(missing={Colour: Gap("timeout")}))
    assert (finding.status, finding.outcome) == (Status.NOT_TESTED, "no-evidence")
    assert finding.facts["reason"] == "timeout"


def test_evidence_that_cannot_exist_does_not_apply() -> None:
    finding = only(check(), Evidence(missing={Colour: Gap("no-colour", applies=False)}))
    assert (finding.status, finding.outcome) == (Status.NOT_APPLICABLE, "not-applicable")


def test_a_broken_rule_is_our_fault_and_stops_nobody() -> None:
    findings = list(judge([check(broken), check()], Evidence(Colour("green"))))
    assert [(f.status, f.outcome) for f in findings] == [
        (Status.NOT_TESTED, "broken-check"),
        (Status.PASS, "good"),
    ]


def test_an_outcome_that_the_text_does_not_name_is_our_fault() -> None:
    given = check(lambda colour: Outcome("surprise"))
    assert only(given, Evidence(Colour("red"))).outcome == "broken-check"


@pytest.mark.parametrize("colour", ["red", "green"])
def test_a_check_without_weight_only_reports(colour: str) -> None:
    finding = only(check(weight=0), Evidence(Colour(colour)))
    assert finding.status is Status.INFO
    assert finding.outcome in ("good", "bad")


@pytest.mark.parametrize(
    ("reference", "outcome"), [(None, "not-authorised"), ("CV 12/2026", "good")]
)
def test_an_active_check_needs_an_authorisation(reference: str | None, outcome: str) -> None:
    evidence = Evidence(replace(VISIT, authorised_by=reference), Colour("green"))
    assert only(check(active=True), evidence).outcome == outcome


def test_a_finding_never_quotes_an_identity_number() -> None:
    number = "031085012345"

    def quoting(colour: Colour) -> Outcome:
        where = [f"https://a.test/ds-{number}.html", "https://a.test/20260101120000"]
        quotes = [f"CCCD {number}", "1.000656"]
        return Outcome("bad", where=where, value=f"Ông A ({number})", quotes=quotes, count=3)

    (finding,) = judge([check(quoting)], Evidence(Colour("red"), VISIT))
    assert number not in repr(finding)
    assert finding.where == ("https://a.test/ds-….html", "https://a.test/20260101120000")
    assert finding.facts == {"value": "Ông A (…)", "quotes": ["CCCD …", "1.000656"], "count": 3}
