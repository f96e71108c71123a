"""One worker process as its parent holds it: forked where that is possible, else started anew.

Importing the TLS library takes longer than looking at a portal, so a process of its own does that
once (``collect.tls.worker.forking``) and forks each worker. This process never imports it.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import IO, Protocol

import portal_audit

PATIENCE = 1.0
"""Seconds that a process gets to end by itself."""


class WorkerProcess(Protocol):
    """A worker: requests go to its stdin, its stdout is what it says."""

    stdin: IO[str]
    stdout: IO[str]

    def ended(self) -> bool:
        """Tell whether it is gone, at a moment when it has nothing to say."""

    def kill(self) -> None:
        """End it at once."""

    def close(self) -> None:
        """Let it end, or end it, and clear up after it."""


class WorkerParent:
    """The process that forks workers; started with the first of them, and again where it died."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self) -> WorkerProcess:
        """Return a new worker. Raises OSError where none can be started."""
        if not hasattr(socket, "send_fds"):  # Windows
            return SpawnedWorker()
        theirs, stdin = os.pipe()
        stdout, their_stdout = os.pipe()
        try:
            pid = self._ask_twice(b"fork", [theirs, their_stdout])
            if pid < 0:
                raise OSError(-pid, os.strerror(-pid))
        except BaseException:
            os.close(stdin)
            os.close(stdout)
            raise
        finally:
            os.close(theirs)
            os.close(their_stdout)
        return ForkedWorker(self, pid, stdin, stdout)

    def bury(self, pid: int) -> None:
        """Clear up after a worker that has ended."""
        if self._control is not None:
            with suppress(OSError):
                self._ask(str(pid).encode(), [])

    def close(self) -> None:
        """End the process; its workers must have been closed before."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            _end(self._process)
        self._control = self._process = None

    def _ask_twice(self, request: bytes, descriptors: list[int]) -> int:
        with suppress(OSError):
            return self._ask(request, descriptors)
        self.close()
        return self._ask(request, descriptors)

    def _ask(self, request: bytes, descriptors: list[int]) -> int:
        """Return the answer. Raises OSError where nobody gives one."""
        with self._lock:
            control = self._control or self._begin()
            socket.send_fds(control, [request], descriptors)
            if not (answer := control.recv(32)):
                raise ConnectionResetError
            return int(answer)

    def _begin(self) -> socket.socket:
        self._control, theirs = socket.socketpair()
        with theirs:
            if not _join(theirs):
                self._process = _start_parent(theirs)
        return self._control


@contextmanager
def shared_parent(ca_file: str | None) -> Iterator[None]:
    """Have the processes that are forked in the block take their workers from one parent.

    So the TLS library and the trust stores are in memory once, the person's own roots (*ca_file*)
    too. Where that parent has died, each process starts one of its own.
    """
    if not hasattr(socket, "send_fds"):
        yield
        return
    mine, theirs = socket.socketpair()
    with mine, theirs:
        process = _start_parent(theirs, *filter(None, [ca_file]))
        theirs.close()
        _SHARED.append(mine)
        try:
            yield
        finally:
            _SHARED.remove(mine)
            mine.close()
            _end(process)


_SHARED: list[socket.socket] = []
"""Leads to the parent that processes share, where there is one; several may write to it, for what
comes with a descriptor never runs into what comes before or after it."""


def _join(theirs: socket.socket) -> bool:
    """Hand one end to the parent that is shared; tell whether there is one."""
    for shared in _SHARED:
        with suppress(OSError):
            socket.send_fds(shared, [b"join"], [theirs.fileno()])
            return True
    return False


def _start_parent(control: socket.socket, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*_command(), str(control.fileno()), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        pass_fds=[control.fileno()],
    )


class ForkedWorker:
    """A worker that the parent of workers has forked."""

    def __init__(self, parent: WorkerParent, pid: int, stdin: int, stdout: int) -> None:
        """Take over the descriptors."""
        self._parent, self._pid = parent, pid
        self.stdin: IO[str] = os.fdopen(stdin, "w", encoding="utf-8")
        self.stdout: IO[str] = os.fdopen(stdout, encoding="utf-8")

    def ended(self) -> bool:
        """Tell whether it is gone: what is there to read can only be the end."""
        return self._said_anything(0.0)

    def kill(self) -> None:
        """End it at once. Until it is buried, its number is nobody else's."""
        if self._pid:
            with suppress(OSError):
                os.kill(self._pid, signal.SIGKILL)

    def close(self) -> None:
        """Let it end, or end it, and clear up after it."""
        with suppress(OSError, ValueError):
            self.stdin.close()
        self._said_anything(PATIENCE)
        self.kill()
        pid, self._pid = self._pid, 0
        self._parent.bury(pid)
        self.stdout.close()

    def _said_anything(self, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self.stdout, select.POLLIN)
        return bool(poll.poll(1000 * seconds))


class SpawnedWorker:
    """A worker that was started as any other program is."""

    def __init__(self) -> None:
        """Start it."""
        self._process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=_environment(),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.stdin: IO[str] = self._process.stdin
        self.stdout: IO[str] = self._process.stdout

    def ended(self) -> bool:
        """Tell whether it is gone."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """End it at once."""
        with suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """Let it end, or end it, and clear up after it."""
        with suppress(OSError, ValueError):
            self.stdin.close()
        _end(self._process)
        self.stdout.close()


def _command() -> list[str]:
    """``-P`` keeps the working folder from shadowing what a worker imports."""
    return [sys.executable, "-P", "-m", "portal_audit.collect.tls.worker"]


def _environment() -> dict[str, str]:
    home = str(Path(portal_audit.__file__).parent.parent)
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _end(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
