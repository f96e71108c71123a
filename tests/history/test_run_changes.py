"""Runs compared over failed nights, renamed portals and portals that became one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from portal_audit.history.comparison import Change
from portal_audit.history.run_changes import changes, histories, renamed, unreachable_runs
from portal_audit.history.timeline import FindingState
from portal_audit.model import (
    Cause,
    PortalScore,
    Severity,
    Status,
    Verdict,
)
from portal_audit.model import State as Reached

START = datetime(2026, 10, 1, 3, tzinfo=UTC)


def verdict(night: int, word: str, portal: str = "xa.example") -> Verdict:
    status = {"pass": Status.PASS, "?": Status.NOT_TESTED}.get(word, Status.FAIL)
    at = START + timedelta(days=night)
    return Verdict(f"r{night}", at, portal, "headers.hsts", status, word, Severity.HIGH, 1.0)


def score(night: int, portal: str = "xa.example", cause: Cause | None = None) -> PortalScore:
    at = START + timedelta(days=night)
    state = Reached.NOT_SCANNED if cause else Reached.SCANNED
    return PortalScore(f"r{night}", at, portal, state, cause, "B", 80.0, 1.0)


def test_a_fault_behind_a_failed_night_is_compared_with_what_was_known() -> None:
    rows = [verdict(1, "pass"), verdict(2, "?"), verdict(3, "missing")]
    scores = [score(1), score(2), score(3)]
    [change] = changes(rows, scores, "r2", "r3").changes
    assert change.change is Change.NEW
    assert change.before is not None
    assert change.before.run == "r1"
    assert changes(rows, scores, "r1", "r2").changes == ()


def test_the_state_after_an_earlier_run_is_still_known() -> None:
    rows = [verdict(1, "missing"), verdict(2, "pass"), verdict(3, "missing")]
    key = ("xa.example", "headers.hsts")
    assert [histories(rows, f"r{night}")[key].state for night in (1, 2, 3)] == [
        FindingState.NEW,
        FindingState.FIXED,
        FindingState.REOPENED,
    ]


def test_a_renamed_portal_keeps_its_past() -> None:
    rows = [verdict(1, "missing", "old.example"), verdict(2, "missing", "new.example")]
    key = ("new.example", "headers.hsts")
    assert histories(rows)[key].state is FindingState.NEW
    assert histories(renamed(rows, {"old.example": "new.example"}))[key].state is FindingState.OPEN


def test_an_address_that_lives_on_beside_the_new_one_is_another_portal() -> None:
    rows = [
        verdict(1, "missing", "old.example"),
        verdict(2, "missing", "new.example"),
        verdict(2, "missing", "old.example"),
    ]
    assert renamed(rows, {"old.example": "new.example"}) == rows


def test_where_two_portals_became_one_its_history_begins_anew() -> None:
    rows = [
        verdict(1, "missing", "a.example"),
        verdict(1, "pass", "b.example"),
        verdict(2, "missing", "new.example"),
    ]
    merged = renamed(rows, {"a.example": "new.example", "b.example": "new.example"})
    assert histories(merged)[("new.example", "headers.hsts")].state is FindingState.NEW


def test_a_silence_begins_anew_after_an_answer() -> None:
    dead = [score(night, cause=Cause.TIMEOUT) for night in (1, 3, 4)]
    rows = [dead[0], score(2), *dead[1:]]
    assert unreachable_runs(rows) == {"xa.example": ["r3", "r4"]}
    assert unreachable_runs([*rows, score(5)]) == {}
