"""A few worker processes, started when first needed, reused, and never left behind."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import queue
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Event, Lock, Timer
from typing import Any

import portal_audit
from portal_audit.collect.tls.worker.supported_versions import UnsupportedVersion, check_versions
from portal_audit.errors import BadInput

GRACE = 3.0
"""Seconds beyond its own deadline that a worker gets before it is killed."""

Reply = dict[str, Any]


def default_size() -> int:
    """Return one worker more than there are cores, since each also waits for the network."""
    return min(8, (os.cpu_count() or 1) + 1)


class TlsWorker:
    """One child process, serving one address at a time."""

    def __init__(self) -> None:
        """Start it. ``-P`` keeps the working folder from shadowing what it imports."""
        self._spent = False
        home = str(Path(portal_audit.__file__).parent.parent)
        paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "portal_audit.collect.tls.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )

    @property
    def alive(self) -> bool:
        """Whether it can serve another address. One that was killed takes a while to be gone."""
        return not self._spent and self._process.poll() is None

    def ask(self, request: Mapping[str, Any], seconds: float) -> list[Reply]:
        """Return what it says until it is done, dies, or is killed after *seconds*."""
        replies: list[Reply] = []
        timer = Timer(seconds, self.kill)
        timer.daemon = True
        timer.start()
        try:
            stdin, stdout = self._process.stdin, self._process.stdout
            if stdin is None or stdout is None:  # never: both are pipes
                return replies
            stdin.write(json.dumps(request) + "\n")
            stdin.flush()
            for line in stdout:
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
        with suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """Let it end, or end it, and clear up after it."""
        with suppress(OSError, ValueError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


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

    def forget(self) -> None:
        """Drop everything without touching it: after a fork the workers are the parent's."""
        self._threads = None
        self._idle = queue.LifoQueue()

    def _run(self, ask: _Ask) -> list[Reply]:
        with ask.lock:
            if ask.cancelled.is_set():
                return []
            ask.worker = worker = self._take()
        with suppress(RuntimeError):  # the loop has ended meanwhile
            ask.on_begin()
        try:
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
                return TlsWorker()
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
