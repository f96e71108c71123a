"""Requests to one host keep their distance, whichever portal they are for."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from portal_audit.collect.http.rate_limits import Manners, shared_manners


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


async def ask(manners: Manners, clock: Clock, host: str, seen: list[tuple[str, float]]) -> None:
    async with manners.turn(host, rate=2.0, connections=2):
        seen.append((host, clock.now - 100.0))


def run(main: Coroutine[Any, Any, None]) -> None:
    asyncio.run(main)


def test_requests_are_evenly_spaced() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        manners = Manners(clock, clock.sleep)
        for _ in range(4):
            await ask(manners, clock, "a.example", seen)

    run(main())
    assert seen == [("a.example", 0.0), ("a.example", 0.5), ("a.example", 1.0), ("a.example", 1.5)]


def test_requests_made_at_once_are_spaced_all_the_same() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        manners = Manners(clock, clock.sleep)
        await asyncio.gather(*(ask(manners, clock, "a.example", seen) for _ in range(7)))

    run(main())
    assert [at for _, at in seen] == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]


def test_hosts_do_not_wait_for_each_other() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        manners = Manners(clock, clock.sleep)
        await ask(manners, clock, "a.example", seen)
        await ask(manners, clock, "b.example", seen)

    run(main())
    assert seen == [("a.example", 0.0), ("b.example", 0.0)]


def test_a_pause_delays_the_next_request() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        manners = Manners(clock, clock.sleep)
        manners.pause("a.example", 9.0)  # nobody asked it anything yet
        await ask(manners, clock, "a.example", seen)
        manners.pause("a.example", 3.0)
        await ask(manners, clock, "a.example", seen)

    run(main())
    assert [at for _, at in seen] == [0.0, 3.0]


def test_at_most_so_many_are_under_way() -> None:
    under_way, most = 0, 0

    async def visit(manners: Manners) -> None:
        nonlocal under_way, most
        async with manners.turn("a.example", rate=1e9, connections=2):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1

    async def main() -> None:
        manners = Manners()
        await asyncio.gather(*(visit(manners) for _ in range(9)))

    run(main())
    assert most == 2


def test_quiet_hosts_are_forgotten_and_busy_ones_are_not() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        manners = Manners(clock, clock.sleep)
        await ask(manners, clock, "quiet.example", seen)
        clock.now += 10
        await ask(manners, clock, "busy.example", seen)
        for number in range(1_100):
            await ask(manners, clock, f"{number}.example", seen)
        before = len(seen)
        await ask(manners, clock, "busy.example", seen)
        assert seen[before][1] == 10.5

    run(main())


def test_doors_of_one_event_loop_share_their_manners() -> None:
    async def here() -> Manners:
        assert shared_manners() is shared_manners()
        return shared_manners()

    assert asyncio.run(here()) is not asyncio.run(here())


def test_half_of_the_connections_are_held_and_the_rest_goes_on() -> None:
    clock, seen = Clock(), list[tuple[str, float]]()

    async def main() -> None:
        manners = Manners(clock, clock.sleep)
        async with manners.hold("a.example", connections=2) as share:
            assert share == 1
            await ask(manners, clock, "a.example", seen)
            async with manners.turn("a.example", rate=2.0, connections=2):
                late = asyncio.create_task(ask(manners, clock, "a.example", seen))
                await asyncio.sleep(0.01)
                assert len(seen) == 1, "both connections are taken"
        await late

    run(main())
    assert len(seen) == 2


def test_whoever_holds_several_never_waits_for_another_who_does() -> None:
    clock, shares = Clock(), list[int]()

    async def hold(manners: Manners) -> None:
        async with manners.hold("a.example", connections=5) as share:
            shares.append(share)
            await asyncio.sleep(0)

    async def main() -> None:
        manners = Manners(clock, clock.sleep)
        async with asyncio.timeout(10):
            await asyncio.gather(*(hold(manners) for _ in range(9)))

    run(main())
    assert shares == [2] * 9


def test_one_connection_is_held_where_there_is_but_one() -> None:
    clock = Clock()

    async def main() -> None:
        manners = Manners(clock, clock.sleep)
        async with manners.hold("a.example", connections=1) as share:
            assert share == 1
        async with manners.hold("a.example", connections=1):
            manners.pause("a.example", 30)
        async with manners.hold("a.example", connections=1):
            assert clock.now == 130.0, "and the pause it asked for is kept"

    run(main())
