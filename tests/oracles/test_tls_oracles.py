"""Our TLS evidence agrees with programs that we did not write, on every TLS server we have."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import ssl
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from portal_audit.collect.tls.worker_pool import POOL
from portal_audit.demo.certificates import Authority
from portal_audit.demo.control import Testbed
from portal_audit.evidence import TlsAddress
from tests.collect.tls.tls_lab import LabServer, look
from tests.oracles.tls_oracles import (
    SSLYZE,
    Seen,
    ask_nmap,
    ask_sslscan,
    ask_sslyze,
    ask_testssl,
)

pytestmark = [pytest.mark.oracle, pytest.mark.testbed]

V = ssl.TLSVersion

LAB: Mapping[str, tuple[str, bool, ssl.TLSVersion, ssl.TLSVersion]] = {
    "anything.example": ("ALL:COMPLEMENTOFALL:@SECLEVEL=0", True, V.TLSv1, V.TLSv1_3),
    "ecdsa.example": ("ALL:@SECLEVEL=0", False, V.TLSv1_2, V.TLSv1_3),
    "old.example": ("ALL:@SECLEVEL=0", True, V.TLSv1, V.TLSv1_1),
    "static.example": ("RSA+AES:@SECLEVEL=0", True, V.TLSv1_1, V.TLSv1_2),
    "new.example": ("ECDHE+AESGCM", False, V.TLSv1_3, V.TLSv1_3),
}
"""Host → suites, whether its key is RSA, oldest and newest version."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("oracles")


@pytest.fixture(scope="module")
def servers(folder: Path) -> Iterator[dict[int, str]]:
    """Run the testbed and a few worse servers; yield their TLS ports with their names."""
    authority = Authority()
    with ExitStack() as stack:
        bed = stack.enter_context(Testbed(0))
        urls = [urlsplit(target.url) for target in bed.targets()]
        hosts = {url.port or 443: url.hostname or "" for url in urls if _speaks_tls(url.port)}
        for host, (suites, rsa, oldest, newest) in LAB.items():
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.set_ciphers(suites)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version, context.maximum_version = oldest, newest
            leaf = authority.leaf(host, rsa_key=rsa)
            file = folder / f"{host}.pem"
            file.write_bytes(leaf.key_pem + leaf.pem + authority.intermediate.pem)
            context.load_cert_chain(file)
            hosts[stack.enter_context(LabServer(context)).port] = host
        yield hosts
    POOL.close()


def _speaks_tls(port: int | None) -> bool:
    """Leave out the portals without HTTPS and those that never answer."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection(("127.0.0.1", port or 443), timeout=2) as connection:
            context.wrap_socket(connection, server_hostname="x.example").close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def ours(servers: dict[int, str]) -> dict[int, TlsAddress]:
    """Look at all of them at once, as a scan would."""

    async def everything() -> list[TlsAddress]:
        return await asyncio.gather(*(look(port, host=host) for port, host in servers.items()))

    return dict(zip(servers, asyncio.run(everything()), strict=True))


def suites(address: TlsAddress) -> dict[str, frozenset[str]]:
    return {v.version: frozenset(v.suites) for v in address.versions if v.offered}


def dates(address: TlsAddress) -> tuple[str, str]:
    leaf = address.chain[0]
    return f"{leaf.not_before:%Y-%m-%dT%H:%M:%S}", f"{leaf.not_after:%Y-%m-%dT%H:%M:%S}"


def compare(
    servers: dict[int, str], ours: dict[int, TlsAddress], theirs: dict[int, Seen]
) -> list[object]:
    """Return every difference in versions, suites and dates, by server."""
    return [
        (servers[port], what, mine, other)
        for port, address in ours.items()
        for what, mine, other in (
            ("suites", suites(address), theirs[port].suites),
            ("dates", dates(address), (theirs[port].not_before, theirs[port].not_after)),
        )
        if mine != other
    ]


def test_nothing_was_left_unknown(ours: dict[int, TlsAddress]) -> None:
    assert len(ours) >= 14 + len(LAB)
    assert {address.host: address.unknown for address in ours.values() if address.unknown} == {}


@pytest.fixture(scope="module")
def by_sslscan(servers: dict[int, str], folder: Path) -> dict[int, Seen]:
    if not shutil.which("sslscan"):
        pytest.skip("sslscan is not installed")
    return ask_sslscan(servers, folder)


@pytest.fixture(scope="module")
def unlike(
    request: pytest.FixtureRequest, servers: dict[int, str], ours: dict[int, TlsAddress]
) -> dict[int, str]:
    """Return the servers for slow programs: of those with the same suites and groups, one.

    That they have the same is sslscan's word, not ours; without it all are asked.
    """
    if not shutil.which("sslscan"):
        return servers
    seen: dict[int, Seen] = request.getfixturevalue("by_sslscan")
    found = {
        (*sorted(seen[port].suites.items()), frozenset(ours[port].groups or ())): port
        for port in servers
    }
    assert len(found) > len(LAB)
    return {port: servers[port] for port in found.values()}


def test_sslscan_agrees(
    servers: dict[int, str], ours: dict[int, TlsAddress], by_sslscan: dict[int, Seen]
) -> None:
    assert compare(servers, ours, by_sslscan) == []


@pytest.mark.skipif(not SSLYZE.exists(), reason="the command sslyze is not installed")
def test_sslyze_agrees(unlike: dict[int, str], ours: dict[int, TlsAddress], folder: Path) -> None:
    theirs = ask_sslyze(unlike, folder)
    asked = {port: ours[port] for port in unlike}
    assert compare(unlike, asked, theirs) == []
    # sslyze asks for groups at the best version only, and needs TLS 1.2 to tell them.
    for port, address in asked.items():
        assert theirs[port].groups <= set(address.groups or ()), unlike[port]


@pytest.mark.skipif(not shutil.which("nmap"), reason="nmap is not installed")
def test_nmap_agrees(unlike: dict[int, str], ours: dict[int, TlsAddress]) -> None:
    """It takes a second a server."""
    asked = {port: ours[port] for port in unlike}
    assert compare(unlike, asked, ask_nmap(unlike)) == []


@pytest.mark.timeout(1800)
@pytest.mark.skipif(os.environ.get("TLS_GRID") != "all", reason="takes minutes: make oracles")
@pytest.mark.skipif(not shutil.which("testssl"), reason="testssl is not installed")
def test_testssl_agrees(servers: dict[int, str], ours: dict[int, TlsAddress], folder: Path) -> None:
    """It takes half a minute a server: the worse ones only."""
    asked = {port: host for port, host in servers.items() if host in LAB}
    theirs = ask_testssl(asked, folder)
    for port, host in asked.items():
        assert suites(ours[port]) == theirs[port].suites, host
        offered = frozenset(v.version for v in ours[port].versions if v.offered)
        assert offered == theirs[port].versions, host
