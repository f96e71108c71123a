"""The queue of a worker that is told to stop while it still connects."""

from __future__ import annotations

import asyncio
import socket

import pytest

from portal_audit.runs.distributed.queue import JobQueue


async def opened_and_cancelled() -> list[str]:
    """Open the queue at a server that does not answer, give up; return the tasks left behind."""

    async def connect() -> None:
        async with JobQueue.open(f"postgresql+psycopg://auditor@127.0.0.1:{port}/audit"):
            raise AssertionError("nobody answered")

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        opening = asyncio.create_task(connect())
        client, _ = await asyncio.get_running_loop().sock_accept(server)
        opening.cancel()
        client.close()
        with pytest.raises(asyncio.CancelledError):
            await opening
    return [one.get_name() for one in asyncio.all_tasks() if one.get_name().startswith("pool-")]


def test_nothing_of_a_queue_is_left_that_was_still_connecting() -> None:
    assert asyncio.run(opened_and_cancelled()) == []
