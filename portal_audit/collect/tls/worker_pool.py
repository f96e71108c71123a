"""A few worker processes, started when first needed, reused, and never left behind."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import queue
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Event, Lock, Timer
from typing import Any

from portal_audit.collect.tls.worker.supported_versions import UnsupportedVersion, check_versions
from portal_audit.collect.tls.worker_process import WorkerParent, WorkerProcess
from portal_audit.errors import BadInput

GRACE = 3.0
"""Seconds beyond its own deadline that a worker gets before it is killed."""

ASKED_OF_ONE = 50
"""Questions to a worker before another takes its place, which is forked in no time: so it holds
little memory that it does not share with its parent."""

Reply = dict[str, Any]


def default_size() -> int:
    """Return one worker more than there are cores, since each also waits for the network."""
    return min(8, (os.cpu_count() or 1) + 1)


class TlsWorker:
    """One child process, serving one address at a time."""

    def __init__(self, process: WorkerProcess) -> None:
        """Take it over."""
        self._spent = False
        self._asked = 0
        self._process = process

    @property
    def alive(self) -> bool:
        """Whether it can serve another address. One that was killed takes a while to be gone."""
        return not self._spent and self._asked < ASKED_OF_ONE and not self._process.ended()

    def ask(self, request: Mapping[str, Any], seconds: float) -> list[Reply]:
        """Return what it says until it is done, dies, or is killed after *seconds*."""
        replies: list[Reply] = []
        self._asked += 1
        timer = Timer(seconds, self.kill)
        timer.daemon = True
        timer.start()
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            for line in self._process.stdout:
                replies.append(json.loads(line))
                if replies[-1].get("kind") == "done":
                    if replies[-1].get("stalled"):
                        self.kill()
                    return replies
            self.kill()  # it went without saying that it was done
        except (OSError, ValueError):
            self.kill()  # it died, or was killed in the middle of a line
        finally:
            timer.cancel()
        return replies

    def kill(self) -> None:
        """End it at once."""
        self._spent = True
        self._process.kill()

    def close(self) -> None:
        """Let it end, or end it, and clear up after it."""
        self._process.close()


@dataclass(slots=True)
class _Ask:
    """One question, on its way through the pool."""

    request: Mapping[str, Any]
    seconds: float
    on_begin: Callable[[], object] = bool
    cancelled: Event = field(default_factory=Event)
    worker: TlsWorker | None = None
    lock: Lock = field(default_factory=Lock)

    def cancel(self) -> None:
        with self.lock:
            self.cancelled.set()
            if self.worker is not None:
                self.worker.kill()


class Pool:
    """Shares workers among everything in this process, whatever its event loop."""

    def __init__(self, size: int | None = None) -> None:
        """Hold at most *size* workers; none is started yet."""
        self._size = size or default_size()
        self._threads: ThreadPoolExecutor | None = None
        self._idle: queue.LifoQueue[TlsWorker] = queue.LifoQueue()
        self._parent = WorkerParent()

    async def ask(
        self,
        request: Mapping[str, Any],
        seconds: float,
        on_begin: Callable[[], object] = bool,
    ) -> list[Reply]:
        """Have a worker look at one address; the time counts from when one is free.

        *on_begin* is called in the event loop when that is so. If the caller is
        cancelled, the worker is killed: what it does is of no use any more.
        """
        _refuse_untested_libraries()
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._size, thread_name_prefix="tls")
        loop = asyncio.get_running_loop()
        ask = _Ask(request, seconds, lambda: loop.call_soon_threadsafe(on_begin))
        try:
            return await asyncio.wrap_future(self._threads.submit(self._run, ask))
        except asyncio.CancelledError:
            ask.cancel()
            raise

    def close(self) -> None:
        """End every worker. The pool may be used again afterwards."""
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)
            self._threads = None
        while not self._idle.empty():
            self._idle.get().close()
        self._parent.close()

    def forget(self) -> None:
        """Drop everything without touching it: after a fork the workers are the parent's."""
        self._threads = None
        self._idle = queue.LifoQueue()
        self._parent = WorkerParent()

    def _run(self, ask: _Ask) -> list[Reply]:
        if ask.cancelled.is_set():
            return []
        worker = self._take()  # the first takes a second: nobody must wait for the lock meanwhile
        with ask.lock:
            ask.worker = worker
            cancelled = ask.cancelled.is_set()
        try:
            if cancelled:
                return []
            with suppress(RuntimeError):  # the loop has ended meanwhile
                ask.on_begin()
            return worker.ask(ask.request, ask.seconds)
        finally:
            with ask.lock:
                ask.worker = None
            if worker.alive:
                self._idle.put(worker)
            else:
                worker.close()

    def _take(self) -> TlsWorker:
        while True:
            try:
                worker = self._idle.get_nowait()
            except queue.Empty:
                return TlsWorker(self._parent.start())
            if worker.alive:
                return worker
            worker.close()


@lru_cache(maxsize=1)
def _refuse_untested_libraries() -> None:
    """Raise BadInput where a worker could not start, which would look like a silent server."""
    try:
        check_versions()
    except UnsupportedVersion as error:
        raise BadInput(str(error)) from error


POOL = Pool()
"""The workers of this process."""

atexit.register(POOL.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=POOL.forget)
