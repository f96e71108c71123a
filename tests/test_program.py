"""Processes that the server of ``tests/program`` forks are what the program is."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from portal_audit import __version__
from portal_audit.runs.processes.fork_server import can_fork
from tests.program import Program, command, run

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system cannot fork safely")


def test_it_says_what_is_wrong_and_ends_with_its_code(tmp_path: Path) -> None:
    done = run("scan", "no such file.csv", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("portal-audit: ")
    assert done.cpu_seconds > 0


def test_it_reads_the_settings_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "portal-audit.toml").write_text('none-such = "x"', encoding="utf-8")
    done = run("scan", "https://portal.example/", folder=tmp_path)
    assert done.returncode == 2
    assert "none-such" in done.stderr


def test_one_that_is_killed_is_told_by_the_signal(tmp_path: Path) -> None:
    with Program("testbed", folder=tmp_path) as program:
        program.kill()
    assert program.returncode == -9


def test_a_shell_script_finds_it_under_its_name(tmp_path: Path) -> None:
    program = shlex.join(command())
    script = f"{program} --version; {program} none-such"
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, f"portal-audit {__version__}\n")
