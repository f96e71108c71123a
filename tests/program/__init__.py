"""``portal-audit`` as a process of its own, without the second of CPU time that its imports take.

``server`` has imported the command line, and nothing of the tests; for whoever asks it forks a
process with the arguments, environment, folder and descriptors that it is given. Tests ask through
``Program``, whatever starts programs itself through ``shim``; where systems cannot fork, Python
starts it. What a start itself does and costs is proven where Python always does:
``tests/cli/test_start_up.py``, ``tests/demo/conftest.py``, the scans that a schedule starts, and
the benchmarks that measure.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from portal_audit.runs.processes.fork_server import can_fork
from tests.imports import ROOT
from tests.program import shim
from tests.program.shim import KIND, PLACE, ask, told

USED: list[float] = []
"""CPU seconds of each that ended; they are no children of this process (``tests/costs.py``)."""


@contextmanager
def server() -> Iterator[None]:
    """Run the server for this process and those that it starts, unless there is one already."""
    if PLACE in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder, "socket"))
        with socket.socket(socket.AF_UNIX, KIND) as listener:  # where the server died, nobody waits
            listener.bind(place)
            listener.listen(64)
            line = [sys.executable, "-m", "tests.program.server", str(listener.fileno())]
            process = subprocess.Popen(
                line, cwd=ROOT, stdin=subprocess.PIPE, pass_fds=[listener.fileno()]
            )
        os.environ[PLACE] = place
        try:
            yield
        finally:
            del os.environ[PLACE]
            process.kill()
            process.communicate()


@cache
def running() -> None:
    """See that there is a server, from the first call to the end of this process."""
    until = ExitStack()
    until.enter_context(server())
    atexit.register(until.close)


def command(*arguments: str) -> list[str]:
    """Return the command line of what stands for ``portal-audit`` below this process."""
    if not can_fork():
        return [sys.executable, "-m", "portal_audit", *arguments]
    running()
    return [sys.executable, "-IS", shim.__file__, *arguments]


def environment() -> dict[str, str]:
    """Return the environment, without the settings of whoever runs the tests."""
    return {name: text for name, text in os.environ.items() if "PORTAL_AUDIT" not in name}


class Program:
    """A running ``portal-audit`` in a session of its own, named as in ``subprocess.Popen``."""

    stderr: IO[str]

    def __init__(self, *arguments: str, folder: Path, stdout: int = subprocess.DEVNULL) -> None:
        """Start it; what it says on stderr can be read."""
        running()
        self.returncode: int | None = None
        read, write = os.pipe()
        self.stderr = os.fdopen(read, encoding="utf-8")
        with open(os.devnull, "r+b") as nothing:  # noqa: PTH123 - it is no file of a folder
            out = nothing.fileno() if stdout == subprocess.DEVNULL else stdout
            descriptors = (nothing.fileno(), out, write)
            self._talk = ask(arguments, folder, environment(), descriptors, new_session=True)
        os.close(write)
        self.pid = told(self._talk)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Wait for its end; kill it where the block broke off."""
        if kind is not None:
            self.kill()
        self.wait()
        self.stderr.close()

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it is known to have ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def wait(self) -> int:
        """Return its exit code, once it has ended."""
        if self.returncode is None:
            self.returncode = told(self._talk)
            self.cpu_seconds = told(self._talk) / 1000
            USED.append(self.cpu_seconds)
            self._talk.close()
        return self.returncode


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    returncode: int
    stderr: str
    cpu_seconds: float
    """Its own, and those of what it started and waited for."""


def run(*arguments: str, folder: Path) -> Ended:
    """Run a command to its end."""
    if not can_fork():
        line, before = command(*arguments), sum(os.times()[2:4])
        done = subprocess.run(line, cwd=folder, env=environment(), capture_output=True, text=True)
        return Ended(done.returncode, done.stderr, sum(os.times()[2:4]) - before)
    with Program(*arguments, folder=folder) as program:
        said = program.stderr.read()
    return Ended(program.wait(), said, program.cpu_seconds)
