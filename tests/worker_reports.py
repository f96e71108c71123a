"""What workers of pytest-xdist need not tell of a test: that it begins, ends, and has fixtures.

Nobody counts or shows these four of its six messages, which cost as much as many a test itself.
"""

from __future__ import annotations

from typing import Any

import pytest

BEGINNING_AND_END = ("logstart", "logfinish")
LISTS_OF_ALL = ("durations", "xmlpath")
"""Options whose lists show fixtures, too."""


def matters(event: str, facts: dict[str, Any]) -> bool:
    """Tell whether a message changes what is counted or shown."""
    if event == "testreport":
        report = facts["data"]
        return bool(report["when"] == "call" or report["outcome"] != "passed")
    return event not in BEGINNING_AND_END


def send_what_matters(config: pytest.Config) -> None:
    """Have this process leave out the rest, if it is a worker."""
    if not hasattr(config, "workerinput") or any(map(config.getoption, LISTS_OF_ALL)):
        return
    # Its class has no place to be imported from: xdist sends the source to the worker.
    plugins: list[Any] = list(config.pluginmanager.get_plugins())
    [worker] = [one for one in plugins if type(one).__name__ == "WorkerInteractor"]
    send = worker.sendevent

    def send_some(name: str, **facts: Any) -> None:
        if matters(name, facts):
            send(name, **facts)

    worker.sendevent = send_some
