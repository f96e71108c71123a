"""What hand-made hellos find out about real servers, and what is tried with leave only."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal_audit.collect.probes.base import VisitPlan
from portal_audit.collect.tls.probe import tls_server
from portal_audit.collect.tls.worker.hello import RETRY
from portal_audit.collect.tls.worker_pool import POOL
from portal_audit.demo.certificates import Authority
from portal_audit.evidence import Evidence, Exchange, HttpsFront, TlsAddress, TlsServer
from portal_audit.model import Target
from portal_audit.rules import catalog
from portal_audit.scoring.judge import judge
from tests.collect.tls.tls_lab import ANSWER, HOST, LabServer, client_for, look

ONLY_ML_KEM = bytes.fromhex("000a 0004 0002 11ec")
"""The extension of groups, with one in it."""
ASKS_AGAIN = bytes.fromhex(
    "16 0303 0038  02 000034 0303" + RETRY.hex() + "00 1301 00 000c 002b 0002 0304 0033 0002 11ec"
)
PERMISSION = "123/GP"


@pytest.fixture(scope="module", autouse=True)
def workers() -> Iterator[None]:
    yield
    POOL.close()


def serving(folder: Path, suites: str, *, newest: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    authority = Authority()
    leaf = authority.leaf(HOST, rsa_key=True)
    file = folder / "server.pem"
    file.write_bytes(leaf.key_pem + leaf.pem + authority.intermediate.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    context.set_ciphers(suites)
    if newest:
        context.maximum_version = newest
    return context


def run(server: LabServer, authorised_by: str | None = None) -> TlsAddress:
    return asyncio.run(look(server.port, authorised_by=authorised_by))


class Modern(LabServer):
    """Takes X25519MLKEM768, which no OpenSSL of these tests knows."""

    def _talk(self, connection: socket.socket, number: int) -> None:
        if ONLY_ML_KEM in connection.recv(4096, socket.MSG_PEEK):
            with connection:
                connection.recv(4096)
                connection.sendall(ASKS_AGAIN)
        else:
            super()._talk(connection, number)


class Bleeding(LabServer):
    """Sends heartbeats back, and more of them than came, before any handshake is complete."""

    def _talk(self, connection: socket.socket, number: int) -> None:
        assert self.context is not None
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = self.context.wrap_bio(incoming, outgoing, server_side=True)
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            while record := self._record(connection):
                if record[0] == 24:
                    connection.sendall(b"\x18\x03\x03\x00\x13" + b"\2\0\x10" + b"\1" * 16)
                    return
                incoming.write(record)
                with contextlib.suppress(ssl.SSLWantReadError):
                    tls.do_handshake()
                    tls.read()
                    tls.write(ANSWER)
                connection.sendall(outgoing.read())

    def _record(self, connection: socket.socket) -> bytes:
        head = connection.recv(5, socket.MSG_WAITALL)
        size = int.from_bytes(head[3:5], "big")
        return head + connection.recv(size, socket.MSG_WAITALL)


@pytest.mark.parametrize(
    ("suites", "newest", "taken"),
    [
        ("ECDHE+AESGCM:@SECLEVEL=0", None, True),
        ("ECDHE+AESGCM:@SECLEVEL=2", None, False),
        ("AES128-GCM-SHA256:@SECLEVEL=0", ssl.TLSVersion.TLSv1_2, None),
        ("ECDHE+AES:@SECLEVEL=0", ssl.TLSVersion.TLSv1_1, True),
    ],
    ids=["lax", "strict", "signs nothing", "old"],
)
def test_signing_with_sha1(
    tmp_path: Path, suites: str, newest: ssl.TLSVersion | None, taken: bool | None
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context = serving(tmp_path, suites, newest=newest)
        context.minimum_version = ssl.TLSVersion.TLSv1 if newest else ssl.TLSVersion.TLSv1_2
    with LabServer(context) as server:
        seen = run(server)
    assert (seen.sha1_key_exchange, seen.unknown) == (taken, ())


def test_a_post_quantum_group_is_seen(tmp_path: Path) -> None:
    context = serving(tmp_path, "ECDHE+AESGCM")
    with Modern(context) as server:
        modern = run(server)
    with LabServer(context) as server:
        plain = run(server)
    assert "X25519MLKEM768" in (modern.groups or ())
    assert set(modern.groups or ()) - set(plain.groups or ()) == {"X25519MLKEM768"}
    assert (modern.unknown, plain.unknown) == ((), ())


def test_known_holes_are_looked_for_with_leave_only(tmp_path: Path) -> None:
    context = serving(tmp_path, "ALL:@SECLEVEL=0")
    with LabServer(context) as server:
        assert run(server).vulnerabilities is None
        before = server.connections
        seen = run(server, PERMISSION)
        assert (seen.vulnerabilities, seen.unknown) == ((), ())
        assert server.connections > 2 * before, "so the tests were made"


def test_heartbleed_is_found(tmp_path: Path) -> None:
    context = serving(tmp_path, "ECDHE+AESGCM", newest=ssl.TLSVersion.TLSv1_2)
    with Bleeding(context) as server:
        assert "heartbleed" in (run(server, PERMISSION).vulnerabilities or ())


def verdicts(server: TlsServer) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return outcomes, with where they were seen: the worst address counts."""
    wanted = [catalog.read().get(f"tls.{n}") for n in ("addresses", "versions", "forward_secrecy")]
    found = judge([check for check in wanted if check], Evidence(server))
    return {finding.check: (finding.outcome, finding.where) for finding in found}


