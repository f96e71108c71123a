"""A gate with a baseline fails on what got worse, not on old debt."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal_audit.errors import BadInput
from portal_audit.history.baseline import (
    baseline_of,
    dumps,
    loads,
    regressions,
    under_todays_keys,
)
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

HSTS = Finding("headers.hsts", "headers", Status.PARTIAL, "short", Severity.HIGH, 8)
CSP = Finding("content.csp", "content", Status.FAIL, "missing", Severity.HIGH, 6)
GOOD = Finding("tls.https", "tls", Status.PASS, "answers", Severity.CRITICAL, 10)


def run(*findings: Finding) -> Run:
    site = SiteResult(
        "a", "https://xa.example/", "Xã", Kind.COMMUNE, "", "", State.SCANNED, findings=findings
    )
    at = datetime(2026, 10, 1, tzinfo=UTC)
    return Run("20261001-000000-aaaa", at, at, True, Criteria("1", "sha256:x"), (site,))


OLD = baseline_of(run(HSTS, GOOD), {"a": "xa.example"})


def test_there_and_back_and_readable_in_git() -> None:
    text = dumps(OLD)
    assert loads(text, "b.json") == OLD
    assert json.loads(text)["portals"] == {
        "xa.example": {
            "headers.hsts": {"outcome": "short", "status": "partial", "severity": "high"}
        }
    }
    assert '"headers.hsts": {"outcome"' in text


@pytest.mark.parametrize(
    ("finding", "worse"),
    [
        (HSTS, False),
        (replace(HSTS, outcome="unreadable"), False),
        (replace(HSTS, status=Status.FAIL), True),
        (replace(HSTS, severity=Severity.CRITICAL), True),
        (replace(HSTS, severity=Severity.LOW), False),
        (CSP, True),
        (GOOD, False),
        (replace(CSP, status=Status.NOT_TESTED), False),
        (replace(CSP, weight=0), False),
    ],
)
def test_what_got_worse(finding: Finding, worse: bool) -> None:
    assert bool(regressions(OLD, [("xa.example", finding)])) is worse


def test_a_portal_that_the_baseline_does_not_know_has_no_old_debt() -> None:
    assert regressions(OLD, [("new.example", HSTS)])[0].before == "none"


def test_a_portal_that_moved_has_the_debt_of_its_old_address() -> None:
    moved = under_todays_keys(OLD, {"xa.example": "moi.example"})
    assert regressions(moved, [("moi.example", HSTS)]) == ()


def test_portals_that_became_one_have_the_debt_of_all_of_them() -> None:
    graver = replace(HSTS, status=Status.FAIL)
    other = baseline_of(run(graver), {"a": "b.example"}).portals
    both = OLD.model_copy(update={"portals": {**OLD.portals, **other}})
    one = under_todays_keys(both, {"xa.example": "moi.example", "b.example": "moi.example"})
    assert list(one.portals) == ["moi.example"]
    assert regressions(one, [("moi.example", graver)]) == ()
    assert regressions(one, [("moi.example", CSP)]) != ()


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema": "portal-audit/run/1"}'])
def test_what_is_no_baseline_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(BadInput, match="--write-baseline"):
        loads(text, "b.json")
