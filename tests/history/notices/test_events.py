"""What is told of a portal: each flip once, nothing when nothing changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from portal_audit.history.notices.events import (
    Earlier,
    Event,
    ExpiringCertificate,
    Look,
    Notice,
    of_portal,
    of_waivers,
)
from portal_audit.history.waivers import Waiver
from portal_audit.model import Severity, Status, Verdict

START = datetime(2026, 10, 1, 3, tzinfo=UTC)
HSTS = "headers.hsts"


def verdict(word: str, severity: Severity = Severity.HIGH) -> Verdict:
    status = {"pass": Status.PASS, "short": Status.PARTIAL, "untested": Status.NOT_TESTED}
    return Verdict("r", START, "xa.example", HSTS, status.get(word, Status.FAIL), word, severity)


def look(*verdicts: Verdict, days: int = 0, run: str = "r9") -> Look:
    at = START + timedelta(days=days)
    return Look(run, at, "xa.example", scanned=True, level="B", verdicts=verdicts)


def events(earlier: Earlier, now: Look) -> list[Event]:
    return [notice.event for notice in of_portal(earlier, now)]


@pytest.mark.parametrize(
    ("before", "after", "severity", "expected"),
    [
        ("pass", "missing", Severity.HIGH, [Event.NEW]),
        ("pass", "missing", Severity.CRITICAL, [Event.NEW]),
        ("pass", "missing", Severity.MEDIUM, []),
        ("missing", "missing", Severity.HIGH, []),
        ("missing", "unreadable", Severity.HIGH, []),
        ("missing", "pass", Severity.CRITICAL, [Event.FIXED]),
        ("missing", "pass", Severity.LOW, []),
        ("short", "missing", Severity.HIGH, [Event.WORSE]),
        ("missing", "short", Severity.HIGH, []),
        ("missing", "untested", Severity.HIGH, []),
        ("pass", "untested", Severity.HIGH, []),
    ],
)
def test_only_what_flipped_and_is_grave(
    before: str, after: str, severity: Severity, expected: list[Event]
) -> None:
    earlier = Earlier(conclusive={HSTS: verdict(before, severity)})
    assert events(earlier, look(verdict(after, severity))) == expected


def test_what_was_a_fault_before_comes_back_and_is_not_new() -> None:
    earlier = Earlier(conclusive={HSTS: verdict("pass")}, failed_before=frozenset({HSTS}))
    assert events(earlier, look(verdict("missing"))) == [Event.REOPENED]


def test_a_fault_that_was_slight_and_is_grave_now_got_worse() -> None:
    earlier = Earlier(conclusive={HSTS: verdict("short", Severity.MEDIUM)})
    assert events(earlier, look(verdict("missing"))) == [Event.WORSE]


def test_a_check_that_could_never_tell_before_is_no_news() -> None:
    other = replace(verdict("pass"), check="tls.https")
    assert events(Earlier(conclusive={"tls.https": other}), look(verdict("missing"))) == []


def test_the_first_look_at_a_portal_is_one_line_not_one_a_fault() -> None:
    second = replace(verdict("none"), check="tls.https")
    [notice] = of_portal(Earlier(), look(verdict("missing"), second))
    assert (notice.event, notice.new) == (Event.FIRST_LOOK, "2")
    assert events(Earlier(), look(verdict("pass"))) == []


def test_what_a_person_has_accepted_is_not_told() -> None:
    now = replace(look(verdict("missing"), days=60), waived=frozenset({HSTS}))
    earlier = Earlier(conclusive={HSTS: verdict("pass")}, failing_since={HSTS: START})
    assert events(earlier, now) == []
    assert events(Earlier(), now) == []


@pytest.mark.parametrize(
    ("was", "level", "told_of"),
    [("B", "D", True), ("C", "B", False), ("N", "E", False), ("A", "N", False), ("A", "A", False)],
)
def test_a_level_falls_only_between_levels(was: str, level: str, told_of: bool) -> None:
    earlier = Earlier(conclusive={HSTS: verdict("pass")}, level=was)
    now = replace(look(verdict("pass")), level=level)
    assert events(earlier, now) == ([Event.LEVEL_DROP] if told_of else [])


def silent(run: str, *runs: str) -> list[Notice]:
    now = replace(look(run=run), scanned=False, level="N")
    return list(of_portal(Earlier(silent=runs), now))


def test_a_portal_is_told_after_two_silent_runs_and_once_a_silence() -> None:
    assert silent("r1") == []
    [second], [third] = silent("r2", "r1"), silent("r3", "r1", "r2")
    assert second.key == third.key
    assert second.event is Event.UNREACHABLE


def test_a_portal_that_answers_again_is_told_if_its_silence_was() -> None:
    earlier = Earlier(conclusive={HSTS: verdict("pass")}, silent=("r1", "r2"))
    assert events(earlier, look(verdict("pass"))) == [Event.REACHABLE]
    one_night = Earlier(conclusive={HSTS: verdict("pass")}, silent=("r1",))
    assert events(one_night, look(verdict("pass"))) == []


def test_each_threshold_of_a_certificate_once_and_the_nearest_only() -> None:
    leaf = ExpiringCertificate("ab" * 32, START + timedelta(days=40))
    earlier = Earlier(conclusive={HSTS: verdict("pass")})
    subjects = []
    for day in range(45):
        now = replace(look(verdict("pass"), days=day), certificates=(leaf,))
        subjects += [notice.subject for notice in of_portal(earlier, now)]
    numbers = [subject.rpartition(":")[2] for subject in dict.fromkeys(subjects)]
    assert numbers == ["30", "14", "7"]


def test_two_addresses_with_the_same_certificate_are_one_notice() -> None:
    leaf = ExpiringCertificate("ab" * 32, START + timedelta(days=5))
    now = replace(look(verdict("pass")), certificates=(leaf, leaf))
    assert events(Earlier(conclusive={HSTS: verdict("pass")}), now) == [Event.CERTIFICATE]


@pytest.mark.parametrize(
    ("severity", "days"),
    [
        (Severity.CRITICAL, [7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 98]),
        (Severity.HIGH, [30, 60, 90]),
        (Severity.MEDIUM, [90]),
        (Severity.LOW, []),
    ],
)
def test_a_fault_that_stays_is_recalled_by_its_severity(
    severity: Severity, days: list[int]
) -> None:
    first: dict[str, int] = {}
    fault = verdict("missing", severity)
    earlier = Earlier(conclusive={HSTS: fault}, failing_since={HSTS: START})
    for day in range(100):
        for notice in of_portal(earlier, look(fault, days=day)):
            first.setdefault(notice.key, day)
    assert list(first.values()) == days


def test_a_waiver_is_told_once_before_it_ends() -> None:
    begin = date(2026, 1, 1)
    waiver = Waiver("xa.example", HSTS, "why", "who", "boss", begin, date(2026, 3, 31))
    assert list(of_waivers([waiver], date(2026, 2, 1))) == []
    keys = {n.key for day in (10, 20, 31) for n in of_waivers([waiver], date(2026, 3, day))}
    assert len(keys) == 1
    assert list(of_waivers([waiver], date(2026, 4, 1))) == []
