"""A pytest plugin that prints which files take most: ``make test-costs``.

CPU seconds say what to make cheaper, seconds that pass what to begin first (``tests/groups.py``).
Fixtures count for the test that starts or ends them, the CPU time of child processes for that
during which they end.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from tests import program
from tests.groups import group_of

SHOWN = 40
OUTPUT = "costs"
"""Key under which a worker of pytest-xdist hands its sums over."""
CPU: dict[str, float] = defaultdict(float)
"""File → CPU seconds of its tests, in this process or in all workers."""
PASSED: dict[str, float] = defaultdict(float)
"""Group → seconds that passed during its tests."""


def used() -> float:
    """Return the CPU seconds of this process, and of all that it started and that ended."""
    return sum(os.times()[:4]) + sum(program.USED)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    """Add what a test costs to its file and its group."""
    cpu, clock = used(), time.monotonic()
    try:
        return (yield)
    finally:
        CPU[item.nodeid.partition("::")[0]] += used() - cpu
        PASSED[group_of(item.nodeid)] += time.monotonic() - clock


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the sums over to the process that prints."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[OUTPUT] = [dict(CPU), dict(PASSED)]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the sums of a worker."""
    handed_over = getattr(node, "workeroutput", {}).get(OUTPUT, ({}, {}))
    for costs, more in zip((CPU, PASSED), handed_over, strict=True):
        for name, seconds in more.items():
            costs[name] += seconds


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print files and groups, the most expensive first."""
    for title, costs in (("CPU seconds by file", CPU), ("seconds that passed by group", PASSED)):
        terminalreporter.section(title)
        for name in sorted(costs, key=lambda name: -costs[name])[:SHOWN]:
            terminalreporter.write_line(f"{costs[name]:7.1f}  {name}")
        terminalreporter.write_line(f"{sum(costs.values()):7.1f}  all {len(costs)}")
