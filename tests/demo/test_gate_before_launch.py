"""A portal on one's own host is judged within the time that a build may take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portal_audit.cli.settings import OWN_HOST
from portal_audit.demo.control import Testbed
from tests.bounded_time import cpu_seconds
from tests.command_line import portal_audit

pytestmark = pytest.mark.testbed
COMPUTED = WAITED = 10.0
"""Seconds: of CPU time, and that the rate has requests wait. A busy machine adds its own."""


def test_the_gate_on_one_portal_of_ones_own_ends_in_twenty_seconds(
    testbed: Testbed, tmp_path: Path
) -> None:
    url, store = testbed.url("dichvucong"), ("--store", "kept.sqlite")
    with cpu_seconds(COMPUTED):
        done = portal_audit(
            *("gate", url, "--staging", "--min-level", "E"),
            *("--fail-on", "critical", "--resolve", "dichvucong.hacson.gov.test:127.0.0.1"),
            *("--allow-private", "127.0.0.0/8", "--ca-file", str(testbed.ca_file), "--quiet"),
            *("--browser", "never", "--summary", "verdict.md", *store),
            folder=tmp_path,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    evidence = json.loads(portal_audit("evidence", "--site", url, *store, folder=tmp_path).stdout)
    assert 0 < evidence["visit"]["requests"] / OWN_HOST["rate"] < WAITED
    assert "### " in (tmp_path / "verdict.md").read_text("utf-8")
