"""A portal on one's own host is judged within the time that a build may take."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from portal_audit.demo.control import Testbed
from tests.command_line import portal_audit

pytestmark = pytest.mark.testbed
SECONDS = 20.0


def test_the_gate_on_one_portal_of_ones_own_ends_in_twenty_seconds(
    testbed: Testbed, tmp_path: Path
) -> None:
    started = time.monotonic()
    done = portal_audit(
        *("gate", testbed.url("dichvucong"), "--staging", "--min-level", "E"),
        *("--fail-on", "critical", "--resolve", "dichvucong.hacson.gov.test:127.0.0.1"),
        *("--allow-private", "127.0.0.0/8", "--ca-file", str(testbed.ca_file), "--quiet"),
        *("--browser", "never", "--summary", "verdict.md"),
        folder=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert time.monotonic() - started < SECONDS
    assert "### " in (tmp_path / "verdict.md").read_text("utf-8")
