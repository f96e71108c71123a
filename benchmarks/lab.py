"""A lab of our own: nginx portals of 31 dense pages each, on loopback addresses of their own.

Half have RSA certificates, half ECDSA. Nothing leaves the machine; everything lies in one folder.
"""

from __future__ import annotations

import csv
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dense_page import MENUS, NEWS, dense_page
from portal_audit.demo.certificates import Authority, new_rsa_key

PAGES = 30
"""Behind the home page."""
NETWORK = "127.77.0.0/16"
START_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Lab:
    """Portals that are up."""

    folder: Path
    portals: int

    @property
    def inventory(self) -> Path:
        """List of the portals, as ``scan -i`` takes it."""
        return self.folder / "portals.csv"

    @property
    def ca_file(self) -> Path:
        """Root of their certificates."""
        return self.folder / "ca.pem"

    def requests(self) -> int:
        """Return how many requests the servers counted so far."""
        with (self.folder / "access.log").open("rb") as log:
            return sum(1 for _ in log)


def missing() -> str:
    """Return why there can be no lab on this machine; empty where there can."""
    if shutil.which("nginx") is None:
        return "nginx is not installed (apt install nginx-light)"
    try:
        with socket.socket() as bound:
            bound.bind((_address(0), 0))
    except OSError:
        return f"addresses of {NETWORK} cannot be bound on this system"
    return ""


@contextmanager
def lab(folder: Path, portals: int) -> Iterator[Lab]:
    """Write and start the portals; stop them at the end."""
    made = Lab(folder, portals)
    https, http = _free_ports()
    _write(made, https, http)
    configuration = folder / "nginx.conf"
    line = ["nginx", "-p", str(folder), "-c", str(configuration), "-e", str(folder / "error.log")]
    server = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(_address(portals - 1), https, folder)
        yield made
    finally:
        server.terminate()
        server.wait()


def _address(number: int) -> str:
    return f"127.77.{number // 250}.{number % 250 + 1}"


def _host(number: int) -> str:
    return f"p{number:04}.lab.test"


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind((_address(0), 0))
        other.bind((_address(0), 0))
        return one.getsockname()[1], other.getsockname()[1]


def _wait_for(address: str, port: int, folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection((address, port), 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                errors = folder / "error.log"
                said = errors.read_text(encoding="utf-8") if errors.exists() else ""
                raise RuntimeError(f"nginx did not start: {said[-500:]}") from None
            time.sleep(0.05)


def _write(made: Lab, https: int, http: int) -> None:
    authority = Authority(title="Benchmark")
    rsa = new_rsa_key()
    made.ca_file.write_bytes(authority.root.pem)
    servers = []
    with made.inventory.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["url", "name", "kind", "address", "http_url"])
        for number in range(made.portals):
            host, address = _host(number), _address(number)
            url = f"https://{host}:{https}/"
            rows.writerow([url, f"Portal {number}", "commune", address, f"http://{host}:{http}/"])
            leaf = authority.leaf(host, key=rsa if number % 2 else None)
            chain = leaf.pem + authority.intermediate.pem + leaf.key_pem
            (made.folder / f"{host}.pem").write_bytes(chain)
            _write_pages(made.folder / host, number)
            servers.append(_server(host, address, https, http))
    conf = CONFIGURATION.replace("SERVERS", "".join(servers))
    (made.folder / "nginx.conf").write_text(conf, encoding="utf-8")


def _write_pages(folder: Path, portal: int) -> None:
    folder.mkdir()
    (folder / "index.html").write_bytes(dense_page(0, portal))
    pages = [dense_page(page, portal) for page in range(1, PAGES + 1)]
    (folder / "tin-tuc").mkdir()
    (folder / "van-ban.html").write_bytes(pages[0])
    for number, page in enumerate(pages):
        (folder / f"page-{number}").write_bytes(page)
    links = [f"muc-{entry}.html" for entry in range(MENUS)]
    links += [f"tin-tuc/bai-viet-{entry}.html" for entry in range(NEWS)]
    for number, name in enumerate(links):
        (folder / name).hardlink_to(folder / f"page-{number % PAGES}")


CONFIGURATION = """
daemon off; user root; worker_processes 2; pid nginx.pid; error_log error.log warn;
events { worker_connections 4096; }
http {
  types { text/html html; } default_type text/html; charset utf-8;
  access_log access.log; gzip on; gzip_min_length 256; keepalive_timeout 30; server_tokens off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers off; ssl_session_cache shared:SSL:4m;
SERVERS}
"""


def _server(host: str, address: str, https: int, http: int) -> str:
    return f"""
  server {{
    listen {address}:{https} ssl; server_name {host}; root {host};
    ssl_certificate {host}.pem; ssl_certificate_key {host}.pem;
    add_header Strict-Transport-Security "max-age=31536000" always;
    location / {{ try_files $uri $uri.html $uri/index.html =404; }}
  }}
  server {{
    listen {address}:{http}; server_name {host}; return 301 https://{host}:{https}$request_uri;
  }}
"""
