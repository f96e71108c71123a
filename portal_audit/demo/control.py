"""Starts the sample province, or another set, in a process of its own, and stops it."""

from __future__ import annotations

import csv
import json
import os
import select
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from portal_audit.demo.province import Portal
from portal_audit.demo.sets import PROVINCE, PortalSet
from portal_audit.errors import PortalAuditError
from portal_audit.inventory.urls import target_id
from portal_audit.model import Kind, Target
from portal_audit.texts import Message

START_SECONDS = 60.0
STOP_SECONDS = 10.0


class Testbed:
    """A running set of portals: the sample province unless another is named.

    ::

        with Testbed() as testbed:
            ...scan testbed.inventory, trusting testbed.ca_file...

    A process of its own, so that scanner and servers do not share an interpreter. Raises
    :class:`PortalAuditError` where it does not start.
    """

    __test__ = False  # the name is not that of a test class

    def __init__(self, base_port: int | None = None, portals: PortalSet = PROVINCE) -> None:
        """Choose where ports begin, and the set of portals.

        Ports that are taken are replaced; 0 takes only free ones, ``None`` the set's usual ones.
        """
        self.set = portals
        self.base_port = portals.base_port if base_port is None else base_port
        self.portals: tuple[Portal, ...] = portals.portals
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._targets: tuple[Target, ...] = ()

    @property
    def folder(self) -> Path:
        """Where inventory and certificate stand while the testbed runs."""
        if self._folder is None:
            raise PortalAuditError("the testbed is not running")
        return Path(self._folder.name)

    @property
    def inventory(self) -> Path:
        """The inventory of all portals (CSV)."""
        return self.folder / "inventory.csv"

    @property
    def communes(self) -> Path:
        """The list of the province's communes, one of which has no portal (CSV)."""
        return self.folder / "communes.csv"

    @property
    def ca_file(self) -> Path:
        """The root certificate to trust (PEM)."""
        return self.folder / "ca.pem"

    def url(self, slug: str) -> str:
        """Return the HTTPS URL of a portal."""
        return self._target(slug).url

    def http_url(self, slug: str) -> str:
        """Return the HTTP URL of a portal."""
        return self._target(slug).http_url or ""

    def targets(self) -> tuple[Target, ...]:
        """Return every portal as a target, in the order of ``portals``."""
        return self._targets

    def _target(self, slug: str) -> Target:
        return self._targets[[portal.slug for portal in self.portals].index(slug)]

    def __enter__(self) -> Self:
        """Start it; returns when every port listens."""
        self._folder = tempfile.TemporaryDirectory(prefix="portal-audit-testbed-")
        try:
            self._start()
            self._targets = tuple(_read_targets(self.inventory))
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it and remove its folder."""
        self._stop()

    def _start(self) -> None:
        package = Path(__file__).parents[2]
        searched = os.pathsep.join(filter(None, (str(package), os.environ.get("PYTHONPATH"))))
        command = [sys.executable, "-P", "-m", "portal_audit.demo", "--set", self.set.place]
        command += ["--base-port", str(self.base_port), "--folder", str(self.folder)]
        log = self.folder / "log.txt"
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=os.environ | {"PYTHONPATH": searched},
                start_new_session=True,  # Ctrl-C is for the scanner, which then stops the testbed
            )
        assert self._process.stdout is not None
        readable, _, _ = select.select([self._process.stdout], [], [], START_SECONDS)
        line = self._process.stdout.readline() if readable else b""
        try:
            json.loads(line)
        except ValueError:
            reason = log.read_text(encoding="utf-8", errors="replace").strip()[-1000:]
            failure = Message("testbed-failed", seconds=int(START_SECONDS), reason=reason or "–")
            raise PortalAuditError(failure) from None

    def _stop(self) -> None:
        process, folder = self._process, self._folder
        self._process = self._folder = None
        self._targets = ()
        if process is not None:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        if folder is not None:
            folder.cleanup()


def _read_targets(inventory: Path) -> list[Target]:
    with inventory.open(encoding="utf-8", newline="") as file:
        return [
            Target(
                id=target_id(row["url"]),
                url=row["url"],
                name=row["name"],
                kind=Kind(row["kind"]),
                organisation=row["organisation"],
                province=row["province"],
                parent=row["parent"],
                contact=row["contact"],
                tags=tuple(row["tags"].split()),
                address=row["address"],
                http_url=row["http_url"],
            )
            for row in csv.DictReader(file)
        ]
