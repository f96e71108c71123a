"""One running sample province, and one audit of it, for all tests of this folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portal_audit.demo.control import Testbed
from portal_audit.demo.province import Portal

MEASURED = """
import os, pathlib, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
used = f"{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss}"
pathlib.Path("used.txt").write_text(used)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Runs a command from a small process: a new process counts the memory of the one it was forked
from as its own, and that of these tests is large by now."""
WITHOUT_BROWSER = ["--browser", "never"]
"""What a machine without one finds; with one, see ``test_the_province_in_a_browser``."""


@dataclass(frozen=True)
class Audited:
    """What the demo left behind."""

    folder: Path
    record: dict[str, Any]
    cpu_seconds: float
    """Of all its processes, the province's servers included."""
    peak_mebibytes: float
    shown: str

    def site(self, portal: Portal) -> dict[str, Any]:
        """Return the row of a portal in the run record."""
        start = f"https://{portal.host}:"
        [site] = [site for site in self.record["sites"] if site["url"].startswith(start)]
        return dict(site)


@pytest.fixture(scope="session")
def testbed() -> Iterator[Testbed]:
    """Run the sample province on free ports; whatever its servers had to say is an error."""
    with Testbed(base_port=0) as running:
        yield running
        complaints = (running.folder / "log.txt").read_text(encoding="utf-8")
    assert complaints == ""


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Run the demo once, as a person does: in a process of its own."""
    folder = tmp_path_factory.mktemp("demo")
    own = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
    line = [sys.executable, "-c", MEASURED, sys.executable, "-m", "portal_audit", "demo"]
    done = subprocess.run(
        [*line, "--out", "report", *WITHOUT_BROWSER],
        cwd=folder,
        env=own,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    cpu_seconds, peak = (folder / "used.txt").read_text("utf-8").split()
    return Audited(
        folder,
        json.loads((folder / "report" / "run.json").read_text("utf-8")),
        float(cpu_seconds),
        int(peak) / 1024 / (1024 if sys.platform == "darwin" else 1),
        done.stdout,
    )
