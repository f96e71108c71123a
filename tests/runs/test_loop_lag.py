"""A timeout while our own event loop stood still is no verdict on a portal."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from portal_audit.collect.http.request_log import RequestLog
from portal_audit.evidence import Crawl, Evidence, Gap, Visit
from portal_audit.model import Target
from portal_audit.runs.loop_lag import LoopLag
from portal_audit.runs.one_portal import spoilt

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
URL = "https://portal.test/"


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def standing_still(begin: float, end: float) -> LoopLag:
    lag = LoopLag()
    lag.note(at(begin), at(end))
    return lag


def visit(seconds: float = 60, crawl: str = "") -> Evidence:
    gaps: dict[type[object], Gap] = {Crawl: Gap(crawl)} if crawl else {}
    return Evidence(Visit(Target("p", URL), NOON, seconds), missing=gaps)


def timed_out(end: float, seconds: float = 10) -> RequestLog:
    return RequestLog(at(end), "GET", URL, cause="timeout", seconds=seconds)


def test_a_timeout_that_overlaps_a_standstill_spoils_the_evidence() -> None:
    assert spoilt(visit(), [timed_out(20)], standing_still(15, 18))


def test_a_timeout_at_another_moment_is_the_portals_own() -> None:
    assert not spoilt(visit(), [timed_out(20)], standing_still(21, 25))


def test_an_answer_during_a_standstill_is_an_answer() -> None:
    entry = RequestLog(at(20), "GET", URL, status=200, seconds=10)
    assert not spoilt(visit(), [entry], standing_still(15, 18))


def test_a_silent_look_at_tls_counts_as_a_timeout() -> None:
    entry = RequestLog(at(20), "TLS", URL, detail="timeout, 3 connections", seconds=10)
    assert spoilt(visit(), [entry], standing_still(15, 18))


@pytest.mark.parametrize("reason", ["deadline", "timeout"])
def test_time_that_ran_out_during_a_standstill_spoils_the_evidence(reason: str) -> None:
    assert spoilt(visit(60, crawl=reason), [], standing_still(30, 40))
    assert not spoilt(visit(60, crawl=reason), [], standing_still(70, 80))


def test_a_gap_of_another_reason_is_kept() -> None:
    assert not spoilt(visit(60, crawl="blocked"), [], standing_still(30, 40))


def test_a_loop_that_is_kept_from_running_is_noticed() -> None:
    moments = iter([at(0), at(0.1), at(7), at(7.1)])

    async def run() -> LoopLag:
        over = asyncio.Event()

        def clock() -> datetime:
            moment = next(moments, None)
            if moment is None:
                over.set()
            return moment or at(7.1)

        async with LoopLag(clock, lambda seconds: asyncio.sleep(0)) as lag:
            await over.wait()
        return lag

    lag = asyncio.run(run())
    assert lag.between(at(1), at(2))
    assert not lag.between(at(-1), at(0.05))
    assert not lag.between(at(7.05), at(9))
