"""Processes of a run end with it, whatever happens while they start or end."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from portal_audit.runs.processes import fork_server
from portal_audit.runs.processes.fork_server import ForkServer, can_fork
from portal_audit.runs.processes.frames import FrameChannel, MessageFrame
from portal_audit.runs.processes.worker import Worker

pytestmark = pytest.mark.skipif(not can_fork(), reason="needs a system that can fork safely")
MORE_THAN_A_PIPE_HOLDS = b"x" * 1_000_000


def until_end_of_input(read: int, _write: int) -> None:
    while os.read(read, 65536):
        continue


def for_ever(read: int, write: int) -> None:
    while True:
        time.sleep(60)


def descriptors() -> set[str]:
    return {one.name for one in Path("/proc/self/fd").iterdir()}


@pytest.mark.parametrize("turns", range(4))
def test_whoever_is_told_to_stop_while_a_process_starts_keeps_no_way_to_it(turns: int) -> None:
    """It would live for as long as there is one, and its parent wait for it for ever."""

    async def start_and_stop(forks: ForkServer) -> None:
        starting = asyncio.create_task(Worker.start(forks, "waits"))
        for _ in range(turns):
            await asyncio.sleep(0)
        starting.cancel()
        [worker] = await asyncio.gather(starting, return_exceptions=True)
        if isinstance(worker, Worker):
            await worker.close(1.0)

    with ForkServer({"waits": until_end_of_input}) as forks:
        before = descriptors()
        asyncio.run(start_and_stop(forks))
        assert descriptors() <= before


def test_closing_waits_for_nobody_who_never_takes_what_was_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def send(forks: ForkServer) -> None:
        worker = await Worker.start(forks, "hangs")
        worker.send(MessageFrame("visit", blob=MORE_THAN_A_PIPE_HOLDS))
        await worker.close(0.0)

    monkeypatch.setattr(fork_server, "PATIENCE", 0.1)
    with ForkServer({"hangs": for_ever}) as forks:
        before = descriptors()
        asyncio.run(send(forks))
        assert descriptors() <= before


def test_a_process_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(read: int, write: int) -> None:
        os.write(write, MessageFrame("hello", {"pid": os.getpid()}).encode())
        for_ever(read, write)

    async def its_number(forks: ForkServer) -> int:
        channel = await FrameChannel.open(*forks.start("hangs"))
        hello = await channel.receive()
        assert hello is not None
        channel.abort()
        return int(hello.data["pid"])

    monkeypatch.setattr(fork_server, "PATIENCE", 0.1)
    with ForkServer({"hangs": hang}) as forks:
        number = asyncio.run(its_number(forks))
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
