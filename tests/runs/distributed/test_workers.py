"""Several workers at one run: no server is visited by two, and whatever dies, nothing is lost."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass, replace

import pytest

from portal_audit.collect.http.limits import AccessRules
from portal_audit.errors import NobodyAnswers
from portal_audit.model import Cause, SecondLook, SiteResult, State, Target
from portal_audit.runs.distributed.following import QueuedRun, RunFollower, Watcher, enqueue
from portal_audit.runs.distributed.looking_again import QueuedLooks
from portal_audit.runs.distributed.queue import AGAIN, JobQueue
from portal_audit.runs.processes.fork_server import can_fork
from portal_audit.runs.reach import ENOUGH
from portal_audit.runs.second_look import LookRules
from portal_audit.store.serialise import dump_result
from tests.databases import PostgresServer

from .conftest import CRITERIA, SHORT, Fleet, portals, settings

pytestmark = [
    pytest.mark.skipif(not can_fork(), reason="this system cannot fork safely"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]


def overlapping(fleet: Fleet) -> list[str]:
    """Return the servers that were visited twice at the same time."""
    busy: dict[str, str] = {}
    found = []
    for line in (fleet.folder / "visits").read_text().splitlines():
        word, site, address, _ = line.split()
        if word == "begin" and address in busy:
            found.append(address)
        if word == "begin":
            busy[address] = site
        elif busy.get(address) == site:
            del busy[address]
    return found


def test_no_server_is_visited_by_two_workers_and_no_portal_twice(fleet: Fleet) -> None:
    fleet.begin(portals(60, 6))
    fleet.start(2)
    sites = fleet.wait_until_done()
    assert overlapping(fleet) == []
    assert set(fleet.times().values()) == {1}
    assert len({worker for *_, worker in fleet.visits()}) == 2
    assert {site.state for site in sites.values()} == {State.SCANNED}


def test_one_worker_and_several_find_the_same(fleet: Fleet) -> None:
    found = []
    for workers in (1, 2, 4):
        fleet.begin([*portals(12, 4), *portals(1, 9, "dead")])
        fleet.kill(*fleet.workers)
        fleet.start(workers)
        sites = fleet.wait_until_done()
        found.append({name: dump_result(site) for name, site in sites.items()})
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 13


def test_portals_of_a_worker_that_was_killed_are_visited_again_and_nobody_elses(
    fleet: Fleet,
) -> None:
    fleet.dead_after = SHORT
    fleet.begin([*portals(2, 9, "stays"), *portals(10, 5)])
    [doomed] = fleet.start()
    fleet.wait(lambda: len(fleet.visits()) == 2)
    fleet.kill(doomed)
    (fleet.folder / "go").touch()
    fleet.start()
    fleet.wait_until_done()
    twice = {site for site, count in fleet.times().items() if count == 2}
    assert twice == {"stays0", "stays1"}
    assert sum(fleet.times().values()) == 14


def test_a_restart_of_the_database_loses_and_doubles_nothing(
    fleet: Fleet, postgres: PostgresServer
) -> None:
    fleet.begin([*portals(3, 9, "stays"), *portals(20, 5)])
    fleet.start(2)
    fleet.wait(lambda: len(fleet.visits()) >= 3)
    postgres.restart()
    (fleet.folder / "go").touch()
    sites = fleet.wait_until_done()
    assert {site.state for site in sites.values()} == {State.SCANNED}
    assert overlapping(fleet) == []
    assert len(fleet.store.scores()) == 23


def test_a_portal_that_kills_its_worker_twice_is_named_and_its_neighbours_are_well(
    fleet: Fleet,
) -> None:
    fleet.dead_after = SHORT
    poison = Target("kills", "https://kills.test/", address="127.0.2.1")
    fleet.begin([poison, *portals(1, 9, "stays"), *portals(6, 6)])
    for _ in range(2):  # as systemd does, one starts when one has died
        fleet.start()[0].join()
    (fleet.folder / "go").touch()
    fleet.start()
    sites = fleet.wait_until_done()
    causes = {name: site.cause for name, site in sites.items() if site.cause}
    assert causes == {"kills": Cause.INTERRUPTED}
    assert fleet.times()["kills"] == 2


def test_a_worker_that_is_told_to_stop_gives_back_what_it_has(fleet: Fleet) -> None:
    fleet.begin(portals(2, 2, "stays"))
    [worker] = fleet.start()
    fleet.wait(lambda: len(fleet.visits()) == 2)
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGINT)
    worker.join()
    assert fleet.ask(lambda queue: queue.sites(fleet.run)) == {"stays0": False, "stays1": False}
    assert not fleet.ask(lambda queue: queue.waits(fleet.run, "", only_alone=True))
    assert fleet.ask(lambda queue: queue.workers()) == []


def test_a_worker_that_was_taken_for_dead_lets_go_and_keeps_nothing_of_it(fleet: Fleet) -> None:
    fleet.dead_after = SHORT
    fleet.begin(portals(1, 1, "stays"))
    fleet.start()
    fleet.wait(lambda: len(fleet.visits()) == 1)
    taken = "DELETE FROM procrastinate_workers RETURNING id"
    assert fleet.ask(lambda queue: queue._all(taken))
    fleet.wait(lambda: len(fleet.visits()) == 2)  # let go, and taken up again
    assert fleet.store.done(fleet.run) == frozenset()
    (fleet.folder / "go").touch()
    assert fleet.wait_until_done()["stays0"].state is State.SCANNED


def test_what_a_worker_cannot_reach_goes_back_to_the_queue(fleet: Fleet) -> None:
    fleet.begin(portals(ENOUGH + 5, 50, "dead"))
    [worker] = fleet.start()
    worker.join()
    assert worker.exitcode == 1  # NobodyAnswers
    assert fleet.store.done(fleet.run) == frozenset()
    assert fleet.ask(lambda queue: queue.sites(fleet.run)) == dict.fromkeys(
        (one.id for one in fleet.targets), False
    )


def test_a_few_portals_that_are_down_are_kept_as_such(fleet: Fleet) -> None:
    fleet.begin([*portals(4, 9, "dead"), *portals(2, 9)])
    fleet.start()
    sites = fleet.wait_until_done()
    assert {name for name, site in sites.items() if site.cause is Cause.TIMEOUT} == {
        f"dead{number}" for number in range(4)
    }


def test_names_that_only_the_zone_knows_get_their_servers_lock_there(fleet: Fleet) -> None:
    names = [replace(one, address=None) for one in portals(2, 1, "stays-in")]  # see ``settings``
    fleet.begin(names, rules=AccessRules())
    fleet.start()
    fleet.wait(lambda: fleet.ask(locks) == [":127.0.3.1#0"] * 2)
    (fleet.folder / "go").touch()
    fleet.wait_until_done()
    assert fleet.times() == {"stays-in0": 1, "stays-in1": 1}


async def locks(queue: JobQueue) -> list[str]:
    rows = await queue._all("SELECT lock FROM procrastinate_jobs")
    return [row["lock"] for row in rows]


def test_a_zone_is_visited_by_its_own_workers_only(fleet: Fleet) -> None:
    inside = [replace(one, zone="WAN") for one in portals(3, 3, "inside")]
    fleet.begin([*inside, *portals(3, 3)])
    [outer] = fleet.start()
    fleet.wait(lambda: len(fleet.store.done(fleet.run)) == 3)
    [inner] = fleet.start(zone="WAN")
    fleet.wait_until_done()
    visits = {(site.startswith("inside"), int(worker)) for site, _, worker in fleet.visits()}
    assert visits == {(False, outer.pid), (True, inner.pid)}


def test_whoever_follows_a_run_tells_all_and_puts_back_what_was_lost(fleet: Fleet) -> None:
    fleet.begin(portals(6, 6))
    assert fleet.ask(lambda queue: queue.withdraw(fleet.run)) == 6  # as if the queue was dropped
    fleet.start()
    started, finished, _ = follow(fleet)
    assert sorted(finished) == sorted(one.id for one in fleet.targets)
    assert set(started) <= set(finished)
    assert set(fleet.times().values()) == {1}


def test_whoever_follows_a_run_is_told_where_no_worker_is(fleet: Fleet) -> None:
    fleet.begin([replace(one, zone="WAN") for one in portals(1, 1)])
    fleet.dead_after = 0.1
    assert follow(fleet, until_unserved=True)[2] == ["WAN"]


def test_a_run_that_reached_nobody_is_to_be_done_again(fleet: Fleet) -> None:
    fleet.begin(portals(6, 6, "dead"))
    fleet.start()
    with pytest.raises(NobodyAnswers):
        follow(fleet)
    assert fleet.store.done(fleet.run) == frozenset()
    assert fleet.store.run(fleet.run).sites[0].cause is Cause.INTERRUPTED


@dataclass(frozen=True, slots=True)
class Doubting(LookRules):
    """Doubts what fades besides: it was read, and cannot be the next time."""

    def doubts(self, site: SiteResult) -> bool:
        return site.id.startswith("fading") or LookRules.doubts(self, site)


def test_what_could_not_be_read_is_looked_at_again_and_the_better_look_counts(fleet: Fleet) -> None:
    names = [*portals(1, 9, "late"), *portals(1, 9, "dead"), *portals(1, 9, "fading")]
    fleet.begin([*names, *portals(3, 9)])
    fleet.start()
    fleet.wait_until_done()
    seen = fleet.store.evidence_json(fleet.run, "fading0")
    begun: list[int] = []
    queued = QueuedRun(fleet.run, "0", CRITERIA, settings().rules)

    async def at_once(seconds: float) -> None:
        pass

    async def look(queue: JobQueue) -> SecondLook | None:
        rules = Doubting(looks=2)
        looks = QueuedLooks(
            queue, fleet.store, queued, rules, lambda n, _: begun.append(n), at_once
        )
        return await looks.confirm(fleet.targets)

    assert fleet.ask(look) == SecondLook(portals=3, cleared=1)
    assert begun == [3, 2]
    states = {site.id: site.state for site in fleet.store.run(fleet.run).sites}
    assert (states["late0"], states["dead0"]) == (State.SCANNED, State.NOT_SCANNED)
    assert states["fading0"] is State.SCANNED
    assert fleet.store.evidence_json(fleet.run, "fading0") == seen
    assert fleet.times() == {"late0": 2, "dead0": 3, "fading0": 3, "p0": 1, "p1": 1, "p2": 1}


def test_a_second_look_that_nobody_takes_ends_with_the_first_verdicts(fleet: Fleet) -> None:
    fleet.begin(portals(1, 1, "dead"))
    [worker] = fleet.start()
    fleet.wait_until_done()
    fleet.kill(worker)
    queued = QueuedRun(fleet.run, "0", CRITERIA, settings().rules, dead_after=0.1)

    async def look(queue: JobQueue) -> SecondLook | None:
        looks = QueuedLooks(queue, fleet.store, queued, LookRules(looks=2))
        return await looks.confirm(fleet.targets)

    assert fleet.ask(look) == SecondLook(portals=1, cleared=0)
    assert fleet.ask(lambda queue: queue.sites(fleet.run)) == {}
    assert fleet.store.run(fleet.run).sites[0].cause is Cause.TIMEOUT


def test_a_second_look_at_many_dead_portals_does_not_end_the_worker(fleet: Fleet) -> None:
    dead = portals(ENOUGH + 5, 50, "dead")
    fleet.begin(dead)
    fleet.ask(lambda queue: queue.withdraw(fleet.run))
    queued = QueuedRun(fleet.run, "0", CRITERIA, settings().rules)
    fleet.ask(lambda queue: enqueue(queue, queued, dead, AGAIN))
    fleet.start()
    fleet.wait_until_done()


def follow(fleet: Fleet, until_unserved: bool = False) -> tuple[list[str], list[str], list[str]]:
    """Follow a run to its end; return who was said to be begun, and done, and which zones idle."""
    started: list[str] = []
    finished: list[str] = []
    unserved: list[str] = []
    watcher = Watcher(
        lambda target: started.append(target.id),
        lambda target, result: finished.append(result.id),
        unserved.append,
    )
    run = QueuedRun(fleet.run, "0", CRITERIA, settings().rules, 1, fleet.dead_after)

    async def work() -> None:
        async with JobQueue.open(fleet.place) as queue:
            follower = RunFollower(queue, fleet.store, run, fleet.targets, watcher)
            while until_unserved and not unserved:
                await follower._look()
            if not until_unserved:
                await follower.follow()

    asyncio.run(work())
    return started, finished, unserved
