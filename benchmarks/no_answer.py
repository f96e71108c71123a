"""What portals cost that give no answer: how long we wait, and how often we knock.

    python -m benchmarks.no_answer

Each stands on an address of its own, with one port for https and one for http. They are audited one
after another, with the default limits.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_network

from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.evidence import Visit
from portal_audit.model import Kind, Target
from portal_audit.rules import catalog, profile_files
from portal_audit.runs.many_portals import audit_here
from portal_audit.runs.site_audit import AuditSettings, SiteAudit

NETWORK = "127.0.0.0/8"
ADDRESS = "127.98.0.{}"
HELLO = b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03" + bytes(1000)
"""Begin of a TLS handshake that never comes to its end."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Filler: " + b"a" * 1000
EVERY = 0.5
"""Seconds between two bytes."""
KINDS = {
    "dead": "nobody listens",
    "silent": "packets are dropped",
    "tarpit": "connects and never says a word",
    "drip": "sends a byte twice a second",
}


@dataclass(slots=True)
class Counted:
    """Connections that a portal accepted, or, where packets are dropped, would have."""

    number: int = 0


@contextmanager
def listening(kind: str, address: str, drip: bytes) -> Iterator[tuple[int, Counted]]:
    """Be one port of such a portal; yield it with what it counts."""
    with socket.socket() as listener, ExitStack() as talks:
        listener.bind((address, 0))
        port, counted, over = int(listener.getsockname()[1]), Counted(), threading.Event()
        if kind == "dead":
            yield port, counted
            return
        listener.listen(0 if kind == "silent" else 100)
        if kind == "silent":  # a full queue, into which Linux takes nobody more
            for _ in range(3):
                caller = talks.enter_context(socket.socket())
                caller.setblocking(False)
                with suppress(BlockingIOError):
                    caller.connect((address, port))
            yield port, counted
            return
        listener.settimeout(0.05)
        thread = threading.Thread(target=_accept, args=(listener, counted, over, kind, drip))
        thread.start()
        try:
            yield port, counted
        finally:
            over.set()
            thread.join()


def _accept(
    listener: socket.socket, counted: Counted, over: threading.Event, kind: str, drip: bytes
) -> None:
    talks: list[threading.Thread] = []
    while not over.is_set():
        with suppress(TimeoutError):
            talk, _ = listener.accept()
            counted.number += 1
            talks.append(threading.Thread(target=_talk, args=(talk, over, kind, drip)))
            talks[-1].start()
    for one in talks:
        one.join()


def _talk(talk: socket.socket, over: threading.Event, kind: str, drip: bytes) -> None:
    with talk, suppress(OSError):
        for byte in drip:
            if over.wait(EVERY):
                return
            if kind == "drip":
                talk.sendall(bytes([byte]))
        over.wait()


@dataclass(frozen=True, slots=True)
class Knocked:
    """What one portal cost."""

    kind: str
    seconds: float
    connections: int
    cause: str


def knock(kind: str, limits: VisitLimits) -> Knocked:
    """Audit one portal of a kind."""
    address = ADDRESS.format(1 + list(KINDS).index(kind))
    with (
        listening(kind, address, HELLO) as (https, over_tls),
        listening(kind, address, HEAD) as (http, plain),
    ):
        target = Target(
            kind,
            f"https://{kind}.lab.test:{https}/",
            kind=Kind.COMMUNE,
            address=address,
            http_url=f"http://{kind}.lab.test:{http}/",
        )
        audit = asyncio.run(_audit(target, limits))
        connections = over_tls.number + plain.number
    visit = audit.unpacked().get(Visit)
    assert visit is not None
    return Knocked(kind, visit.seconds, connections, str(audit.result.cause))


async def _audit(target: Target, limits: VisitLimits) -> SiteAudit:
    every = catalog.read()
    rules = AccessRules(allow_private=(ip_network(NETWORK),))
    job = AuditSettings(every, profile_files.load_all(every), limits=limits, rules=rules)
    [audit] = [one async for one in audit_here([target], job)]
    return audit


def main() -> None:
    """Measure and print."""
    print("| portal | s | connections | cause |", "|---|---|---|---|", sep="\n")
    for kind, what in KINDS.items():
        one = knock(kind, VisitLimits())
        print(
            f"| {kind}: {what} | {one.seconds:.1f} | {one.connections} | {one.cause} |", flush=True
        )


if __name__ == "__main__":
    main()
