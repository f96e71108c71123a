"""A run that is ended keeps what it has, says how to go on, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from portal_audit.runs.processes.fork_server import can_fork
from portal_audit.store import Store
from portal_audit.store.care import check
from tests.program import Program

PATIENCE = 30.0
pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc"),
    pytest.mark.usefixtures("heard"),
]


@pytest.fixture
def silent() -> Iterator[list[str]]:
    """Yield addresses of three portals, each on its own address, that never say a word."""
    with ExitStack() as stack:
        urls = []
        for place in (2, 3, 4):
            listener = stack.enter_context(socket.socket())
            listener.bind((f"127.0.0.{place}", 0))
            listener.listen(64)
            urls.append("https://{}:{}/".format(*listener.getsockname()))
        yield urls


def in_session(session: int) -> list[str]:
    """Return the command lines of whatever runs in a session."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            behind_the_name = (folder / "stat").read_text().rpartition(")")[2].split()
            if behind_the_name[3] == str(session) and behind_the_name[0] != "Z":
                found.append((folder / "cmdline").read_text())
        except OSError:
            continue
    return found


def gone(session: int) -> list[str]:
    """Wait until nothing runs in a session; return what still does after all patience."""
    until = time.monotonic() + PATIENCE
    while (left := in_session(session)) and time.monotonic() < until:
        os.sched_yield()
    return left


@pytest.mark.parametrize("processes", ["1", "2"] if can_fork() else ["1"])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_run_resumably(
    how: signal.Signals, processes: str, silent: list[str], tmp_path: Path
) -> None:
    options = ("--processes", processes, "--allow-private", "127.0.0.0/8", "--lang", "en")
    scan = Program("scan", *silent, *options, "--json-log", folder=tmp_path)
    for line in scan.stderr:
        if '"start"' in line:
            break
    scan.send_signal(how)
    with scan:
        said = scan.stderr.read()
    assert scan.returncode == 130
    assert "Resume with" in said
    assert "Traceback" not in said
    assert gone(scan.pid) == []


@pytest.mark.skipif(not can_fork(), reason="this system cannot fork safely")
def test_a_run_that_is_killed_leaves_no_process_behind(silent: list[str], tmp_path: Path) -> None:
    options = ("--processes", "2", "--allow-private", "127.0.0.0/8", "--json-log")
    scan = Program("scan", *silent, *options, folder=tmp_path)
    for line in scan.stderr:
        if '"start"' in line:
            break
    with scan:
        scan.kill()
    assert gone(scan.pid) == []
    with Store.open(str(tmp_path / "portal-audit.sqlite"), create=False) as store:
        [run] = store.runs()
        assert (run.sites, run.done, run.finished_at) == (3, 0, None)
        assert list(check(store.engine, "en")) == []
