"""Probes run once each, in the order their needs dictate; none takes the others down."""

import asyncio
import errno
import gc
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from portal_audit.collect.gather import gather
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.probes import base
from portal_audit.collect.probes.base import VisitPlan, probe
from portal_audit.errors import NoEvidence, TimedOut
from portal_audit.evidence import Evidence, Exchange, Front, HttpFront, HttpsFront
from portal_audit.model import Target

TARGET = Target("a.test", "https://a.test/")


@dataclass(frozen=True)
class Menu:
    """Evidence that needs the front."""

    url: str


@dataclass(frozen=True)
class Weather:
    """Evidence that may not come."""

    degrees: int


calls: list[str] = []


@pytest.fixture(autouse=True)
def own_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the engine these probes only."""
    monkeypatch.setattr("portal_audit.collect.gather.PROBES", {})
    monkeypatch.setattr(base, "PROBES", {})
    calls.clear()

    @probe
    async def https(target: Target) -> HttpsFront:
        calls.append("https")
        return HttpsFront(target.url, (Exchange(target.url, 200, (), 0.1),))

    @probe
    async def http(target: Target) -> HttpFront:
        calls.append("http")
        return HttpFront(target.url)

    @probe
    async def front(secure: HttpsFront, plain: HttpFront) -> Front:
        calls.append("front")
        return Front(secure.exchanges, None, https=True)

    @probe
    async def menu(seen: Front, plan: VisitPlan) -> Menu:
        calls.append("menu")
        return Menu(seen.url)

    monkeypatch.setattr("portal_audit.collect.gather.PROBES", base.PROBES)


def run(*kinds: type[object], seconds: float = 5) -> Evidence:
    """Gather these kinds."""
    client = HttpClient(TARGET, VisitLimits(), AccessRules())
    return asyncio.run(gather(kinds, TARGET, client, VisitPlan(), seconds))


def test_each_probe_runs_once_whoever_asks_for_it() -> None:
    seen = run(Menu, Front, Menu)
    assert sorted(calls) == ["front", "http", "https", "menu"]
    assert seen.get(Menu) == Menu("https://a.test/")


def test_what_nobody_asks_for_is_not_visited() -> None:
    run()
    assert "menu" not in calls


def test_a_probe_that_comes_back_empty_leaves_a_gap() -> None:
    @probe
    async def weather(target: Target) -> Weather:
        raise NoEvidence("no-sky", applies=False)

    seen = run(Weather, Menu)
    assert seen.get(Weather) is None
    assert (seen.gap(Weather).reason, seen.gap(Weather).applies) == ("no-sky", False)
    assert seen.get(Menu) is not None


def test_a_net_error_is_a_gap_with_its_cause() -> None:
    @probe
    async def weather(target: Target) -> Weather:
        raise TimedOut("slow")

    assert run(Weather).gap(Weather).reason == "timeout"


def test_no_probe_outlives_a_visit_that_is_broken_off() -> None:
    ended: list[str] = []
    begun = asyncio.Event()

    @probe
    async def weather(target: Target) -> Weather:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("weather")
        raise AssertionError

    async def main() -> None:
        client = HttpClient(TARGET, VisitLimits(), AccessRules())
        visit = asyncio.ensure_future(gather([Weather], TARGET, client, VisitPlan(), 60))
        await begun.wait()
        visit.cancel()
        with pytest.raises(asyncio.CancelledError):
            await visit
        assert ended == ["weather"]

    asyncio.run(main())


def test_a_gap_reaches_whoever_needed_that_evidence() -> None:
    @probe
    async def front(target: Target) -> Front:
        raise NoEvidence("refused")

    assert run(Menu).gap(Menu).reason == "refused"


def test_a_probe_that_crashes_costs_only_its_own_evidence() -> None:
    @probe
    async def weather(target: Target) -> Weather:
        raise ZeroDivisionError

    seen = run(Weather, Menu)
    assert seen.gap(Weather).reason == "probe-failed: ZeroDivisionError"
    assert seen.get(Menu) is not None


@pytest.mark.parametrize("error", [MemoryError(), OSError(errno.EMFILE, "too many open files")])
def test_what_this_machine_lacks_is_told_as_ours(error: Exception) -> None:
    @probe
    async def weather(target: Target) -> Weather:
        raise error

    seen = run(Weather, Menu)
    assert seen.gap(Weather).reason == "local"
    assert seen.get(Menu) is not None


def test_the_deadline_keeps_what_is_there() -> None:
    @probe
    async def weather(target: Target) -> Weather:
        await asyncio.Event().wait()
        return Weather(1)

    seen = run(Weather, Menu, seconds=0.2)
    assert seen.gap(Weather).reason == "deadline"
    assert seen.get(Menu) is not None


async def _answered(target: Target) -> Front:
    return Front((), None, https=True)


async def _without_evidence(target: Target) -> Front:
    raise NoEvidence("refused")


@pytest.mark.parametrize("front", [_answered, _without_evidence])
def test_a_visit_is_forgotten_as_soon_as_its_evidence_is_taken(
    front: Callable[..., Awaitable[Front]],
) -> None:
    probe(front)

    @probe
    async def weather(client: HttpClient, seen: Front) -> Weather:
        return Weather(1)

    async def main() -> None:
        client = HttpClient(TARGET, VisitLimits(), AccessRules())
        visited = weakref.ref(client)
        await gather([Weather], TARGET, client, VisitPlan(), 5)
        del client
        assert visited() is None

    gc.disable()  # it would find what only holds itself, some day
    try:
        asyncio.run(main())
    finally:
        gc.enable()


def test_evidence_without_a_probe_is_a_gap() -> None:
    assert run(Weather).gap(Weather).reason == "not-gathered"
