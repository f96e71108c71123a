"""What one portal that is far away costs: the TLS part's time, its connections, its requests.

    python -m benchmarks.far_away --rtt 60

Full audits, one portal after another, at two connections at once; first as fast as the distance
allows, then at the default rate of new TLS connections. What we say we sent stands beside what the
servers counted.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from benchmarks.country import NETWORK, Country, country, missing
from benchmarks.delay import Distance
from portal_audit import inventory
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.http.request_log import RequestLog
from portal_audit.evidence import TlsServer
from portal_audit.model import State
from portal_audit.rules import catalog, profile_files
from portal_audit.runs.many_portals import audit_here
from portal_audit.runs.site_audit import AuditSettings

CONNECTIONS = re.compile(r"ok, (\d+) connections")
"""What the log says of the TLS part."""
IN_TLS = 1
"""Requests that the TLS part sends within TLS, beside those of the log."""


@dataclass(frozen=True, slots=True)
class Visited:
    """What one portal cost."""

    tls_seconds: float
    tls_connections: int
    requests: int
    """As we say."""
    requests_counted: int
    connections_counted: int
    """As the servers say."""


def visit(made: Country, limits: VisitLimits) -> list[Visited]:
    """Audit each portal of a country by itself."""
    every = catalog.read()
    log: list[RequestLog] = []
    job = AuditSettings(
        every,
        profile_files.load_all(every),
        rules=AccessRules(allow_private=(ip_network(NETWORK),), ca_file=str(made.ca_file)),
        limits=limits,
        log=log.append,
    )
    found = []
    for target in inventory.read(made.inventory):
        log.clear()
        requests, connections = made.counters.requests(), made.counters.connections()

        async def audit(target=target) -> None:  # type: ignore[no-untyped-def]
            async for one in audit_here([target], job):
                assert one.result.state is State.SCANNED, one.result.cause
                assert one.unpacked().get(TlsServer) is not None

        asyncio.run(audit())
        tls = next(one for one in log if one.method == "TLS")
        opened = CONNECTIONS.search(tls.detail)
        sent = [one for one in log if one.method in ("GET", "HEAD") and one.address]
        found.append(
            Visited(
                tls.seconds,
                int(opened[1]) if opened else 0,
                len(sent) + IN_TLS,
                made.counters.requests() - requests,
                made.counters.connections() - connections,
            )
        )
    return found


def row(name: str, visited: Sequence[Visited]) -> str:
    """Return a line of the table: medians, and the least and most of the time."""
    times = [one.tls_seconds for one in visited]
    shown = f"{statistics.median(times):.1f} [{min(times):.1f}–{max(times):.1f}]"
    others = (
        [one.tls_connections for one in visited],
        [one.connections_counted for one in visited],
        [one.requests for one in visited],
        [one.requests_counted for one in visited],
    )
    return f"| {name} | {shown} | " + " | ".join(f"{statistics.median(o):g}" for o in others) + " |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.far_away", description=__doc__)
    parser.add_argument("--rtt", type=float, default=60, help="round-trip time in ms")
    parser.add_argument("--portals", type=int, default=5)
    given = parser.parse_args()
    if reason := missing():
        print(f"skipped: {reason}")
        return
    here = Distance(given.rtt / 1000, given.rtt / 1000)
    print(
        "| rates | TLS part, s | its connections | all, counted | requests, ours | counted |",
        "|---|---|---|---|---|---|",
        sep="\n",
    )
    for name, limits in (
        ("as fast as it goes", VisitLimits(rate=1000, tls_rate=1000)),
        ("defaults", VisitLimits()),
    ):
        with (
            tempfile.TemporaryDirectory() as place,
            country(Path(place), given.portals, here) as made,
        ):
            print(row(name, visit(made, limits)), flush=True)


if __name__ == "__main__":
    main()
