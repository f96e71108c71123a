"""A pytest plugin that runs the tests in several processes: ``-p tests.workers --workers 4``.

They are forked once everything is imported and collected, which so costs its seconds of CPU time
once. A free one is given the next group of tests (``tests/groups.py``), and tells of each test what
is counted or shown. Where a worker dies, what is left of its group has failed, and another takes
its place. Other plugins have two more hooks: ``pytest_worker_end`` and ``pytest_worker_told``.
"""

from __future__ import annotations

import os
import threading
import traceback
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any

import pytest
from _pytest import runner

from portal_audit.runs.processes.fork_server import can_fork
from tests.groups import group_of

LISTS_OF_ALL = ("durations", "xmlpath")
"""Options whose lists show fixtures, too."""


class Hooks:
    """What other plugins may have to tell."""

    def pytest_worker_end(self) -> tuple[str, Any]:  # type: ignore[empty-body]  # a specification
        """Return a name, and what a worker that is done has to tell under it."""

    def pytest_worker_told(self, name: str, told: Any) -> None:
        """Take what a worker told, in the process that shows results."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Add the hooks."""
    pluginmanager.add_hookspecs(Hooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--workers", type=int, default=1, help="processes that run the tests")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run all tests in workers; leave it to pytest where one process is enough."""
    options = session.config.option
    if options.workers < 2 or options.collectonly or session.testsfailed or not can_fork():
        return None
    assert threading.active_count() == 1, "a fork copies no other thread, but the locks it holds"
    Crew(session).run(options.workers)
    for reason, kind in (
        (session.shouldfail, session.Failed),
        (session.shouldstop, session.Interrupted),
    ):
        if reason:
            raise kind(reason)
    return True


def matters(report: pytest.TestReport) -> bool:
    """Tell whether a report changes what is counted or shown: not that a fixture worked."""
    return report.when == "call" or not report.passed


@dataclass(slots=True)
class Worker:
    """A process that runs tests, as the one that forked it holds it."""

    pid: int
    pipe: Connection
    left: deque[int] = field(default_factory=deque)
    """Tests that it was given and has not done, by their place in the list of all."""
    ended: bool = False


class Crew:
    """The workers, and the groups that are left to be run."""

    def __init__(self, session: pytest.Session) -> None:
        """Put the tests into groups."""
        self._session = session
        groups: dict[str, list[int]] = {}
        for place, item in enumerate(session.items):
            groups.setdefault(group_of(item.nodeid), []).append(place)
        self._groups = deque(groups.values())
        self._workers: dict[Connection, Worker] = {}

    def run(self, count: int) -> None:
        """Run everything; return when every worker has ended."""
        try:
            for _ in range(min(count, len(self._groups))):
                self._start()
            while self._workers:
                for pipe in wait(list(self._workers)):
                    self._hear(self._workers[pipe])  # type: ignore[index]  # ours are connections
        finally:
            for worker in self._workers.values():  # we were interrupted: they end with their pipes
                worker.pipe.close()
                os.waitpid(worker.pid, 0)

    def _start(self) -> None:
        ours, theirs = Pipe()
        pid = os.fork()
        if pid == 0:
            try:
                for pipe in (ours, *self._workers):
                    pipe.close()
                work(self._session, theirs)
            except BaseException:  # never unwind into what the other process is doing
                traceback.print_exc()
            finally:
                os._exit(0)
        theirs.close()
        self._workers[ours] = Worker(pid, ours)

    def _hear(self, worker: Worker) -> None:
        try:
            what, said = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if what == "next":
            over = self._session.shouldfail or self._session.shouldstop or not self._groups
            group = [] if over else self._groups.popleft()
            worker.left.extend(group)
            with suppress(OSError):  # it has just died: then there is nothing more to hear from it
                worker.pipe.send(group)
        elif what == "done":
            worker.left.remove(said)
        elif what == "end":
            worker.ended = True
        elif what == "report":
            hook = self._session.config.hook
            report = hook.pytest_report_from_serializable(config=self._session.config, data=said)
            hook.pytest_runtest_logreport(report=report)
        else:
            self._session.config.hook.pytest_worker_told(name=what, told=said)

    def _bury(self, worker: Worker) -> None:
        """Call failed what a worker that died has not done; start another."""
        code = os.waitstatus_to_exitcode(os.waitpid(worker.pid, 0)[1])
        del self._workers[worker.pipe]
        worker.pipe.close()
        if worker.ended:
            return
        assert worker.left, "a worker died when all was done"
        for place in worker.left:
            item = self._session.items[place]
            report = pytest.TestReport(
                nodeid=item.nodeid,
                location=item.location,
                keywords={},
                outcome="failed",
                longrepr=f"the process that was to run it died: {code}",
                when="call",
            )
            self._session.config.hook.pytest_runtest_logreport(report=report)
        if self._groups:
            self._start()


def work(session: pytest.Session, pipe: Connection) -> None:
    """Run groups of tests as long as there are any; what happens in a worker."""
    plugins = session.config.pluginmanager
    plugins.unregister(name="terminalreporter")
    plugins.register(Telling(session.config, pipe))
    capture = plugins.getplugin("capturemanager")
    capture.stop_global_capturing()  # into files that are its siblings' too
    capture.start_global_capturing()
    with suppress(KeyboardInterrupt, BrokenPipeError):
        try:
            _run_groups(session, pipe)
        finally:
            runner.pytest_sessionfinish(session)  # ends fixtures that an interruption left open
        for told in session.config.hook.pytest_worker_end():
            pipe.send(told)
        pipe.send(("end", None))


def _run_groups(session: pytest.Session, pipe: Connection) -> None:
    """Fixtures end as between any two tests, so what comes next is known before a group's last."""
    following = _next_group(pipe)
    while group := following:
        for number, place in enumerate(group, 1):
            after = group[number:] or (following := _next_group(pipe))
            item, upcoming = session.items[place], session.items[after[0]] if after else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=upcoming)
            pipe.send(("done", place))
            if session.shouldfail or session.shouldstop:
                return


def _next_group(pipe: Connection) -> list[int]:
    pipe.send(("next", None))
    return list(pipe.recv())


class Telling:
    """Tells the process that shows results what happened."""

    def __init__(self, config: pytest.Config, pipe: Connection) -> None:
        """Tell through this pipe."""
        self._config, self._pipe = config, pipe
        self._all = any(map(config.getoption, LISTS_OF_ALL))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell what is counted or shown."""
        if self._all or matters(report):
            hook = self._config.hook
            data = hook.pytest_report_to_serializable(config=self._config, report=report)
            self._pipe.send(("report", data))
