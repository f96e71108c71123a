"""Run the servers of the grid: nginx in one process, Python's ssl and tlslite-ng in threads."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import subprocess
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.dh import DHParameterNumbers
from cryptography.hazmat.primitives.serialization import Encoding, ParameterFormat

from portal_audit.collect.tls.known_groups import known_primes
from tests.collect.tls.tls_lab import ANSWER, LabServer
from tests.oracles.grid_certificates import GridAuthority
from tests.oracles.tls_grid import LITE, SUITES, VERSIONS, GridServer

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it imports asyncore, and does not use it
    from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey

LEVEL = ":@SECLEVEL=0"
GROUPS = "X25519:prime256v1:secp384r1"
NGINX = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    ssl_ecdh_curve {groups};
    ssl_dhparam {folder}/dh.pem;
    ssl_prefer_server_ciphers on;
    server {{ listen 127.0.0.1:{issuer_port}; root {folder}/www; }}
{servers}}}
"""
SERVER = """\
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_protocols {versions};
        ssl_ciphers {suites}{level};
        ssl_certificate {chain};
        ssl_certificate_key {key};
        return 204;
    }}
"""
OPENSSL = """\
openssl_conf = start
[start]
ssl_conf = ssl
[ssl]
system_default = lax
[lax]
CipherString = DEFAULT@SECLEVEL=0
MinProtocol = TLSv1
"""
"""Without it nginx reads no small key, as it does so before it reads its list of suites."""
NUMBERS = {"SSLv3": (3, 0), "TLSv1": (3, 1), "TLSv1.1": (3, 2), "TLSv1.2": (3, 3)}


@contextlib.contextmanager
def running(
    servers: Sequence[GridServer], folder: Path
) -> Iterator[tuple[dict[int, GridServer], Path]]:
    """Run them all; yield them by port of 127.0.0.1, and the file of the root to trust."""
    write_primes(folder / "dh.pem")
    ports = free_ports(len(servers) + 1)
    issuer_port = ports.pop()
    authority = GridAuthority(folder, f"http://127.0.0.1:{issuer_port}/issuing.cer")
    (folder / "www").mkdir()
    issuer = authority.ours.intermediate.certificate.public_bytes(Encoding.DER)
    (folder / "www" / "issuing.cer").write_bytes(issuer)
    of_nginx: dict[int, GridServer] = {}
    with contextlib.ExitStack() as stack:
        started: dict[int, GridServer] = {}
        for server, port in zip(servers, ports, strict=True):
            if server.kind == "nginx":
                of_nginx[port] = started[port] = server
            elif server.kind == "python":
                started[stack.enter_context(_python(server, authority, folder)).port] = server
            else:
                started[stack.enter_context(_tlslite(server, authority)).port] = server
        stack.enter_context(_nginx(of_nginx, authority, folder, issuer_port))
        yield started, authority.ca_file


def write_primes(file: Path) -> None:
    """Write ffdhe2048 as a file of parameters."""
    prime = next(prime for prime, name in known_primes().items() if name == "ffdhe2048")
    parameters = DHParameterNumbers(prime, 2).parameters()
    file.write_bytes(parameters.parameter_bytes(Encoding.PEM, ParameterFormat.PKCS3))


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on just now."""
    with contextlib.ExitStack() as stack:
        sockets = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [bound.getsockname()[1] for bound in sockets]


@contextlib.contextmanager
def _nginx(
    servers: dict[int, GridServer], authority: GridAuthority, folder: Path, issuer_port: int
) -> Iterator[None]:
    blocks = []
    for port, server in servers.items():
        chain, key = authority.files(server.host, server.key, server.fault)
        block = SERVER.format(
            port=port,
            versions=VERSIONS[server.versions].value,
            suites=SUITES[server.suites].value,
            level=LEVEL,
            chain=chain,
            key=key,
        )
        blocks.append(block)
    text = NGINX.format(
        folder=folder, groups=GROUPS, issuer_port=issuer_port, servers="".join(blocks)
    )
    (folder / "nginx.conf").write_text(text)
    (folder / "openssl.cnf").write_text(OPENSSL)
    command: list[str | Path] = ["nginx", "-c", folder / "nginx.conf", "-p", folder]
    command += ["-e", folder / "error.log"]
    environment = {**os.environ, "OPENSSL_CONF": str(folder / "openssl.cnf")}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(process, [issuer_port, *servers], folder / "error.log")
            yield
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], ports: Sequence[int], log: Path) -> None:
    deadline = time.monotonic() + 30
    for port in ports:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"nginx does not start: {log.read_text()}") from None
                time.sleep(0.05)


def _python(server: GridServer, authority: GridAuthority, folder: Path) -> LabServer:
    names = VERSIONS[server.versions].value.split()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(SUITES[server.suites].value + LEVEL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion[names[0].replace(".", "_")]
        context.maximum_version = ssl.TLSVersion[names[-1].replace(".", "_")]
    context.set_ecdh_curve("prime256v1")
    context.load_cert_chain(*authority.files(server.host, server.key, server.fault))
    return LabServer(context)


def _tlslite(server: GridServer, authority: GridAuthority) -> TlsLite:
    versions, ciphers, macs, exchanges, _ = LITE[server.suites]
    settings = HandshakeSettings()
    settings.minVersion = NUMBERS[versions.split()[0]]
    settings.maxVersion = NUMBERS[versions.split()[-1]]
    settings.versions = [number for number in settings.versions if number <= settings.maxVersion]
    settings.cipherNames = ciphers.split()
    settings.macNames = macs.split()
    settings.keyExchangeNames = exchanges.split()
    settings.eccCurves = ["x25519", "secp256r1", "secp384r1"]
    chain, key = authority.files(server.host, server.key, server.fault)
    return TlsLite(settings, chain.read_text(), key.read_text())


class TlsLite(LabServer):
    """A server of tlslite-ng, one thread a connection."""

    def __init__(self, settings: HandshakeSettings, chain: str, key: str) -> None:
        super().__init__(None)
        self._settings = settings
        self._chain = X509CertChain()
        self._chain.parsePemList(chain)
        self._key = parsePEMKey(key, private=True)

    def _talk(self, connection: socket.socket, number: int) -> None:
        connection.settimeout(5)
        # Odd hellos make the library raise all sorts; hanging up is answer enough.
        with connection, contextlib.suppress(Exception):
            tls = TLSConnection(connection)
            tls.handshakeServer(
                certChain=self._chain, privateKey=self._key, settings=self._settings
            )
            if tls.recv(4096):
                tls.sendall(ANSWER)
            tls.close()
