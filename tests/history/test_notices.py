"""Who is told what: each flip once, nothing when nothing changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from portal_audit.history.notices import (
    Event,
    ExpiringCertificate,
    of_certificates,
    of_findings,
    of_levels,
    of_unreachable,
    of_waivers,
    reminders,
)
from portal_audit.history.timeline import FindingHistory, follow
from portal_audit.history.waivers import Waiver
from portal_audit.model import Severity, Status, Verdict

START = datetime(2026, 10, 1, 3, tzinfo=UTC)


def history(*words: str, severity: Severity = Severity.HIGH) -> FindingHistory:
    verdicts = [
        Verdict(
            str(number),
            START + timedelta(days=number),
            "xa.example",
            "headers.hsts",
            Status.PASS if word == "pass" else Status.FAIL,
            word,
            severity,
        )
        for number, word in enumerate(words)
    ]
    return follow("xa.example", "headers.hsts", verdicts)


@pytest.mark.parametrize(
    ("words", "severity", "events"),
    [
        (("pass", "missing"), Severity.HIGH, [Event.NEW]),
        (("missing", "missing"), Severity.HIGH, []),
        (("missing", "pass"), Severity.CRITICAL, [Event.FIXED]),
        (("missing", "pass", "missing"), Severity.HIGH, [Event.REOPENED]),
        (("missing", "short"), Severity.HIGH, []),
        (("pass", "missing"), Severity.MEDIUM, []),
    ],
)
def test_only_what_flipped_and_is_grave(
    words: tuple[str, ...], severity: Severity, events: list[Event]
) -> None:
    found = of_findings([history(*words, severity=severity)], frozenset(), "r9")
    assert [notice.event for notice in found] == events


def test_a_check_that_flipped_nearly_everywhere_is_held_back() -> None:
    flip = history("pass", "missing")
    assert list(of_findings([flip], frozenset({"headers.hsts"}), "r9")) == []


def test_a_level_falls_only_between_levels() -> None:
    before = {"a": "B", "b": "C", "c": "N", "d": "A", "e": "A"}
    after = {"a": "D", "b": "B", "c": "E", "d": "N", "e": "A", "f": "E"}
    assert [(n.portal, n.detail) for n in of_levels(before, after, "r")] == [("a", "B → D")]


def test_a_portal_is_told_after_two_silent_runs_and_once_a_silence() -> None:
    assert list(of_unreachable({"a": ["r1"]})) == []
    [second] = of_unreachable({"a": ["r1", "r2"]})
    [third] = of_unreachable({"a": ["r1", "r2", "r3"]})
    assert second.key == third.key


def test_each_threshold_of_a_certificate_once() -> None:
    leaf = ExpiringCertificate("a", "ab" * 32, START + timedelta(days=40))
    keys = [
        notice.key
        for days in range(45)
        for notice in of_certificates([leaf], START + timedelta(days=days))
    ]
    assert len(set(keys)) == 3
    renewed = replace(leaf, fingerprint="cd" * 32, expires=START + timedelta(days=400))
    assert list(of_certificates([renewed], START + timedelta(days=39))) == []


def test_reminders_come_by_severity_and_stop_with_the_fault() -> None:
    open_fault = history("missing", severity=Severity.CRITICAL)

    def told(days: int) -> list[str]:
        at = START + timedelta(days=days)
        return [notice.key for notice in reminders([open_fault], frozenset(), at)]

    assert told(6) == []
    assert told(7) == told(13) != told(14)
    waived = frozenset({("xa.example", "headers.hsts")})
    assert list(reminders([open_fault], waived, START + timedelta(days=8))) == []
    fixed = history("missing", "pass", severity=Severity.CRITICAL)
    assert list(reminders([fixed], frozenset(), START + timedelta(days=30))) == []


def test_a_waiver_near_its_end_is_told_once() -> None:
    waiver = Waiver(
        "xa.example", "headers.hsts", "x", "y", "z", date(2026, 9, 1), date(2026, 11, 1)
    )
    days = [date(2026, 10, day) for day in range(1, 31)]
    assert len({notice.key for day in days for notice in of_waivers([waiver], day)}) == 1
    assert list(of_waivers([waiver], date(2026, 9, 2))) == []
