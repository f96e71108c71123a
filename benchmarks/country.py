"""A country on loopback: thousands of small portals, each on an address of its own, far away.

One nginx serves all of them, behind a proxy that listens on all of 127/8 and delays every byte by
what it takes to the portal's address (``benchmarks.delay``). Nothing leaves the machine.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.delay import Distance, Way, delayed
from benchmarks.dense_page import SYLLABLES
from benchmarks.nginx import Counters, free_ports, nginx
from benchmarks.nginx import missing as no_nginx
from portal_audit.demo.certificates import Authority
from portal_audit.inventory.provinces import provinces

NETWORK = "127.0.0.0/8"
DOMAIN = "country.test"
PAGES, NEWS = 4, 12
"""Behind the home page, and news on each page."""
FAR = Distance(0.01, 0.06)
"""Round-trip times as portals of one country have them."""


@dataclass(frozen=True, slots=True)
class Country:
    """Portals that are up."""

    inventory: Path
    """List of the portals, as ``scan -i`` takes it."""
    ca_file: Path
    portals: int
    counters: Counters
    """Of the servers: behind the proxy."""

    @property
    def flags(self) -> list[str]:
        """What ``scan`` has to be told to visit them."""
        return ["--ca-file", str(self.ca_file), "--allow-private", NETWORK, "--browser", "never"]


def missing() -> str:
    """Return why there can be no such lab on this machine; empty where there can."""
    return no_nginx(address(0), NETWORK)


@contextmanager
def country(folder: Path, portals: int, distance: Distance = FAR) -> Iterator[Country]:
    """Write and start the portals; stop them at the end. Needs to be let bind to a device."""
    https, http, behind_https, behind_http = free_ports(4)
    inventory, ca_file = folder / "portals.csv", folder / "ca.pem"
    _write_certificates(folder, ca_file)
    _write_inventory(inventory, portals, https, http)
    for number in range(portals):
        _write_pages(folder / host(number), number)
    servers = SERVERS.format(https=behind_https, http=behind_http, port=https, domain=DOMAIN)
    ways = [Way(https, behind_https), Way(http, behind_http)]
    with delayed(ways, distance), nginx(folder, servers, ("127.0.0.1", behind_https)) as counters:
        yield Country(inventory, ca_file, portals, counters)


def address(number: int) -> str:
    """Return the address of a portal."""
    return f"127.{100 + number // 62500}.{number // 250 % 250}.{number % 250 + 1}"


def host(number: int) -> str:
    """Return the name of a portal."""
    return f"p{number:05}.{DOMAIN}"


def _write_certificates(folder: Path, ca_file: Path) -> None:
    authority = Authority(title="Benchmark")
    ca_file.write_bytes(authority.root.pem)
    leaf = authority.leaf(f"*.{DOMAIN}")
    (folder / "leaf.pem").write_bytes(leaf.pem + authority.intermediate.pem + leaf.key_pem)


def _write_inventory(file: Path, portals: int, https: int, http: int) -> None:
    places = [one.name for one in provinces()]
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["url", "name", "kind", "province", "address", "http_url"])
        for number in range(portals):
            name, place = host(number), places[number % len(places)]
            url, plain = f"https://{name}:{https}/", f"http://{name}:{http}/"
            rows.writerow([url, f"Xã {number}", "commune", place, address(number), plain])


def _write_pages(folder: Path, portal: int) -> None:
    folder.mkdir()
    for page in range(PAGES + 1):
        name = "index.html" if not page else f"muc-{page}.html"
        (folder / name).write_bytes(small_page(page, portal))


def small_page(page: int, portal: int) -> bytes:
    """Return a page of about 4 kB: a menu to the other pages, and news in words of its own."""
    choose = random.Random(f"{portal}/{page}")

    def words(least: int, most: int) -> str:
        count = choose.randint(least, most)
        return " ".join(choose.choice(SYLLABLES) for _ in range(count)).capitalize()

    def day() -> str:
        return f"{choose.randint(1, 28):02}/{choose.randint(1, 12):02}/{choose.randint(2020, 2026)}"

    menu = "".join(f'<li><a href="/muc-{n}.html">Mục {n}</a></li>' for n in range(1, PAGES + 1))
    news = "".join(
        f"<article><h3>{words(8, 14)}</h3><time>{day()}</time><p>{words(12, 24)}.</p></article>\n"
        for _ in range(NEWS)
    )
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Xã {portal} – {words(4, 8)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><header><a href="/">Trang chủ</a></header><nav><ul>{menu}</ul></nav><main>{news}</main>
<footer><p>Ủy ban nhân dân xã {portal}. Điện thoại 0123 456 789.</p></footer></body></html>
""".encode()


SERVERS = """
  server {{
    listen 127.0.0.1:{https} ssl backlog=4096; server_name *.{domain}; root $host;
    ssl_certificate leaf.pem; ssl_certificate_key leaf.pem;
    add_header Strict-Transport-Security "max-age=31536000" always;
    location / {{ try_files $uri $uri/index.html =404; }}
  }}
  server {{
    listen 127.0.0.1:{http} backlog=4096; server_name *.{domain};
    return 301 https://$host:{port}$request_uri;
  }}
"""
