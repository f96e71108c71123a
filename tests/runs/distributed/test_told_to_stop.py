"""A worker that is told to stop does, though a library swallows it: then portals would be its own
until somebody kills it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from portal_audit.runs.distributed import serving
from portal_audit.runs.distributed.serving import RunServer, WorkerPlace


class SwallowingQueue:
    """A queue with nothing to do, whose database's library misses the first cancellation."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.swallowed = False

    async def waits(self, *_: object, **__: object) -> bool:
        self.asked.set()
        if not self.swallowed:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.swallowed = True
        return True

    async def fetch(self, *_: object, **__: object) -> None:
        await asyncio.sleep(0)


def server(queue: SwallowingQueue) -> RunServer:
    """Return a worker that has nothing in hand, without a store."""
    job = SimpleNamespace(concurrency=2)
    return RunServer(*cast("Any", (queue, None, "run", job, WorkerPlace("worker", ""))))


def told_to_stop(work: Callable[[RunServer], Any]) -> None:
    async def main() -> None:
        queue = SwallowingQueue()
        task = asyncio.create_task(work(server(queue)))
        await queue.asked.wait()
        task.cancel()
        async with asyncio.timeout(10):
            await asyncio.wait([task])
        assert queue.swallowed
        assert task.cancelled()

    asyncio.run(main())


def test_whoever_gives_out_portals_stops() -> None:
    told_to_stop(lambda one: one._give_out(cast("Any", None), {}))


def test_what_goes_on_beside_it_is_told_until_it_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "POLL", 0.01)

    async def main() -> None:
        queue = SwallowingQueue()

        async def for_ever() -> None:
            while True:
                await queue.waits()
                await asyncio.sleep(0.001)

        task = asyncio.create_task(for_ever())
        await queue.asked.wait()
        async with asyncio.timeout(10):
            await serving._ended([task])
        assert queue.swallowed
        assert task.cancelled()

    asyncio.run(main())
