"""Plain base configurations of nginx, Apache and HAProxy, into which faults and lines are put."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

from tests.config_snippets.credentials import HOST, Credentials, Files
from tests.config_snippets.daemon import free_ports, running
from tests.config_snippets.pasting import Pasted, followed, made_real

ROOT = not hasattr(os, "geteuid") or os.geteuid() == 0
PROGRAMS = {"nginx": "nginx", "apache": "apache2", "haproxy": "haproxy"}
APACHE_MODULES = Path("/usr/lib/apache2/modules")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a server is to be: its faults, what was pasted, and what stands behind it."""

    application: int
    """Port of the application."""
    files: Files
    documents: Path
    """Folder of the files that the web server serves itself, under ``/.well-known/``."""
    general: str = ""
    """Faulty lines of the general part."""
    redirects: bool = True
    """Whether port 80 leads to https."""
    https: bool = True
    static: bool = False
    """Whether the web server serves files only, and the home page for whatever is not there."""
    pasted: Pasted = field(default_factory=Pasted)


@dataclass(frozen=True, slots=True)
class Running:
    """Where a server answers, and the folder that its configuration stands in."""

    http_port: int
    https_port: int
    folder: Path

    @property
    def http(self) -> str:
        """URL of port 80, whichever it really is."""
        return f"http://{HOST}:{self.http_port}/"

    @property
    def https(self) -> str:
        """URL of port 443, whichever it really is."""
        return f"https://{HOST}:{self.https_port}/"


RUN = {"nginx": [], "apache": ["-DFOREGROUND"], "haproxy": ["-db"]}


def program(server: str) -> str | None:
    """Return where the program is; Debian keeps servers out of the search path of users."""
    found = which(PROGRAMS[server], path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return found if server != "apache" or APACHE_MODULES.is_dir() else None


def _command(server: str, file: Path, folder: Path) -> list[str]:
    started_as = program(server) or PROGRAMS[server]
    if server == "nginx":
        return [started_as, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(file)]
    return [started_as, "-f", str(file)]


@contextmanager
def started(
    server: str, layout: Layout, credentials: Credentials, folder: Path
) -> Iterator[Running]:
    """Write the configuration, run the server on two free ports, and stop it afterwards."""
    folder.mkdir(parents=True)
    ports = dict(zip((80, 443), free_ports(2), strict=True))
    names = {
        "/etc/ssl/tenmien.fullchain.pem": str(credentials.good.chain),
        "/etc/ssl/tenmien.key": str(credentials.good.key),
        "/etc/haproxy/tenmien.pem": str(credentials.good.both),
        "/etc/ssl/cac-ca.pem": str(credentials.intermediates),
        "/run/apache2/": f"{folder}/",
        "tenmien.gov.vn": HOST,
    }
    text = {"nginx": nginx, "apache": apache, "haproxy": haproxy}[server](layout, folder)
    file = folder / f"{server}.conf"
    file.write_text(made_real(text, names, ports), encoding="utf-8")
    command = _command(server, file, folder)
    https = layout.https or 443 in layout.pasted.blocks or "bind :443" in layout.pasted.site
    awaited = [port for number, port in ports.items() if number == 80 or https]
    with running([*command, *RUN[server]], awaited, folder):
        yield Running(ports[80], ports[443], folder)


def nginx(layout: Layout, folder: Path) -> str:
    """Return an ``nginx.conf``: the application behind port 443, port 80 in a block of its own."""
    proxy = f"location / {{ proxy_pass http://127.0.0.1:{layout.application}; }}"
    if layout.static:
        proxy = "location / { try_files $uri /index.html; }"
    files = f"location /.well-known/ {{ root {layout.documents}; }}\n root {layout.documents};"
    plain = "return 301 https://$host$request_uri;" if layout.redirects else proxy
    blocks = {80: f"server {{\n listen 80;\n server_name {HOST};\n {plain}\n}}"}
    if layout.https:
        blocks[443] = (
            f"server {{\n listen 443 ssl;\n server_name {HOST};\n {files}\n"
            f"{proxy if 'location / {' not in layout.pasted.site else ''}\n"
            f"{layout.pasted.site}\n}}"
        )
    blocks |= layout.pasted.blocks
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    listed = "\n".join(blocks.values())
    # As root the worker must still be able to read the folder of the test.
    return f"""{"user root;" if ROOT else ""}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
access_log {folder}/access.log;
{temporary}
ssl_certificate {layout.files.chain};
ssl_certificate_key {layout.files.key};
{layout.general}
{layout.pasted.general}
{listed}
}}
"""


BASIC = ("mpm_event", "authz_core", "headers", "rewrite", "alias", "mime", "dir", "autoindex")
MODULES = (*BASIC, "proxy", "proxy_http", "ssl", "socache_shmcb")


def apache(layout: Layout, folder: Path) -> str:
    """Return an ``apache2.conf`` with one ``<VirtualHost>`` per port."""
    proxy = (
        f"ProxyPass {'/' if layout.static else '/.well-known'} !\n"
        f"ProxyPass / http://127.0.0.1:{layout.application}/\n"
        f"DocumentRoot {layout.documents}\n"
        f"<Directory {layout.documents}>\nRequire all granted\n</Directory>"
    )
    plain = f"Redirect permanent / https://{HOST}/" if layout.redirects else proxy
    blocks = {80: f"<VirtualHost *:80>\nServerName {HOST}\n{plain}\n</VirtualHost>"}
    if layout.https:
        blocks[443] = (
            f"<VirtualHost *:443>\nServerName {HOST}\nSSLEngine on\n{proxy}\n"
            f"{layout.pasted.site}\n</VirtualHost>"
        )
    blocks |= {port: followed(block, proxy) for port, block in layout.pasted.blocks.items()}
    modules = "\n".join(f"LoadModule {m}_module {APACHE_MODULES}/mod_{m}.so" for m in MODULES)
    listens = "\n".join(f"Listen {port}" for port in sorted(blocks))
    listed = "\n".join(blocks.values())
    return f"""ServerRoot {folder}
ServerName {HOST}
{"User nobody" if ROOT else ""}
PidFile {folder}/apache.pid
TypesConfig /dev/null
ErrorLog {folder}/error.log
{modules}
{listens}
SSLCertificateFile {layout.files.chain}
SSLCertificateKeyFile {layout.files.key}
{layout.general}
{layout.pasted.general}
{listed}
"""


def haproxy(layout: Layout, folder: Path) -> str:
    """Return an ``haproxy.cfg``: one frontend, and one more that redirects, where it does."""
    given = layout.https and "bind :443" not in layout.pasted.site
    tls = f"bind :443 ssl crt {layout.files.both}" if given else ""
    plain = "redirect scheme https code 301\nfrontend portal" if layout.redirects else ""
    return f"""global
{layout.general}
{layout.pasted.general}
defaults
mode http
timeout connect 5s
timeout client 20s
timeout server 20s
frontend plain
bind :80
{plain}
{tls}
{layout.pasted.site}
default_backend application
backend application
server one 127.0.0.1:{layout.application}
"""
