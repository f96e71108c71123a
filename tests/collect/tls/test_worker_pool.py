"""Worker processes: they never outlive us, and reach nothing but the address they were given."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import certifi
import pytest

from portal_audit.collect.tls import worker_pool, worker_process
from portal_audit.collect.tls.worker_pool import Pool, TlsWorker
from portal_audit.collect.tls.worker_process import (
    SpawnedWorker,
    WorkerParent,
    WorkerProcess,
    shared_parent,
)
from tests.collect.tls.tls_lab import LabServer

GUARDED = """
import socket
from portal_audit.collect.tls.worker.address_guard import AddressGuard
guard = AddressGuard()
for allowed in (None, ("127.0.0.1", PORT)):
    if allowed:
        guard.allow(*allowed)
    for peer in (("127.0.0.1", PORT), ("127.0.0.2", PORT), ("127.0.0.1", PORT + 1)):
        try:
            socket.create_connection(peer, 1).close()
            print("connected")
        except PermissionError:
            print("forbidden")
try:
    socket.getaddrinfo("localhost", 443)
except PermissionError:
    print("no names")
print(guard.connections)
"""


def test_a_worker_ends_when_nobody_listens_any_more() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "portal_audit.collect.tls.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=20) == 0


def test_a_worker_in_the_middle_of_a_scan_ends_too() -> None:
    with LabServer(None, patience=0) as server:
        request = {"host": "x.example", "address": "127.0.0.1", "port": server.port}
        request |= {"store": certifi.where(), "timeout": 30}
        process = subprocess.Popen(
            [sys.executable, "-m", "portal_audit.collect.tls.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def test_a_worker_stays_small() -> None:
    script = "import sys, portal_audit.collect.tls.worker.scan; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert not {"httpx", "lxml", "selectolax", "sqlalchemy"} & set(done.stdout.split())


def test_a_worker_reaches_only_the_address_that_was_checked() -> None:
    with LabServer(None, patience=0, then="closes") as server:
        script = GUARDED.replace("PORT", str(server.port))
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
        )
    connected = ["connected", "forbidden", "forbidden"]
    assert done.stdout.split("\n")[:-1] == ["forbidden"] * 3 + connected + ["no names", "1"]


UNKILLED = 120.0
"""Seconds that a worker would take by itself."""


@pytest.fixture(scope="module")
def parent() -> Iterator[WorkerParent]:
    made = WorkerParent()
    yield made
    made.close()


def unreadable(server: LabServer) -> dict[str, Any]:
    """Return a request that takes as long as it may."""
    place = {"host": "x.example", "address": "127.0.0.1", "port": server.port}
    return {**place, "store": certifi.where(), "timeout": UNKILLED}


@pytest.mark.parametrize("forked", [True, False])
def test_a_worker_past_its_time_is_killed_and_keeps_what_it_said(
    parent: WorkerParent, *, forked: bool
) -> None:
    with LabServer(None, patience=0) as server:
        worker = TlsWorker(parent.start() if forked else SpawnedWorker())
        started = time.monotonic()
        assert worker.ask(unreadable(server), seconds=1.0) == []
        assert time.monotonic() - started < UNKILLED / 2  # however busy the machine
        worker.close()
        assert not worker.alive


def test_a_worker_that_was_killed_serves_nobody_else(parent: WorkerParent) -> None:
    worker = TlsWorker(parent.start())
    assert worker.alive
    worker.kill()
    assert not worker.alive
    worker.close()


def test_a_worker_that_died_by_itself_is_seen_to_be_gone(parent: WorkerParent) -> None:
    process = parent.start()
    process.kill()
    assert process.stdout.read() == ""
    assert not TlsWorker(process).alive
    process.close()


def test_where_the_parent_of_the_workers_died_another_takes_its_place() -> None:
    parent = WorkerParent()
    first = parent.start()
    assert parent._process is not None
    parent._process.kill()
    parent._process.wait()
    second = parent.start()
    assert says_something(second)
    for worker in (first, second):
        worker.close()
    parent.close()


def test_processes_that_are_forked_share_the_parent_of_their_workers() -> None:
    with shared_parent(certifi.where()):
        one, other = WorkerParent(), WorkerParent()
        first, second = one.start(), other.start()
        assert one._process is None
        assert other._process is None
        first.close()
        one.close()  # one of them ends: nobody else notices
        third = other.start()
        assert says_something(second)
        assert says_something(third)
        for worker in (second, third):
            worker.close()
        other.close()


def test_where_the_shared_parent_died_each_process_has_one_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: Any) -> subprocess.Popen[bytes]:
        started.append(worker_process_start(*arguments))
        return started[-1]

    worker_process_start = worker_process._start_parent
    monkeypatch.setattr(worker_process, "_start_parent", start)
    parent = WorkerParent()
    with shared_parent(None):
        before = parent.start()
        started[0].kill()
        started[0].wait()
        after = parent.start()
        assert says_something(after)
        for worker in (before, after):
            worker.close()
        parent.close()
    assert len(started) == 2


def test_a_worker_that_was_asked_often_enough_is_replaced(
    parent: WorkerParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_pool, "ASKED_OF_ONE", 2)
    worker = TlsWorker(parent.start())
    for alive in (True, False):
        assert worker.ask({"task": "nothing"}, seconds=UNKILLED)
        assert worker.alive is alive
    worker.close()


def says_something(worker: WorkerProcess) -> bool:
    worker.stdin.write('{"task": "nothing"}\n')
    worker.stdin.flush()
    return bool(worker.stdout.readline())


ORPHANS = """
import os, signal
from portal_audit.collect.tls.worker_process import WorkerParent
parent = WorkerParent()
worker = parent.start()
print(parent._process.pid, worker._pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_neither_workers_nor_their_parent_outlive_us() -> None:
    with subprocess.Popen([sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        left = [int(pid) for pid in killed.stdout.read().split()]
    assert len(left) == 2
    assert all(ends(pid) for pid in left)


def ends(pid: int) -> bool:
    """Tell whether a process ends within some seconds."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], 20)[0])
    finally:
        os.close(descriptor)


def test_closing_a_pool_that_was_never_used_is_nothing() -> None:
    Pool(1).close()
