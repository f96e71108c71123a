"""The lab and its measurement, in a small form: figures are printed, only results are asserted."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.audit import scan
from benchmarks.lab import lab, missing
from benchmarks.program import judged
from portal_audit.runs.processes.fork_server import can_fork

pytestmark = [
    pytest.mark.testbed,
    pytest.mark.skipif(bool(missing()), reason=missing() or "there is a lab"),
    pytest.mark.skipif(not can_fork(), reason="this system cannot fork safely"),
]


def test_two_processes_find_to_the_letter_what_one_finds(tmp_path: Path) -> None:
    place = tmp_path / "lab"
    place.mkdir()
    with lab(place, 3) as made:
        one, two = (scan(made, tmp_path / f"{count}", count, 4, pages=4) for count in (1, 2))
    for measured in (one, two):
        print(
            f"{measured.processes} processes: {measured.a_minute:.0f} portals a minute, "
            f"{measured.cpu / measured.portals:.2f} CPU s a portal, {measured.requests} requests"
        )
    assert judged(two.record) == judged(one.record)
    assert two.requests == one.requests
    assert len(judged(one.record)) == 3
