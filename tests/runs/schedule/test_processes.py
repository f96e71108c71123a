"""Real processes: a scan that is killed under its schedule, and a daemon that is ended."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal_audit.runs.schedule.firing import Child, Firings
from portal_audit.store import Leases, Schedules, Store
from portal_audit.store.schedules import Schedule
from tests.program import Program

pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc"),
    pytest.mark.testbed,
]


@pytest.fixture
def silent() -> Iterator[str]:
    """Yield an inventory of one portal that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield "url,address\nhttps://a.example:{1}/,{0}\n".format(*listener.getsockname())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    options = ("--only", "headers", "--format", "json", "--allow-private", "127.0.0.0/8")
    arguments = ("-i", "portals.csv", *options, "--processes", "1", "--json-log", "--lang", "en")
    with Store.open(str(tmp_path / "store.sqlite")) as opened:
        Schedules(opened.engine).add(
            Schedule(
                name="nightly",
                cron="0 2 * * *",
                zone="Asia/Ho_Chi_Minh",
                arguments=arguments,
                folder=str(tmp_path),
                inventory=str(tmp_path / "portals.csv"),
                quiet_hours=(),
                jitter=0,
                grace=12,
                created_at=datetime.now(UTC),
            )
        )
        yield opened


def started(folder: Path, *name: str) -> Program:
    options = ("--store", "store.sqlite", "--lang", "en")
    return Program("schedule", "run", *name, *options, folder=folder)


def until(process: Program, words: str) -> str:
    """Read what a process says up to some words; return all of it."""
    said = ""
    for line in process.stderr:
        said += line
        if words in line:
            break
    return said


def test_a_scan_that_is_killed_is_resumed_once_and_then_left_resumable(
    store: Store, silent: str, tmp_path: Path
) -> None:
    inventory = tmp_path / "portals.csv"
    inventory.write_text(silent, encoding="utf-8")
    with started(tmp_path, "nightly") as schedule:
        until(schedule, '"start"')
        lease = Leases(store.engine).holder_of(str(inventory))
        assert lease is not None
        assert lease.run_id == store.info().id
        os.kill(int(lease.holder.split(" ")[2]), signal.SIGKILL)
        said = until(schedule, "the scan goes on") + until(schedule, '"start"')
        again = Leases(store.engine).holder_of(str(inventory))
        assert again is not None
        os.kill(int(again.holder.split(" ")[2]), signal.SIGKILL)
        said += until(schedule, "Resume with")
        assert schedule.wait() == 1
    assert "0 of 1 portal kept" in said
    assert "Traceback" not in said
    [firing] = Schedules(store.engine).firings()
    assert (firing.state, firing.tries) == ("broken-off", 2)
    dead = Leases(store.engine).holder_of(str(inventory))
    assert dead is not None
    assert not dead.alive(datetime.now(UTC))


def test_a_daemon_that_is_ended_ends_its_scan_and_leaves_it_for_its_next_start(
    store: Store, silent: str, tmp_path: Path
) -> None:
    (tmp_path / "portals.csv").write_text(silent, encoding="utf-8")
    Schedules(store.engine).put_off("nightly", datetime.now(UTC).replace(microsecond=0))
    with started(tmp_path) as daemon:
        said = until(daemon, '"start"')
        daemon.send_signal(signal.SIGTERM)
        said += daemon.stderr.read()
        assert daemon.wait() == 0
    assert "Traceback" not in said
    assert "Resume with" in said
    run = store.info()
    assert not run.complete
    [(lost, _)] = Firings(store, _launch, lambda: datetime.now(UTC), print).lost()
    assert (lost.schedule, lost.state) == ("nightly", "started")


def _launch(arguments: Sequence[str], folder: str) -> Child:
    raise AssertionError("nothing is to be started")
