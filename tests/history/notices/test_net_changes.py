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
        (["level-drop", "level-drop"], ["level-drop", "level-drop"]),
    ],
)
def test_only_what_is_different_in_the_end_is_told(reasons: list[str], left: list[str]) -> None:
    flips = [
        Flip("a", "c", reason, str(number), START + timedelta(days=number))
        for number, reason in enumerate(reasons)
    ]
    assert [flip.reason for flip in net(flips)] == left


def test_findings_do_not_cancel_each_other() -> None:
    flips = [Flip("a", "c", "new", "x", START), Flip("b", "c", "fixed", "x", START)]
    assert len(net(flips)) == 2
