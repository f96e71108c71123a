"""Small portals far away, in small forms of what is measured: counts and results, never a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import far_away, no_answer, whole_country
from benchmarks.country import country, missing
from benchmarks.delay import Distance
from benchmarks.program import judged
from portal_audit.collect.http.limits import VisitLimits
from portal_audit.runs.processes.fork_server import can_fork

pytestmark = [
    pytest.mark.testbed,
    pytest.mark.skipif(bool(missing()), reason=missing() or "there is a lab"),
    pytest.mark.skipif(not can_fork(), reason="this system cannot fork safely"),
]

NEAR = Distance(0.002, 0.01)
QUICK = VisitLimits(rate=1000, tls_rate=1000)
IMPATIENT = VisitLimits(rate=1000, connect_timeout=0.3, read_timeout=0.3)
PORTALS = 40
GROWTH = 1.1
"""What memory may have grown to while the second half of the portals was visited."""


def test_what_we_say_we_sent_is_what_the_servers_counted(tmp_path: Path) -> None:
    with country(tmp_path, 2, NEAR) as made:
        visited = far_away.visit(made, QUICK)
    assert [one.requests for one in visited] == [one.requests_counted for one in visited]
    assert all(one.tls_connections < one.connections_counted <= 45 for one in visited)


@pytest.mark.parametrize("kind", no_answer.KINDS)
def test_a_portal_that_gives_no_answer_is_knocked_at_three_times_at_most(kind: str) -> None:
    knocked = no_answer.knock(kind, IMPATIENT)
    assert knocked.cause == ("refused" if kind == "dead" else "timeout")
    assert knocked.connections == (0 if kind in ("dead", "silent") else 2)


def test_memory_does_not_grow_with_the_number_of_portals(tmp_path: Path) -> None:
    options = ("--concurrency", "10", "--processes", "2", "--rate", "1000", "--format", "json")
    place = tmp_path / "lab"
    place.mkdir()
    with country(place, PORTALS, NEAR) as made:
        course = whole_country.watch(made, tmp_path / "scan", *options, every=0.5)
    print(whole_country.table(course, PORTALS))
    before, after = course.most(0, PORTALS // 2), course.most(PORTALS // 2)
    assert before
    assert after < GROWTH * before
    assert len(judged(course.record)) == PORTALS
