"""When a run will end, as its progress tells it."""

from __future__ import annotations

from portal_audit.cli.pace import RECENT, Pace


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_promised_before_the_first_portal() -> None:
    pace = Pace(10, Clock())
    assert (pace.per_minute, pace.seconds_left) == (None, None)


def test_the_rest_takes_as_long_as_what_was_done() -> None:
    clock = Clock()
    pace = Pace(10, clock)
    for clock.now in (30.0, 60.0):
        pace.finished()
    assert (pace.per_minute, pace.seconds_left) == (2.0, 240.0)


def test_a_standstill_shows() -> None:
    clock = Clock()
    pace = Pace(10, clock)
    clock.now = 30.0
    pace.finished()
    clock.now = 600.0
    assert pace.seconds_left == 5400.0


def test_a_run_that_slows_down_does_not_promise_its_first_pace() -> None:
    clock = Clock()
    pace = Pace(1_000, clock)
    for _ in range(100):
        clock.now += 1
        pace.finished()
    for _ in range(RECENT):
        clock.now += 60
        pace.finished()
    assert pace.per_minute == 1.0
