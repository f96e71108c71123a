"""A waiver holds for its portal, its check, its outcome and its days, and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portal_audit.history.waivers import Waiver, WaiverStanding, decided, unused
from portal_audit.model import Finding, Severity, Status

MARCH = Waiver(
    portal="xa.example",
    check="headers.hsts",
    reason="thay máy chủ trong quý II",
    owner="Phòng CNTT",
    accepted_by="Giám đốc Sở",
    accepted_on=date(2026, 3, 1),
    expires=date(2026, 6, 30),
    outcome="missing",
)
MISSING = Finding("headers.hsts", "headers", Status.FAIL, "missing", Severity.HIGH, 8)


@pytest.mark.parametrize(
    ("day", "outcome", "standing"),
    [
        (date(2026, 2, 28), "missing", WaiverStanding.NOT_YET),
        (date(2026, 3, 1), "missing", WaiverStanding.ACTIVE),
        (date(2026, 6, 30), "missing", WaiverStanding.ACTIVE),
        (date(2026, 7, 1), "missing", WaiverStanding.EXPIRED),
        (date(2026, 4, 1), "too-short", WaiverStanding.ENDED),
        (date(2026, 7, 1), "too-short", WaiverStanding.EXPIRED),
    ],
)
def test_its_days_and_its_outcome(day: date, outcome: str, standing: WaiverStanding) -> None:
    assert MARCH.standing(outcome, day) is standing


@pytest.mark.parametrize(
    ("pattern", "portal", "concerned"),
    [
        ("xa.example", "xa.example", True),
        ("*.hacson.example", "xa.hacson.example", True),
        ("xa.example", "xa.example/other", False),
        ("*", "anything", True),
    ],
)
def test_a_pattern_names_portals(pattern: str, portal: str, concerned: bool) -> None:
    assert replace(MARCH, portal=pattern).concerns(portal, "headers.hsts") is concerned
    assert not replace(MARCH, portal=pattern).concerns(portal, "headers.framing")


def test_one_in_force_counts_before_one_that_has_run_out() -> None:
    renewed = replace(MARCH, accepted_on=date(2026, 7, 1), expires=date(2026, 12, 31))
    found = decided([MARCH, renewed], "xa.example", MISSING, date(2026, 8, 1))
    assert found is not None
    assert (found.decision, found.standing) == (renewed, WaiverStanding.ACTIVE)


def test_what_was_waived_is_still_told_afterwards() -> None:
    found = decided([MARCH], "xa.example", MISSING, date(2026, 8, 1))
    assert found is not None
    assert found.standing is WaiverStanding.EXPIRED


def test_a_waiver_that_no_fault_needs_is_told() -> None:
    good = replace(MISSING, status=Status.PASS, outcome="strong")
    assert [one.decision for one in unused([MARCH], [("xa.example", good)])] == [MARCH]
    assert unused([MARCH], [("xa.example", MISSING)]) == ()


def test_its_end_is_told_a_month_before() -> None:
    assert not MARCH.expires_soon(date(2026, 5, 30))
    assert MARCH.expires_soon(date(2026, 5, 31))
    assert MARCH.expires_soon(date(2026, 6, 30))
    assert not MARCH.expires_soon(date(2026, 7, 1))
