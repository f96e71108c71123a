"""A server sees no more new TLS connections in a second than it should; counted at the server."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from itertools import pairwise

import pytest

from portal_audit.collect.http.limits import VisitLimits
from portal_audit.collect.tls.probe import connection_rate
from portal_audit.collect.tls.worker.connection_pace import ConnectionPace, time_waited
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
    assert connection_rate(limits) + limits.rate < limits.tls_rate == 10


def test_a_server_counts_no_more_connections_than_the_rate(context: ssl.SSLContext) -> None:
    limits = VisitLimits(tls_rate=RATE, rate=2)
    with LabServer(context) as server:
        seen = asyncio.run(look(server.port, limits=limits))
    assert seen.connections == len(server.moments) > 20
    window = 0.25
    most = max(sum(0 <= later - m < window for later in server.moments) for m in server.moments)
    assert most <= RATE * window
    assert server.most_at_once <= 2
