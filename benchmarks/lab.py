"""A lab of our own: nginx portals of 31 dense pages each, on loopback addresses of their own.

Half have RSA certificates, half ECDSA. Nothing leaves the machine; everything lies in one folder.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.dense_page import MENUS, NEWS, dense_page
from benchmarks.nginx import Counters, free_ports, nginx
from benchmarks.nginx import missing as no_nginx
from portal_audit.demo.certificates import Authority, new_rsa_key

PAGES = 30
"""Behind the home page."""
NETWORK = "127.77.0.0/16"
INVENTORY, CA_FILE = "portals.csv", "ca.pem"


@dataclass(frozen=True, slots=True)
class Lab:
    """Portals that are up."""

    folder: Path
    portals: int
    counters: Counters

    @property
    def inventory(self) -> Path:
        """List of the portals, as ``scan -i`` takes it."""
        return self.folder / INVENTORY

    @property
    def ca_file(self) -> Path:
        """Root of their certificates."""
        return self.folder / CA_FILE

    def requests(self) -> int:
        """Return how many requests the servers counted so far."""
        return self.counters.requests()


def missing() -> str:
    """Return why there can be no lab on this machine; empty where there can."""
    return no_nginx(_address(0), NETWORK)


@contextmanager
def lab(folder: Path, portals: int) -> Iterator[Lab]:
    """Write and start the portals; stop them at the end."""
    https, http = free_ports(2)
    servers = _write(folder, portals, https, http)
    with nginx(folder, servers, (_address(portals - 1), https)) as counters:
        yield Lab(folder, portals, counters)


def _address(number: int) -> str:
    return f"127.77.{number // 250}.{number % 250 + 1}"


def _host(number: int) -> str:
    return f"p{number:04}.lab.test"


def _write(folder: Path, portals: int, https: int, http: int) -> str:
    """Write pages, certificates and inventory; return the ``server`` blocks."""
    authority = Authority(title="Benchmark")
    rsa = new_rsa_key()
    (folder / CA_FILE).write_bytes(authority.root.pem)
    servers = []
    with (folder / INVENTORY).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["url", "name", "kind", "address", "http_url"])
        for number in range(portals):
            host, address = _host(number), _address(number)
            url = f"https://{host}:{https}/"
            rows.writerow([url, f"Portal {number}", "commune", address, f"http://{host}:{http}/"])
            leaf = authority.leaf(host, key=rsa if number % 2 else None)
            chain = leaf.pem + authority.intermediate.pem + leaf.key_pem
            (folder / f"{host}.pem").write_bytes(chain)
            _write_pages(folder / host, number)
            servers.append(_server(host, address, https, http))
    return "".join(servers)


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