def test_every_address_is_looked_at(tmp_path: Path) -> None:
    good = serving(tmp_path, "ECDHE+AESGCM")
    worse = serving(tmp_path, "RSA+AESGCM:@SECLEVEL=0", newest=ssl.TLSVersion.TLSv1_2)

    async def both(port: int) -> tuple[TlsServer, list[str]]:
        url = f"https://{HOST}:{port}/"
        target = Target("x", url)
        front = HttpsFront(url, (Exchange(url, 200, (), 0.1),))
        async with client_for(target, addresses=("127.0.0.1", "127.0.0.2")) as client:
            return await tls_server(target, client, VisitPlan(), front), [
                f"{entry.method} {entry.address} {entry.detail}" for entry in client.log
            ]

    with LabServer(good) as one, LabServer(worse, at=("127.0.0.2", one.port)) as other:
        server, log = asyncio.run(both(one.port))
        counts = one.connections, other.connections
    first, second = server.addresses
    assert (first.address, second.address) == ("127.0.0.1", "127.0.0.2")
    assert [v.version for v in first.versions if v.offered] == ["TLSv1.2", "TLSv1.3"]
    assert [v.version for v in second.versions if v.offered] == ["TLSv1.2"]
    assert second.suites <= {
        f"TLS_RSA_WITH_AES_{n}_GCM_SHA{h}" for n, h in ((128, 256), (256, 384))
    }
    assert (first.connections, second.connections) == counts
    assert log == [
        f"TLS 127.0.0.1 ok, {counts[0]} connections",
        f"TLS 127.0.0.2 ok, {counts[1]} connections",
    ]
    assert verdicts(server) == {
        "tls.addresses": ("differ-versions", (f"{HOST} (127.0.0.1)", f"{HOST} (127.0.0.2)")),
        "tls.versions": ("no-tls13", (f"{HOST} (127.0.0.2)",)),
        "tls.forward_secrecy": ("none", (f"{HOST} (127.0.0.2)",)),
    }


@pytest.mark.parametrize("insists", [True, False])
def test_suites_stand_in_the_order_of_the_server_where_it_has_one(
    tmp_path: Path, insists: bool
) -> None:
    names = ["ECDHE-RSA-AES256-SHA", "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-RSA-AES128-GCM-SHA256"]
    context = serving(tmp_path, ":".join(names), newest=ssl.TLSVersion.TLSv1_2)
    if not insists:
        context.options &= ~ssl.OP_CIPHER_SERVER_PREFERENCE
    with LabServer(context) as server:
        tls12 = run(server).version("TLSv1.2")
    in_order = (
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    )
    assert tls12 is not None
    assert tls12.ordered is insists
    assert tls12.suites == (in_order if insists else tuple(sorted(in_order, reverse=True)))


def test_a_finite_field_group_of_tls_1_3_is_seen(tmp_path: Path) -> None:
    """OpenSSL 3 takes ffdhe groups unless it is told which groups to take."""
    context = serving(tmp_path, "ECDHE+AESGCM")
    with LabServer(context) as server:
        stock = run(server)
    context.set_ecdh_curve("prime256v1")
    with LabServer(context) as server:
        chosen = run(server)
    if ssl.OPENSSL_VERSION_INFO >= (3,):
        assert {"ffdhe2048", "ffdhe8192"} <= set(stock.groups or ())
    assert chosen.groups == ("secp256r1",)
    assert (stock.unknown, chosen.unknown) == ((), ())
