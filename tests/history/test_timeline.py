"""A finding's state follows from its last conclusive verdict, whatever came between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_audit.history.timeline import FindingHistory, FindingState, follow
from portal_audit.model import Severity, Status, Verdict

START = datetime(2026, 10, 1, 3, tzinfo=UTC)


def nights(*words: str) -> list[Verdict]:
    """Return a verdict a night; a word is ``pass``, ``?``, or the outcome of a fault."""
    return [
        Verdict(
            run=str(number),
            at=START + timedelta(days=number),
            portal="xa.example",
            check="headers.hsts",
            status=Status.PASS
            if word == "pass"
            else Status.NOT_TESTED
            if word == "?"
            else Status.FAIL,
            outcome=word,
            severity=Severity.HIGH,
        )
        for number, word in enumerate(words)
    ]


def after(*words: str) -> FindingHistory:
    return follow("xa.example", "headers.hsts", nights(*words))


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ((), FindingState.UNKNOWN),
        (("?",), FindingState.UNKNOWN),
        (("pass",), FindingState.SOUND),
        (("missing",), FindingState.NEW),
        (("pass", "missing"), FindingState.NEW),
        (("missing", "missing"), FindingState.OPEN),
        (("missing", "too-short"), FindingState.CHANGED),
        (("missing", "pass"), FindingState.FIXED),
        (("missing", "pass", "pass"), FindingState.SOUND),
        (("missing", "pass", "missing"), FindingState.REOPENED),
        (("missing", "?"), FindingState.OPEN),
        (("missing", "?", "missing"), FindingState.OPEN),
        (("missing", "?", "pass"), FindingState.FIXED),
        (("pass", "?", "missing"), FindingState.NEW),
        (("missing", "pass", "?", "missing"), FindingState.REOPENED),
    ],
)
def test_states(words: tuple[str, ...], state: FindingState) -> None:
    assert after(*words).state is state


def test_a_failed_night_neither_hides_nor_ends_a_fault() -> None:
    now = after("missing", "?", "?", "missing", "?")
    assert (now.failing_runs, now.untested_runs) == (2, 1)
    assert now.failing_since == START
    assert now.last_seen == START + timedelta(days=3)


def test_a_fault_that_comes_back_keeps_its_first_day_and_counts_anew() -> None:
    now = after("missing", "pass", "missing", "missing")
    assert now.first_seen == START
    assert now.failing_since == START + timedelta(days=2)
    assert now.failing_runs == 2


WORDS = st.lists(st.sampled_from(["pass", "?", "missing", "too-short"]), max_size=12)


@settings(deadline=None)
@given(WORDS, st.integers(0, 12))
def test_nights_that_could_not_tell_change_no_count(words: list[str], at: int) -> None:
    place = min(at, len(words))
    with_gap = after(*words[:place], "?", *words[place:])
    without = after(*words)
    assert with_gap.failing_runs == without.failing_runs
    assert (with_gap.latest and with_gap.latest.outcome) == (
        without.latest and without.latest.outcome
    )
