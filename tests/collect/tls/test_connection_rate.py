"""A server sees no more new TLS connections in a second than it should; counted at the server."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from portal_audit.collect.http.limits import VisitLimits
from portal_audit.collect.tls.worker.connection_pace import ConnectionPace, time_waited
from portal_audit.collect.tls.worker.iana_numbers import suite_numbers
from portal_audit.collect.tls.worker_pool import POOL
from portal_audit.demo.certificates import Authority
from tests.collect.tls.tls_lab import HOST, LabServer, look

RATE = 60.0


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ssl.SSLContext]:
    authority = Authority()
    leaf = authority.leaf(HOST)
    file = tmp_path_factory.mktemp("rate") / "chain.pem"
    file.write_bytes(leaf.pem + authority.intermediate.pem + leaf.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(file)
    yield context
    POOL.close()


STOCK = "HIGH:!aNULL:!MD5"
WITH_OLD = "ECDHE+AESGCM:ECDHE+AES:RSA+AES:@SECLEVEL=0"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("suites", "oldest", "own_order", "most"),
    [
        ("ECDHE+AESGCM:ECDHE+CHACHA20", ssl.TLSVersion.TLSv1_2, True, 25),
        (STOCK, ssl.TLSVersion.TLSv1_2, False, 45),
        (STOCK, ssl.TLSVersion.TLSv1_2, True, 45),
        (WITH_OLD, ssl.TLSVersion.TLSv1, False, 45),
        (WITH_OLD, ssl.TLSVersion.TLSv1, True, 45),
    ],
    ids=["six suites", "stock nginx", "stock, own order", "with TLS 1.0", "TLS 1.0, own order"],
)
def test_a_server_counts_at_most_45_connections(
    tmp_path: Path, suites: str, oldest: ssl.TLSVersion, own_order: bool, most: int
) -> None:
    """One for each suite accepted, and some fifteen besides, whose order it is included."""
    authority = Authority()
    leaf = authority.leaf(HOST, rsa_key=True)
    file = tmp_path / "chain.pem"
    file.write_bytes(leaf.pem + authority.intermediate.pem + leaf.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    context.set_ciphers(suites)
    context.minimum_version = oldest
    if not own_order:
        context.options &= ~ssl.OP_CIPHER_SERVER_PREFERENCE
    with LabServer(context) as server:
        seen = asyncio.run(look(server.port))
    assert seen.unknown == ()
    assert {each.ordered for each in seen.versions if len(each.suites) > 1} == {own_order}
    assert seen.connections == server.connections <= most
    if own_order:  # as OpenSSL itself lists it
        order = [cipher["id"] & 0xFFFF for cipher in context.get_ciphers()]
        for version in seen.versions:
            numbers = [suite_numbers()[name] for name in version.suites]
            assert numbers == sorted(numbers, key=order.index), version.version


class FakeTime:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_connections_are_spaced_evenly_and_the_wait_is_known() -> None:
    time = FakeTime()
    before = time_waited()
    pace = ConnectionPace(10, time.clock, time.sleep)
    moments = []
    for _ in range(30):
        pace.wait()
        moments.append(time.now)
    assert all(later - earlier == pytest.approx(0.1) for earlier, later in pairwise(moments))
    assert time_waited() - before == pytest.approx(3.0)


def test_whoever_was_slow_need_not_wait() -> None:
    time = FakeTime()
    pace = ConnectionPace(10, time.clock, time.sleep)
    time.now = 200.0
    pace.wait()
    assert time.now == 200.0


@pytest.mark.parametrize("limits", [VisitLimits(), VisitLimits(rate=1), VisitLimits(rate=4)])
def test_the_crawl_and_the_look_at_tls_together_keep_to_the_rate(limits: VisitLimits) -> None:
    assert limits.probe_rate + limits.rate < limits.tls_rate == 10


def test_a_server_counts_no_more_connections_than_the_rate(context: ssl.SSLContext) -> None:
    limits = VisitLimits(tls_rate=RATE, rate=8)
    with LabServer(context) as server:
        seen = asyncio.run(look(server.port, limits=limits))
    assert seen.connections == len(server.moments) > 15
    window = 0.25
    most = max(sum(0 <= later - m < window for later in server.moments) for m in server.moments)
    assert most <= RATE * window
    assert server.most_at_once <= 2


def test_two_portals_on_one_address_keep_to_its_rate_together(context: ssl.SSLContext) -> None:
    """Counted at the server, which cannot tell whom a connection is for before it is open."""
    limits = VisitLimits(tls_rate=RATE, rate=8)

    async def both(port: int) -> list[int]:
        hosts = ("a.example", "b.example")
        seen = await asyncio.gather(*(look(port, host=host, limits=limits) for host in hosts))
        return [address.connections for address in seen]

    with LabServer(context) as server:
        connections = asyncio.run(both(server.port))
    assert sum(connections) == len(server.moments)
    window = 0.25
    most = max(sum(0 <= later - m < window for later in server.moments) for m in server.moments)
    assert most <= RATE * window
    assert server.most_at_once <= 2
