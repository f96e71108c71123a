"""A command that is told to stop: no signal is lost, whenever it comes."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable

import pytest

from portal_audit.cli.ending import heard_as_interrupt, run_until_ended

pytestmark = pytest.mark.usefixtures("heard")
SIGNALS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]


@pytest.fixture(params=SIGNALS, ids=lambda number: number.name)
def told(request: pytest.FixtureRequest) -> Callable[[], None]:
    """Tell this very process to stop."""
    return lambda: os.kill(os.getpid(), request.param)


def test_what_is_in_flight_is_cancelled(told: Callable[[], None]) -> None:
    ended: list[str] = []

    async def work() -> None:
        told()
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("connections closed")

    with pytest.raises(KeyboardInterrupt):
        run_until_ended(work())
    assert ended == ["connections closed"]


def test_it_counts_although_the_cancellation_is_swallowed(told: Callable[[], None]) -> None:
    async def work() -> None:
        told()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return  # as asyncio.wait_for of Python 3.11 does where its work is just done

    with pytest.raises(KeyboardInterrupt):
        run_until_ended(work())


def test_it_counts_although_the_work_fails(told: Callable[[], None]) -> None:
    async def work() -> None:
        told()
        raise OSError("the database is away")

    with pytest.raises(KeyboardInterrupt):
        run_until_ended(work())


def test_it_counts_while_the_loop_closes(told: Callable[[], None]) -> None:
    async def left_behind() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            told()

    async def work() -> None:
        behind = asyncio.create_task(left_behind())
        await asyncio.sleep(0)
        assert not behind.done()

    with pytest.raises(KeyboardInterrupt):
        run_until_ended(work())


@pytest.mark.parametrize("times", [2, 5])
def test_what_was_left_behind_and_goes_on_is_asked_again(
    times: int, told: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal_audit.cli.ending.ASK_AGAIN", 0.05)
    asked: list[int] = []

    async def deaf() -> None:
        while len(asked) < times:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                asked.append(1)

    async def work() -> None:
        behind = asyncio.create_task(deaf())
        await asyncio.sleep(0)
        told()
        await behind

    with pytest.raises(KeyboardInterrupt):
        run_until_ended(work())
    assert len(asked) == times


def test_a_call_that_nobody_can_cancel_is_broken_off(
    told: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal_audit.cli.ending.GIVE_UP", 0.05)
    never = threading.Event()

    async def work() -> None:
        told()
        never.wait(60)  # keeps the loop

    with pytest.raises(KeyboardInterrupt):
        run_until_ended(work())


def test_a_second_ctrl_c_does_not_wait() -> None:
    async def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(60)

    with pytest.raises(KeyboardInterrupt):
        run_until_ended(work())


def test_without_a_signal_errors_come_out_as_they_are() -> None:
    async def work() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        run_until_ended(work())


def test_between_two_pieces_of_work_it_is_heard_too() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), heard_as_interrupt():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


def test_whoever_has_us_ignore_a_signal_is_obeyed() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with heard_as_interrupt():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
