"""A set of small portals started, scanned as a person does, and stopped again."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal_audit.testbed.control import Testbed
from portal_audit.testbed.province import Portal


@dataclass(frozen=True)
class Scanned:
    """What a scan of a set has left behind."""

    record: dict[str, Any]
    complaints: str
    """What the servers had to say; they are to be silent."""
    seconds: float
    """Of CPU that the scan took, its workers included."""

    def findings(self, portal: Portal) -> list[dict[str, Any]]:
        """Return the findings of a portal."""
        start = f"https://{portal.host}:"
        [site] = [site for site in self.record["sites"] if site["url"].startswith(start)]
        assert (site["state"], site["cause"]) == (portal.state, portal.cause)
        return list(site["findings"])


def scan(portals: str, folder: Path, *options: str) -> Scanned:
    """Scan all portals of a set once; the report goes into *folder*."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
    with Testbed(base_port=0, portals=portals) as bed:
        line = [sys.executable, "-m", "portal_audit", "scan", "-i", str(bed.inventory)]
        line += ["--ca-file", str(bed.ca_file), "--allow-private", "127.0.0.0/8"]
        line += ["--rate", "200", "--concurrency", "8", "--format", "json", *options]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            line, cwd=folder, env=environment, capture_output=True, text=True, timeout=170
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        complaints = (bed.folder / "log.txt").read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr
    record = json.loads((folder / "report" / "run.json").read_text("utf-8"))
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Scanned(record, complaints, used)
