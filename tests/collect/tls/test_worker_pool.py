"""Worker processes: they never outlive us, and reach nothing but the address they were given."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import certifi

from portal_audit.collect.tls.worker_pool import Pool, TlsWorker
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


def test_a_worker_past_its_time_is_killed_and_keeps_what_it_said() -> None:
    with LabServer(None, patience=0) as server:
        worker = TlsWorker()
        request = {"host": "x.example", "address": "127.0.0.1", "port": server.port}
        request |= {"store": certifi.where(), "timeout": 30}
        started = time.monotonic()
        assert worker.ask(request, seconds=1.0) == []
        assert time.monotonic() - started < 10
        worker.close()
        assert not worker.alive


def test_a_worker_that_was_killed_serves_nobody_else() -> None:
    worker = TlsWorker()
    worker.kill()
    assert not worker.alive
    worker.close()


def test_closing_a_pool_that_was_never_used_is_nothing() -> None:
    Pool(1).close()
