"""Workers over small portals far away: they find what one machine finds, to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import workers
from benchmarks.country import country
from benchmarks.delay import Distance
from portal_audit.runs.processes.fork_server import can_fork
from tests import program
from tests.databases import PostgresServer

pytestmark = [
    pytest.mark.testbed,
    pytest.mark.skipif(bool(workers.missing()), reason=workers.missing() or "there is a lab"),
    pytest.mark.skipif(not can_fork(), reason="this system cannot fork safely"),
]


def test_workers_find_what_one_machine_finds(
    tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "command", program.command)
    place = tmp_path / "lab"
    place.mkdir()
    options = ("--concurrency", "4", "--processes", "1", "--rate", "1000", "--format", "json")
    with (
        country(place, 4, Distance(0.002, 0.01)) as made,
        workers.fleet(tmp_path, made, *options, postgres=postgres) as fleet,
    ):
        alone = fleet.alone()
        seconds, found = fleet.by_workers(2, "by-two")
    print(f"4 portals by 2 workers: {seconds:.0f} s")
    assert len(alone) == 4
    workers.same(found, alone, "2 workers")
