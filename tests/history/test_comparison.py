"""Runs are compared finding by finding; what could not be determined is no change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal_audit.history.breaker import fallen_silent, mass_changes
from portal_audit.history.comparison import Change, compare, explain_score
from portal_audit.model import Severity, Status, Verdict

AT = datetime(2026, 10, 1, 3, tzinfo=UTC)


def verdict(
    portal: str = "xa.example",
    outcome: str = "strong",
    status: Status = Status.PASS,
    severity: Severity = Severity.HIGH,
    lost: float = 0.0,
    check: str = "headers.hsts",
) -> Verdict:
    return Verdict("r", AT, portal, check, status, outcome, severity, lost)


def fault(outcome: str = "missing", status: Status = Status.FAIL, **more: object) -> Verdict:
    return verdict(outcome=outcome, status=status, lost=1.2, **more)  # type: ignore[arg-type]


GOOD, MISSING = verdict(), fault()
SHORT, PARTIAL = fault("too-short"), fault("weak", Status.PARTIAL)
UNTOLD = verdict(outcome="no-evidence", status=Status.NOT_TESTED)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (GOOD, GOOD, None),
        (GOOD, MISSING, Change.NEW),
        (MISSING, GOOD, Change.FIXED),
        (MISSING, MISSING, None),
        (MISSING, SHORT, Change.CHANGED),
        (PARTIAL, MISSING, Change.WORSE),
        (MISSING, PARTIAL, Change.BETTER),
        (MISSING, UNTOLD, None),
        (None, MISSING, None),
    ],
)
def test_changes(before: Verdict | None, after: Verdict, change: Change | None) -> None:
    known = {} if before is None else {(before.portal, before.check): before}
    here = frozenset({"xa.example"})
    assert [one.change for one in compare(known, [after], here, here).changes] == (
        [] if change is None else [change]
    )


def test_a_portal_on_one_side_only_stands_apart() -> None:
    found = compare(
        {("old", "headers.hsts"): verdict("old")},
        [fault(portal="new")],
        frozenset({"old"}),
        frozenset({"new"}),
    )
    assert (found.changes, found.appeared, found.gone) == ((), ("new",), ("old",))


def test_a_change_of_score_is_explained_by_findings() -> None:
    here = frozenset({"xa.example"})
    found = compare({("xa.example", "headers.hsts"): GOOD}, [MISSING], here, here)
    change = explain_score("xa.example", 90.0, 88.8, found)
    assert [(one.check, one.points) for one in change.findings] == [("headers.hsts", -1.2)]


def names(count: int) -> frozenset[str]:
    return frozenset(f"xa{number}" for number in range(count))


@pytest.mark.parametrize(("flipped", "held_back"), [(2, False), (3, False), (4, True)])
def test_a_check_that_flips_on_over_a_tenth_of_thirty_is_probably_ours(
    flipped: int, held_back: bool
) -> None:
    portals = sorted(names(30))
    before = {(portal, "headers.hsts"): verdict(portal) for portal in portals}
    after = [
        fault(portal=portal) if number < flipped else verdict(portal)
        for number, portal in enumerate(portals)
    ]
    found = mass_changes(compare(before, after, names(30), names(30)), after)
    assert [(one.check, one.portals, one.of, one.worse) for one in found] == (
        [("headers.hsts", flipped, 30, True)] if held_back else []
    )


def test_a_check_that_stopped_firing_altogether_is_told() -> None:
    before = {(portal, "headers.hsts"): fault(portal=portal) for portal in names(5)}
    assert fallen_silent(before, [verdict(portal) for portal in names(5)]) == ("headers.hsts",)
    assert fallen_silent(before, [fault(portal="xa0"), verdict("xa1")]) == ()
    assert fallen_silent(before, []) == ()
    elsewhere = [verdict(portal) for portal in ("xa0", "xb", "xc", "xd")]
    assert fallen_silent(before, elsewhere) == (), "those with the fault were not asked again"
