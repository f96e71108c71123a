"""A grid of TLS servers: our evidence agrees with other programs, our verdicts with what was set.

By default a sample; ``TLS_GRID=all`` takes every server (``make oracles``).
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal_audit.collect.tls.worker_pool import POOL
from portal_audit.evidence import Evidence, TlsAddress, TlsServer, Visit
from portal_audit.model import Target
from portal_audit.rules import catalog
from portal_audit.scoring.external.ssl_labs import rate
from portal_audit.scoring.judge import judge
from tests.collect.tls.tls_lab import look
from tests.oracles.grid_quirks import excused
from tests.oracles.grid_servers import running
from tests.oracles.tls_grid import GridServer, servers
from tests.oracles.tls_oracles import Seen, ask_nmap, ask_openssl, ask_sslscan

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.testbed,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed"),
]

EVERYTHING = os.environ.get("TLS_GRID") == "all"
AT_ONCE = 3
YEAR = 31_536_000


@dataclass(frozen=True)
class Grid:
    """The servers that run, and what we saw of them."""

    servers: dict[int, GridServer]
    ours: dict[int, TlsAddress]
    ca_file: Path
    folder: Path

    @property
    def hosts(self) -> dict[int, str]:
        """Names by port."""
        return {port: server.host for port, server in self.servers.items()}


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grid]:
    folder = tmp_path_factory.mktemp("grid")
    with running(servers(EVERYTHING), folder) as (started, ca_file):
        ours = asyncio.run(look_at_all(started, str(ca_file)))
        yield Grid(started, ours, ca_file, folder)
    POOL.close()


async def look_at_all(started: dict[int, GridServer], ca_file: str) -> dict[int, TlsAddress]:
    """Look at them, a few at a time."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(port: int, host: str) -> TlsAddress:
        async with turn:
            return await look(port, host=host, ca_file=ca_file)

    seen = await asyncio.gather(*(one(port, each.host) for port, each in started.items()))
    return dict(zip(started, seen, strict=True))


def none_of(wrong: list[object]) -> None:
    """Fail with all of them, a line each."""
    assert not wrong, "\n" + "\n".join(map(str, wrong))


def suites(address: TlsAddress) -> dict[str, frozenset[str]]:
    return {v.version: frozenset(v.suites) for v in address.versions if v.offered}


def differences(grid: Grid, theirs: dict[int, Seen], program: str) -> list[object]:
    """Return what the two do not agree on and no known quirk explains."""
    return [
        (grid.servers[port].name, version, sorted(mine - other), sorted(other - mine))
        for port, address in grid.ours.items()
        for version in {*suites(address), *theirs[port].suites}
        for mine, other in [
            excused(
                grid.servers[port],
                program,
                version,
                suites(address).get(version, frozenset()),
                theirs[port].suites.get(version, frozenset()),
            )
        ]
        if mine != other
    ]


def test_nothing_was_left_unknown(grid: Grid) -> None:
    unknown = {grid.servers[port].name: seen.unknown for port, seen in grid.ours.items()}
    assert {name: lost for name, lost in unknown.items() if lost} == {}


def test_every_verdict_is_the_one_that_was_set(grid: Grid) -> None:
    checks = catalog.read()
    wrong: list[object] = []
    for port, server in grid.servers.items():
        evidence = Evidence(
            TlsServer((grid.ours[port],)),
            Visit(Target("x", "https://x.example/"), datetime.now(UTC)),
        )
        for check_id, expected in server.expected.items():
            check = checks.get(check_id)
            assert check is not None
            (finding,) = judge([check], evidence)
            if finding.outcome != expected:
                wrong.append((server.name, check_id, finding.outcome, expected))
    none_of(wrong)


def test_every_grade_is_the_one_that_follows(grid: Grid) -> None:
    wrong: list[object] = []
    for port, server in grid.servers.items():
        rating = rate(TlsServer((grid.ours[port],)), YEAR)
        if rating.grade != server.grade:
            wrong.append((server.name, rating.grade, server.grade, rating.caps, rating.warnings))
    none_of(wrong)


def test_openssl_says_the_same_of_every_chain(grid: Grid) -> None:
    ports = {port: each.host for port, each in grid.servers.items() if each.kind != "tlslite"}
    theirs = ask_openssl(ports, grid.ca_file)
    wrong: list[object] = [
        (grid.servers[port].name, (ours.trusted, ours.host_matches), (code, theirs[port]))
        for port, (code, _) in theirs.items()
        for ours in [grid.ours[port]]
        if (ours.trusted, ours.host_matches) != (code == 0, theirs[port][1])
        # At level 0, which takes short keys as browsers do, OpenSSL takes SHA-1 as well.
        if ours.trust_error != "weak-signature" or ours.host_matches != theirs[port][1]
    ]
    none_of(wrong)


@pytest.mark.skipif(not shutil.which("sslscan"), reason="sslscan is not installed")
def test_sslscan_sees_the_same(grid: Grid) -> None:
    theirs = ask_sslscan(grid.hosts, grid.folder)
    none_of(differences(grid, theirs, "sslscan"))
    for port, seen in grid.ours.items():
        assert theirs[port].versions == frozenset(suites(seen)), grid.servers[port].name


@pytest.mark.skipif(not shutil.which("nmap"), reason="nmap is not installed")
def test_nmap_sees_the_same(grid: Grid) -> None:
    none_of(differences(grid, ask_nmap(grid.hosts), "nmap"))
