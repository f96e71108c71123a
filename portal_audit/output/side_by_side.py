"""Pieces of work done side by side in forked processes, where that is safe and of use."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

Done = TypeVar("Done")


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def can_fork() -> bool:
    """Tell whether a copy of this process can work: no other thread may hold a lock meanwhile."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def side_by_side(works: Sequence[Callable[[], Done]]) -> list[Done]:
    """Return what each gives: the first is done here, each other in a process of its own.

    They share what is loaded. What one raises is raised here; work whose process died is done here.
    """
    if len(works) < 2 or cores() < 2 or not can_fork():
        return [work() for work in works]
    children = [_begin(work) for work in works[1:]]
    try:
        first = works[0]()
        others = [child.answer() for child in children]
    except BaseException:
        for child in children:
            child.process.terminate()
        raise
    finally:
        for child in children:
            child.process.join()
    return [first, *others]


@dataclass(frozen=True, slots=True)
class _Fork(Generic[Done]):
    """A process at work."""

    work: Callable[[], Done]
    process: BaseProcess
    receive: Connection

    def answer(self) -> Done:
        """Wait for what it gives; raise what it raised."""
        try:
            done, error = self.receive.recv()
        except EOFError:
            return self.work()
        if error is not None:
            raise error
        return done  # type: ignore[no-any-return]  # as it was sent


def _begin(work: Callable[[], Done]) -> _Fork[Done]:
    forking = multiprocessing.get_context("fork")
    receive, send = forking.Pipe(duplex=False)
    process = forking.Process(target=_work, args=(work, send))
    process.start()
    send.close()
    return _Fork(work, process, receive)


def _work(work: Callable[[], object], send: Connection) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the parent's way to end it
    try:
        send.send((work(), None))
    except Exception as error:  # told to whoever waits for it
        send.send((None, error))
