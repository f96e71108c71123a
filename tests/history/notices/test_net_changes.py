"""What several flips of one finding come to when they are told together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from portal_audit.history.notices.net_changes import net

START = datetime(2026, 10, 1, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Flip:
    portal: str
    check: str
    reason: str
    old: str
    new: str
    created_at: datetime


@pytest.mark.parametrize(
    ("reasons", "left"),
    [
        (["new"], ["new"]),
        (["new", "fixed"], []),
        (["fixed", "reopened"], []),
        (["new", "fixed", "reopened"], ["new"]),
        (["fixed", "reopened", "fixed"], ["fixed"]),
        (["new", "worse"], ["new"]),
        (["unreachable", "reachable"], []),
        (["reminder", "reminder"], ["reminder", "reminder"]),
    ],
)
def test_only_what_is_different_in_the_end_is_told(reasons: list[str], left: list[str]) -> None:
    flips = [
        Flip("a", "c", reason, "", str(number), START + timedelta(days=number))
        for number, reason in enumerate(reasons)
    ]
    assert [flip.reason for flip in net(flips, {})] == left


def test_findings_do_not_cancel_each_other() -> None:
    flips = [Flip("a", "c", "new", "", "x", START), Flip("b", "c", "fixed", "", "x", START)]
    assert len(net(flips, {})) == 2


@pytest.mark.parametrize(
    ("level", "left"),
    [("D", [("A", "D")]), ("N", [("A", "C")]), ("A", []), ("B", [("A", "B")])],
)
def test_falls_of_a_level_come_to_one_as_it_is_today(
    level: str, left: list[tuple[str, str]]
) -> None:
    flips = [
        Flip("a", "", "level-drop", "A", "B", START),
        Flip("a", "", "level-drop", "B", "C", START + timedelta(days=1)),
    ]
    assert [(one.old, one.new) for one in net(flips, {"a": level})] == left
