"""End a command that is told to stop: SIGTERM and SIGHUP as Ctrl-C does, and none of them lost."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

ASK_AGAIN = 6.0
"""Seconds that what is in flight has to close its connections."""
GIVE_UP = 30.0
"""Seconds after which the command ends whatever it does, be it in a call that nobody can cancel."""
Hears = Callable[[int, FrameType | None], object]


@contextmanager
def heard_as_interrupt(
    hear: Hears = signal.default_int_handler, names: tuple[str, ...] = ("SIGTERM", "SIGHUP")
) -> Iterator[None]:
    """Have signals that end a program raise KeyboardInterrupt, or whatever *hear* does.

    Whoever has us ignore a signal, as ``nohup`` does, is obeyed.
    """
    before = {}
    for name in names:
        number = getattr(signal, name, None)  # SIGHUP: not on Windows
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            with suppress(ValueError):  # only the main thread hears signals
                before[number] = signal.signal(number, hear)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_ALARM = getattr(signal, "SIGALRM", None)
"""Not on Windows."""


@contextmanager
def _alarm_off() -> Iterator[None]:
    try:
        yield
    finally:
        if _ALARM is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)


def run_until_ended(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end; SIGTERM and SIGHUP end it as Ctrl-C does, with KeyboardInterrupt.

    What is in flight is cancelled and closes its connections first; a second Ctrl-C does not wait
    for that. A signal counts even where nothing was left to cancel: asyncio's own handlers lose one
    that comes while the loop closes, and a cancellation may be swallowed by what is cancelled.
    """
    ended = False
    ask: Callable[[], object] = lambda: None  # noqa: E731  (until there is somebody to ask)

    def hear(number: int, _frame: FrameType | None) -> None:
        nonlocal ended
        if (ended and number == signal.SIGINT) or number == _ALARM:
            raise KeyboardInterrupt
        if not ended and _ALARM is not None:
            signal.setitimer(signal.ITIMER_REAL, GIVE_UP)
        ended = True
        ask()

    async def main() -> None:
        nonlocal ask
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None

        def end() -> None:
            task.cancel()
            loop.call_later(ASK_AGAIN, end_again)

        def end_again() -> None:
            """Ask whoever missed it, until nothing is left: the work, or what it left behind."""
            for one in asyncio.all_tasks(loop) if task.done() else (task,):
                one.cancel()
            loop.call_later(ASK_AGAIN, end_again)

        ask = lambda: loop.call_soon_threadsafe(end)  # noqa: E731  (wakes the loop, too)
        if ended:
            end()
        try:
            await work
        finally:
            ask = lambda: None  # noqa: E731

    with heard_as_interrupt(hear, ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM")), _alarm_off():
        try:
            asyncio.run(main())
        except BaseException as error:
            if ended:
                raise KeyboardInterrupt from error
            raise
    if ended:
        raise KeyboardInterrupt
