"""An nginx for measurements: started in a folder, stopped at the end, asked what it counted."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from random import randrange

START_SECONDS = 10.0
PORTS = (10_000, 32_000)
CONFIGURATION = """
daemon off; user root; worker_processes 2; pid nginx.pid; error_log error.log warn;
events { worker_connections 16384; }
http {
  types { text/html html; } default_type text/html; charset utf-8;
  access_log access.log; gzip on; gzip_min_length 256; keepalive_timeout 30; server_tokens off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers off; ssl_session_cache shared:SSL:4m;
  server { listen 127.0.0.1:STATUS; access_log off; keepalive_timeout 0;
    location / { stub_status; } }
SERVERS}
"""


def missing(address: str, network: str) -> str:
    """Return why there can be no nginx on an address of a network here; empty where there can."""
    if shutil.which("nginx") is None:
        return "nginx is not installed (apt install nginx-light)"
    try:
        with socket.socket() as bound:
            bound.bind((address, 0))
    except OSError:
        return f"addresses of {network} cannot be bound on this system"
    return ""


def free_ports(number: int) -> list[int]:
    """Return ports that nobody uses on any address.

    Not of those that the system gives to whoever asks for any: others do so until these are bound.
    """
    bound: list[socket.socket] = []
    while len(bound) < number:
        with suppress(OSError):
            bound.append(socket.create_server(("0.0.0.0", randrange(*PORTS))))
    ports = [int(one.getsockname()[1]) for one in bound]
    for one in bound:
        one.close()
    return ports


@dataclass(slots=True)
class Counters:
    """What a running nginx counts."""

    folder: Path
    port: int
    _ours: int = 0
    """Connections of our own."""

    def requests(self) -> int:
        """Return how many requests it answered so far."""
        with (self.folder / "access.log").open("rb") as log:
            return sum(1 for _ in log)

    def connections(self) -> int:
        """Return how many connections it accepted so far, those for this question left out."""
        asked = HTTPConnection("127.0.0.1", self.port)
        asked.request("GET", "/")
        said = asked.getresponse().read().decode("ascii")
        asked.close()
        self._ours += 1
        # "server accepts handled requests", and on the next line the three numbers
        return int(said.partition("requests")[2].split()[0]) - self._ours

    def begin(self) -> None:
        """Take every connection of before for our own."""
        self._ours += self.connections()


@contextmanager
def nginx(folder: Path, servers: str, ready: tuple[str, int]) -> Iterator[Counters]:
    """Run nginx with these ``server`` blocks until the end; *ready* is what it will listen on."""
    [status] = free_ports(1)
    text = CONFIGURATION.replace("STATUS", str(status)).replace("SERVERS", servers)
    configuration = folder / "nginx.conf"
    configuration.write_text(text, encoding="utf-8")
    line = ["nginx", "-p", str(folder), "-c", str(configuration), "-e", str(folder / "error.log")]
    server = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(ready, folder)
        counters = Counters(folder, status)
        counters.begin()
        yield counters
    finally:
        server.terminate()
        server.wait()


def _wait_for(place: tuple[str, int], folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(place, 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                errors = folder / "error.log"
                said = errors.read_text(encoding="utf-8") if errors.exists() else ""
                raise RuntimeError(f"nginx did not start: {said[-500:]}") from None
            time.sleep(0.05)
