"""Requests to one host keep their distance, whichever portal they are for."""

import asyncio
from collections.abc import Coroutine
from typing import Any
from weakref import ref

from portal_audit.collect.http.rate_limits import MANY, RateLimits, server_of, shared_rate_limits


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        wake = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, wake)


async def ask(
    rate_limits: RateLimits, clock: Clock, host: str, seen: list[tuple[str, float]]
) -> None:
    async with rate_limits.turn(host, rate=2.0, connections=2):
        seen.append((host, clock.now - 100.0))


def run(main: Coroutine[Any, Any, None]) -> None:
    asyncio.run(main)


def test_requests_are_evenly_spaced() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        rate_limits = RateLimits(clock, clock.sleep)
        for _ in range(4):
            await ask(rate_limits, clock, "a.example", seen)

    run(main())
    assert seen == [("a.example", 0.0), ("a.example", 0.5), ("a.example", 1.0), ("a.example", 1.5)]


def test_requests_made_at_once_are_spaced_all_the_same() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        rate_limits = RateLimits(clock, clock.sleep)
        await asyncio.gather(*(ask(rate_limits, clock, "a.example", seen) for _ in range(7)))

    run(main())
    assert [at for _, at in seen] == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]


def test_hosts_do_not_wait_for_each_other() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        rate_limits = RateLimits(clock, clock.sleep)
        await ask(rate_limits, clock, "a.example", seen)
        await ask(rate_limits, clock, "b.example", seen)

    run(main())
    assert seen == [("a.example", 0.0), ("b.example", 0.0)]


def test_a_pause_delays_the_next_request() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        rate_limits = RateLimits(clock, clock.sleep)
        rate_limits.pause("a.example", 9.0)  # nobody asked it anything yet
        await ask(rate_limits, clock, "a.example", seen)
        rate_limits.pause("a.example", 3.0)
        await ask(rate_limits, clock, "a.example", seen)

    run(main())
    assert [at for _, at in seen] == [0.0, 3.0]


def test_at_most_so_many_are_under_way() -> None:
    under_way, most = 0, 0

    async def visit(rate_limits: RateLimits) -> None:
        nonlocal under_way, most
        async with rate_limits.turn("a.example", rate=1e9, connections=2):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1

    async def main() -> None:
        rate_limits = RateLimits()
        await asyncio.gather(*(visit(rate_limits) for _ in range(9)))

    run(main())
    assert most == 2


def test_quiet_hosts_are_forgotten_and_busy_ones_are_not() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        rate_limits = RateLimits(clock, clock.sleep)
        await ask(rate_limits, clock, "quiet.example", seen)
        clock.now += 10
        await ask(rate_limits, clock, "busy.example", seen)
        for number in range(1_100):
            await ask(rate_limits, clock, f"{number}.example", seen)
        before = len(seen)
        await ask(rate_limits, clock, "busy.example", seen)
        assert seen[before][1] == 10.5

    run(main())


def test_clients_of_one_event_loop_share_their_rate_limits() -> None:
    async def here() -> RateLimits:
        assert shared_rate_limits() is shared_rate_limits()
        return shared_rate_limits()

    assert asyncio.run(here()) is not asyncio.run(here())


def test_half_of_the_connections_are_held_and_the_rest_goes_on() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        rate_limits = RateLimits(clock, clock.sleep)
        async with rate_limits.hold("a.example", connections=2) as share:
            assert share == 1
            await ask(rate_limits, clock, "a.example", seen)
            async with rate_limits.turn("a.example", rate=2.0, connections=2):
                late = asyncio.create_task(ask(rate_limits, clock, "a.example", seen))
                await asyncio.sleep(0.01)
                assert len(seen) == 1, "both connections are taken"
        await late

    run(main())
    assert len(seen) == 2


def test_whoever_holds_several_never_waits_for_another_who_does() -> None:
    clock, shares = Clock(), list[int]()

    async def hold(rate_limits: RateLimits) -> None:
        async with rate_limits.hold("a.example", connections=5) as share:
            shares.append(share)
            await asyncio.sleep(0)

    async def main() -> None:
        rate_limits = RateLimits(clock, clock.sleep)
        async with asyncio.timeout(10):
            await asyncio.gather(*(hold(rate_limits) for _ in range(9)))

    run(main())
    assert shares == [2] * 9


