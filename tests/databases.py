"""One PostgreSQL server for all tests of a session, from the programs of the system."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

MEMORY = "/dev/shm"
PROGRAMS = ("initdb", "pg_ctl")
QUICK = "fsync=off full_page_writes=off max_connections=100 shared_buffers=16MB"
"""Nobody misses the data of a test where the system fails; where the server does, commits stay."""


def programs() -> Path | None:
    """Return the folder of the server's programs; ``None`` where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: place.parent.name)
    found = shutil.which("initdb")
    places = [*reversed(debian), *([Path(found).resolve().parent] if found else [])]
    return next(
        (place for place in places if all((place / name).exists() for name in PROGRAMS)), None
    )


def missing() -> str:
    """Return why there is no server here; empty where there can be one."""
    if programs() is None:
        return "PostgreSQL is not installed (apt install postgresql)"
    if os.geteuid() == 0 and _owner() is None:
        return "PostgreSQL does not run as root, and there is no user postgres"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (pip install 'portal-audit[postgres]')"
    return ""


def _owner() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None


def _as_owner() -> list[str]:
    """Return what runs a program as somebody whom the server accepts."""
    owner = _owner() if os.geteuid() == 0 else None
    if owner is None:
        return []
    user, group = str(owner.pw_uid), str(owner.pw_gid)
    return ["setpriv", "--reuid", user, "--regid", group, "--clear-groups"]


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server that runs."""

    folder: Path
    port: int
    numbers: Iterator[int]
    templates: list[str] = field(default_factory=list)

    def url(self, database: str) -> str:
        """Return the URL of a database, as ``--store`` takes it."""
        return f"postgresql+psycopg://auditor:s%40cret@127.0.0.1:{self.port}/{database}"

    def new_database(self, template: str = "template1") -> str:
        """Create a database, empty or as a template; return its URL."""
        name = f"test_{next(self.numbers)}"
        version = int((self.folder / "data" / "PG_VERSION").read_text())
        # Since 15 a template is by default copied through the log: twice the CPU time of its files.
        strategy = "STRATEGY FILE_COPY" if version >= 15 else ""
        self.sql(f"CREATE DATABASE {name} OWNER auditor TEMPLATE {template} {strategy}")
        return self.url(name)

    def new_store(self) -> str:
        """Create a store that holds nothing yet, in a moment; return its URL."""
        from portal_audit.store import Store  # not for every test that is collected

        if not self.templates:
            url = self.new_database()
            Store.open(url).close()
            self.templates.append(url.rpartition("/")[2])
        return self.new_database(self.templates[0])

    def sql(self, *statements: str) -> None:
        """Run statements as the owner of the server."""
        import psycopg

        where = f"host={self.folder} port={self.port} user=owner dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            for one in statements:
                connection.execute(one.encode())

    def restart(self, mode: str = "immediate") -> None:
        """Stop it at once, as a power failure does, and start it again."""
        self.control("restart", "-m", mode)

    def control(self, *arguments: str) -> None:
        """Run ``pg_ctl``."""
        log, where = str(self.folder / "log"), str(self.folder / "data")
        options = f"-p {self.port} -k {self.folder} -h 127.0.0.1 "
        options += " ".join(f"-c {one}" for one in QUICK.split())
        _run([_program("pg_ctl"), "-s", "-w", "-D", where, "-l", log, "-o", options, *arguments])


def _program(name: str) -> str:
    folder = programs()
    assert folder is not None
    return str(folder / name)


def _run(line: list[str]) -> None:
    done = subprocess.run(
        [*_as_owner(), *line], capture_output=True, text=True, cwd="/", check=False, timeout=60
    )
    if done.returncode:
        raise RuntimeError(f"{line[0]}: {done.stderr or done.stdout}")


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Make a server in a folder of its own; stop it and take the folder away at the end."""
    # In memory where possible; short, since the path of a socket is.
    with tempfile.TemporaryDirectory(
        prefix="pa-pg-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None
    ) as name:
        folder = Path(name)
        owner = _owner() if os.geteuid() == 0 else None
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        line = [_program("initdb"), "-D", str(folder / "data"), "-U", "owner", "-E", "UTF8"]
        _run([*line, "--locale=C", "-N", "-A", "trust", "--auth-host=scram-sha-256"])
        server = PostgresServer(folder, _free_port(), count(1))
        server.control("start")
        try:
            server.sql("CREATE ROLE auditor LOGIN PASSWORD 's@cret'")
            yield server
        finally:
            server.control("stop", "-m", "immediate")
