"""When a run will end, as its progress tells it."""

from __future__ import annotations

from heapq import heappop, heappush

import pytest

from portal_audit.cli import progress
from portal_audit.cli.pace import RECENT, Pace
from portal_audit.evidence import Evidence
from portal_audit.model import Target
from portal_audit.runs.site_audit import SiteAudit
from portal_audit.store.serialise import unfinished


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_promised_before_the_first_portal() -> None:
    pace = Pace(10, Clock())
    assert (pace.per_minute(), pace.seconds_left()) == (None, None)


def test_the_rest_takes_as_long_as_what_was_done() -> None:
    clock = Clock()
    pace = Pace(10, clock)
    for clock.now in (30.0, 60.0):
        pace.finished()
    assert (pace.per_minute(), pace.seconds_left()) == (2.0, 240.0)


def test_a_standstill_shows() -> None:
    clock = Clock()
    pace = Pace(10, clock)
    clock.now = 30.0
    pace.finished()
    clock.now = 600.0
    assert pace.seconds_left() == 5400.0


def test_a_run_that_slows_down_does_not_promise_its_first_pace() -> None:
    clock = Clock()
    pace = Pace(1_000, clock)
    for _ in range(100):
        clock.now += 1
        pace.finished()
    for _ in range(RECENT):
        clock.now += 60
        pace.finished()
    assert pace.per_minute() == 1.0


def test_of_many_portals_at_once_the_end_is_told_as_soon_as_the_first_is_finished() -> None:
    """Each takes a minute or so, and 64 are visited at a time: a thousand take some 16 minutes."""
    clock = Clock()
    pace = Pace(1_000, clock)
    ends = sorted(30.0 + 7 * slot % 61 for slot in range(64))
    told = []
    for number in range(900):
        clock.now = heappop(ends)
        heappush(ends, clock.now + 30 + 17 * number % 61)
        pace.finished()
        left = pace.seconds_left(in_flight=64)
        assert left is not None
        told.append((clock.now + left) / 60)
    assert all(12 < minutes < 24 for minutes in told), (min(told), max(told))
    assert pace.per_minute(in_flight=64) == pace.per_minute(), "by then it is known how it goes"


def test_a_long_run_says_every_minute_how_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    monkeypatch.setattr(progress, "monotonic", clock)
    display = progress.Lines(1_000, "en")
    display.pace = Pace(1_000, clock)
    for number in range(4):
        clock.now += 25
        target = Target(f"{number}", f"https://{number}.example/")
        display.started(target)
        display.finished(SiteAudit(target, Evidence(), unfinished(target)))
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 5
    assert "a minute" in said[3]