def test_one_connection_is_held_where_there_is_but_one() -> None:
    clock = Clock()

    async def main() -> None:
        rate_limits = RateLimits(clock, clock.sleep)
        async with rate_limits.hold("a.example", connections=1) as share:
            assert share == 1
        async with rate_limits.hold("a.example", connections=1):
            rate_limits.pause("a.example", 30)
        async with rate_limits.hold("a.example", connections=1):
            assert clock.now == 130.0, "and the pause it asked for is kept"

    run(main())


def test_names_on_one_address_share_its_connections() -> None:
    clock, under_way, most = Clock(), 0, 0

    async def visit(rate_limits: RateLimits, host: str) -> None:
        nonlocal under_way, most
        async with rate_limits.turn(host, rate=1e9, connections=2, server="192.0.2.1"):
            under_way += 1
            most = max(most, under_way)
            for _ in range(5):
                await asyncio.sleep(0)
            under_way -= 1

    async def main() -> None:
        rate_limits = RateLimits(clock, clock.sleep)
        await asyncio.gather(*(visit(rate_limits, f"{n}.example") for n in range(20)))

    run(main())
    assert most == 2


def test_names_on_one_address_share_its_rate() -> None:
    clock, moments = Clock(), list[float]()

    async def visit(rate_limits: RateLimits, host: str) -> None:
        for _ in range(3):
            async with rate_limits.turn(host, rate=2, connections=2, server="192.0.2.1"):
                moments.append(clock.now)

    async def main() -> None:
        rate_limits = RateLimits(clock, clock.sleep)
        await asyncio.gather(*(visit(rate_limits, f"{n}.example") for n in range(4)))

    run(main())
    assert [at - moments[0] for at in moments] == [number / 2 for number in range(12)]


def test_new_connections_to_an_address_are_spaced_whoever_opens_them() -> None:
    clock, moments = Clock(), list[float]()

    async def connect(rate_limits: RateLimits) -> None:
        await rate_limits.connect("192.0.2.1", 3)
        moments.append(clock.now)

    async def main() -> None:
        rate_limits = RateLimits(clock, clock.sleep)
        await asyncio.gather(*(connect(rate_limits) for _ in range(30)))

    run(main())
    busiest = max(sum(0 <= later - at < 1 - 1e-9 for later in moments) for at in moments)
    assert busiest == 3


def test_one_knows_whether_one_waits_for_others_or_for_oneself() -> None:
    async def main() -> None:
        rate_limits, me, you = RateLimits(), object(), object()
        assert not rate_limits.crowded("192.0.2.1", me)
        turns = {"rate": 1e9, "connections": 1, "server": "192.0.2.1"}
        async with rate_limits.turn("a.example", holder=me, **turns):  # type: ignore[arg-type]
            assert not rate_limits.crowded("192.0.2.1", me)
            assert rate_limits.crowded("192.0.2.1", you)

    run(main())


def test_a_request_of_another_name_just_before_is_waited_for_at_no_cost() -> None:
    clock = Clock()

    async def main() -> None:
        rate_limits, me, you = RateLimits(clock, clock.sleep), object(), object()
        turns = {"rate": 2, "connections": 2, "server": "192.0.2.1"}
        async with rate_limits.turn("a.example", holder=me, **turns):  # type: ignore[arg-type]
            pass
        assert rate_limits.crowded("192.0.2.1", you)
        assert not rate_limits.crowded("192.0.2.1", me)

    run(main())


def test_ports_of_loopback_are_servers_of_their_own() -> None:
    assert server_of("192.0.2.1", 80) == server_of("192.0.2.1", 443)
    assert server_of("127.0.0.1", 80) != server_of("127.0.0.1", 443)
    assert server_of("::1", 80) != server_of("::1", 443)


class Visit:
    """Somebody who asks."""


def test_a_visit_that_is_over_is_not_remembered_for_long() -> None:
    """Whoever asked a server last is known to it, with a log of all requests."""

    async def main() -> list[object]:
        limits, visits = RateLimits(), list[ref[Visit]]()
        for number in range(2 * MANY):
            visit = Visit()
            visits.append(ref(visit))
            async with limits.turn(f"{number}.example", rate=1e9, connections=1, holder=visit):
                pass
        return [one() for one in visits]

    assert sum(visit is not None for visit in asyncio.run(main())) <= MANY
