"""A process that does nothing but fork: its copies start in no time and share its memory.

It is forked before the run starts any thread or event loop, since forking later could copy a lock
that nobody would ever release. So a process that died can be replaced in the middle of a run, and
rules, certificates and libraries are in memory once, whatever the number of processes.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from time import monotonic
from types import TracebackType
from typing import Self

Role = Callable[[int, int], None]
"""What a process does, given the descriptors it reads from and writes to."""
PATIENCE = 10
"""Seconds that processes get to end by themselves once nobody is left who could ask them."""


def can_fork() -> bool:
    """Tell whether forking is safe: not on Windows, nor with the frameworks of macOS."""
    return hasattr(os, "fork") and sys.platform != "darwin"


class ForkServer:
    """Starts processes in one of several roles. Open it before any thread or event loop."""

    def __init__(self, roles: Mapping[str, Role]) -> None:
        """Fork the server.

        What is there by now, all processes share: none of them looks it through for garbage, which
        would write to every page of it, and so copy it.
        """
        self._requests, theirs = Pipe()
        self._all_was_looked_through = gc.get_freeze_count() == 0
        gc.collect()
        gc.freeze()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                self._requests.close()
                _serve(theirs, roles)
            finally:  # never unwind into what the parent was doing
                os._exit(0)
        theirs.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the server; its processes end when their own pipes do."""
        self._requests.close()
        with suppress(ChildProcessError):
            os.waitpid(self._pid, 0)
        if self._all_was_looked_through:  # what was frozen before stays so
            gc.unfreeze()

    def start(self, role: str) -> tuple[int, int]:
        """Start a process; return the descriptors to read from it and to write to it.

        Raises OSError where the server itself is gone.
        """
        from_child, to_parent = os.pipe()
        from_parent, to_child = os.pipe()
        try:
            self._requests.send_bytes(role.encode())
            send_handle(self._requests, from_parent, None)
            send_handle(self._requests, to_parent, None)
        except OSError:
            os.close(from_child)
            os.close(to_child)
            raise
        finally:
            os.close(from_parent)
            os.close(to_parent)
        return from_child, to_child


def _serve(requests: Connection, roles: Mapping[str, Role]) -> None:
    """Fork for every request until the parent is gone."""
    for number in _of_the_terminal():
        signal.signal(number, signal.SIG_IGN)  # the parent ends a run, and us with it
    children: set[int] = set()
    signal.signal(signal.SIGCHLD, lambda _number, _frame: _clear_up(children))
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    while True:
        try:
            role = requests.recv_bytes().decode()
            read, write = recv_handle(requests), recv_handle(requests)
        except (EOFError, OSError):
            break
        if _fork(children) == 0:
            try:
                requests.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                roles[role](read, write)
            finally:
                os._exit(0)
        os.close(read)
        os.close(write)
    _end(children)


@contextmanager
def _no_child_is_reported() -> Iterator[None]:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


def _fork(children: set[int]) -> int:
    with _no_child_is_reported():  # before it is known
        child = os.fork()
        if child:
            children.add(child)
    return child


def _clear_up(children: set[int]) -> None:
    """Forget who has ended. What they used is then counted as ours."""
    with suppress(ChildProcessError):
        while child := os.waitpid(-1, os.WNOHANG)[0]:
            children.discard(child)


def _end(children: set[int]) -> None:
    """Wait until all have ended, as they do with their pipes; after a while, end them."""
    until = monotonic() + PATIENCE
    with _no_child_is_reported():
        _clear_up(children)
        while children:
            if signal.sigtimedwait({signal.SIGCHLD}, max(0.0, until - monotonic())) is None:
                for child in children:
                    os.kill(child, signal.SIGKILL)
                until = monotonic() + PATIENCE
            _clear_up(children)


def _of_the_terminal() -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return [signal.Signals[name] for name in names if name in signal.Signals.__members__]
