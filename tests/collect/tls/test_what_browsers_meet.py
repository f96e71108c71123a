"""Servers that today's browsers meet with trouble, looked at over the wire."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from portal_audit.collect.tls.worker import supported_versions
from portal_audit.collect.tls.worker_pool import POOL
from portal_audit.demo.certificates import Authority, Issued
from portal_audit.evidence import TlsAddress
from tests.collect.tls.tls_lab import HOST, LabServer, look

AUTHORITY = Authority()


@pytest.fixture(scope="module", autouse=True)
def no_worker_left_behind() -> Iterator[None]:
    yield
    POOL.close()


def context(folder: Path, *leaves: Issued) -> ssl.SSLContext:
    """Return a server with these certificates."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    (folder / "ca.pem").write_bytes(AUTHORITY.root.pem)
    for number, leaf in enumerate(leaves or (AUTHORITY.leaf(HOST),)):
        file = folder / f"{number}.pem"
        file.write_bytes(leaf.pem + AUTHORITY.intermediate.pem + leaf.key_pem)
        made.load_cert_chain(file)
    return made


def seen(server: LabServer, folder: Path) -> TlsAddress:
    return asyncio.run(look(server.port, ca_file=str(folder / "ca.pem")))


@pytest.mark.parametrize("tls13_only", [True, False])
@pytest.mark.parametrize("rsa_is_expired", [True, False])
def test_both_certificates_of_a_server_are_looked_at(
    tmp_path: Path, rsa_is_expired: bool, tls13_only: bool
) -> None:
    past, recent = timedelta(days=100), timedelta(days=10)
    rsa = AUTHORITY.leaf(HOST, rsa_key=True, age=past if rsa_is_expired else recent)
    elliptic = AUTHORITY.leaf(HOST, age=recent if rsa_is_expired else past)
    made = context(tmp_path, rsa, elliptic)
    if tls13_only:
        made.minimum_version = ssl.TLSVersion.TLSv1_3
    with LabServer(made) as server:
        address = seen(server, tmp_path)
    assert (address.trusted, address.trust_error) == (False, "expired")
    assert address.chain[0].key_type == ("RSA" if rsa_is_expired else "EC")
    assert [one.trusted for one in address.deployments] == [True]


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_server_that_demands_a_client_certificate_is_judged_all_the_same(
    tmp_path: Path, newest: ssl.TLSVersion
) -> None:
    made = context(tmp_path)
    made.maximum_version = newest
    made.verify_mode = ssl.CERT_REQUIRED
    made.load_verify_locations(tmp_path / "ca.pem")
    with LabServer(made) as server:
        address = seen(server, tmp_path)
    assert (address.client_certificate, address.trusted) == ("required", True)
    tls12 = address.version("TLSv1.2")
    assert tls12 is not None
    assert tls12.offered
    assert tls12.unknown == ()


def test_nobody_is_asked_for_a_certificate_by_default(tmp_path: Path) -> None:
    with LabServer(context(tmp_path)) as server:
        address = seen(server, tmp_path)
    assert (address.client_certificate, address.large_hello) == ("disabled", True)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_a_server_of_old_versions_only_is_judged(tmp_path: Path) -> None:
    made = context(tmp_path, AUTHORITY.leaf(HOST, rsa_key=True))
    made.minimum_version, made.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    made.set_ciphers("ALL:@SECLEVEL=0")
    with LabServer(made) as server:
        address = seen(server, tmp_path)
    offered = [entry.version for entry in address.versions if entry.offered]
    assert (offered, address.trusted) == (["TLSv1.0", "TLSv1.1"], True)


class OnePacketServer(LabServer):
    """Cuts the connection where the hello does not fit into one packet."""

    def _talk(self, connection: socket.socket, number: int) -> None:
        connection.settimeout(5)
        if len(connection.recv(4096, socket.MSG_PEEK)) > 1460:
            connection.close()
            return
        super()._talk(connection, number)


def test_a_server_that_takes_a_hello_of_one_packet_only_is_found(tmp_path: Path) -> None:
    with OnePacketServer(context(tmp_path)) as server:
        address = seen(server, tmp_path)
    assert (address.large_hello, address.trusted, address.unknown) == (False, True, ())


def test_the_process_that_scans_imports_neither_sslyze_nor_nassl() -> None:
    code = (
        "import sys, portal_audit.cli.app, portal_audit.collect.tls.probe, portal_audit.runs\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('sslyze', 'nassl')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_of_sslyze_comes_through_one_module() -> None:
    package = Path(supported_versions.__file__).parents[3]
    users = {
        file.name
        for file in package.rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith(("from sslyze", "from nassl", "import sslyze", "import nassl"))
    }
    assert users == {"sslyze_api.py"}


def test_another_version_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    supported_versions.check_versions()
    monkeypatch.setattr(supported_versions, "version", lambda package: "7.0.1")
    with pytest.raises(supported_versions.UnsupportedVersion, match=r'pip install "sslyze==6\.3'):
        supported_versions.check_versions()
