"""A pytest plugin that counts which lines the tests run, and prints how many: ``make coverage``.

SlipCover instruments bytecode where coverage.py traces, at a tenth of the cost on Python 3.11. It
has to see modules imported: ``-p`` names this plugin first. Programs that tests start as processes
of their own are not counted.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import slipcover

SOURCE = ["portal_audit", "checks", "reports"]
OMIT = ["portal_audit/store/migrations/*"]
FILE = Path("build/coverage.json")
"""Holds every line."""

_MATCHER = slipcover.FileMatcher(sources=SOURCE, omit=OMIT)
_COUNTER = slipcover.Slipcover(source=SOURCE, omit=OMIT, exclude_also=["@abstractmethod"])
slipcover.wrap_pytest(_COUNTER, _MATCHER)
slipcover.wrap_spec_from_file_location(_COUNTER, _MATCHER)
slipcover.ImportManager(_COUNTER, _MATCHER).__enter__()  # as long as this process lives
_OF_WORKERS: list[dict[str, Any]] = []


@pytest.hookimpl(optionalhook=True)
def pytest_worker_end() -> tuple[str, Any]:
    """Tell what a worker ran; files that nobody ran are looked for once, by whoever prints."""
    _COUNTER.source = None
    return "line coverage", _COUNTER.get_coverage()


@pytest.hookimpl(optionalhook=True)
def pytest_worker_told(name: str, told: Any) -> None:
    """Keep what a worker ran."""
    if name == "line coverage":
        _OF_WORKERS.append(told)


def table(files: dict[str, dict[str, Any]]) -> list[str]:
    """Return a line for each package of two names and one for all: lines, missed ones, share."""
    sums: dict[str, tuple[int, int]] = {}
    for name, counted in files.items():
        package = "/".join(Path(name).parent.parts[:2]) or "."
        for key in (package, "all"):
            lines, missed = sums.get(key, (0, 0))
            here = len(counted["missing_lines"])
            sums[key] = (lines + len(counted["executed_lines"]) + here, missed + here)
    rows = sorted(sums.items(), key=lambda item: (item[0] == "all", item[0]))
    return [f"{'lines run by the tests':38}{'lines':>8}{'missed':>8}{'':>7}"] + [
        f"{name:38}{lines:8}{missed:8}{(lines - missed) / max(lines, 1):7.1%}"
        for name, (lines, missed) in rows
    ]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many lines were run, above the tests' closing line."""
    counted = _COUNTER.get_coverage()
    for more in _OF_WORKERS:
        slipcover.merge_coverage(counted, more)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(counted), encoding="utf-8")
    terminalreporter.section("line coverage")
    for line in table(counted["files"]):
        terminalreporter.write_line(line)
