"""A pytest plugin that prints which files take most CPU time: ``make test-costs``.

Fixtures count for the test that starts or ends them, child processes for that during which they
end.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

SHOWN = 40
OUTPUT = "cpu_seconds"
"""Key under which a worker of pytest-xdist hands its sums over."""
SECONDS: dict[str, float] = defaultdict(float)
"""File → what its tests took in this process, or in all workers."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    """Add what a test costs to its file."""
    before = sum(os.times()[:4])
    try:
        return (yield)
    finally:
        SECONDS[item.nodeid.partition("::")[0]] += sum(os.times()[:4]) - before


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the sums over to the process that prints."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[OUTPUT] = dict(SECONDS)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the sums of a worker."""
    for file, seconds in getattr(node, "workeroutput", {}).get(OUTPUT, {}).items():
        SECONDS[file] += seconds


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the files, the most expensive first."""
    terminalreporter.section("CPU seconds by file")
    for file in sorted(SECONDS, key=lambda file: -SECONDS[file])[:SHOWN]:
        terminalreporter.write_line(f"{SECONDS[file]:7.1f}  {file}")
    terminalreporter.write_line(f"{sum(SECONDS.values()):7.1f}  all {len(SECONDS)} files")
