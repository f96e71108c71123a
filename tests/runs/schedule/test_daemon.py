"""The daemon on a clock that stands still: once each, whoever dies, wherever the clock jumps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from apscheduler.executors.debug import DebugExecutor

from portal_audit.errors import PortalAuditError
from portal_audit.model import Criteria, Target
from portal_audit.runs.schedule.daemon import LONGEST_WAIT, Daemon
from portal_audit.runs.schedule.firing import Firings
from portal_audit.runs.schedule.job_store import times_of
from portal_audit.store import Leases, Schedules, Store
from portal_audit.store.process_identity import this_process
from portal_audit.store.schedules import Schedule
from portal_audit.texts import Message

INVENTORY = "/srv/portals.csv"
TARGETS = [Target(name, f"https://{name}.example/") for name in "ab"]
BEGIN = datetime(2026, 11, 27, 12, tzinfo=UTC)
DUE = datetime(2026, 11, 27, 19, tzinfo=UTC)  # 2:00 in Vietnam
DEAD = this_process().rpartition(" ")[0] + " gone-long-ago"


class Clock(datetime):
    """The clock that APScheduler reads, standing still."""

    moment = BEGIN

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return cls.moment.astimezone(tz)


class Child:
    """A scan that has ended before anybody looks."""

    pid = 2**22 + 1

    def __init__(self, code: int) -> None:
        self.code = code

    def wait(self) -> int:
        return self.code


@dataclass
class House:
    """A store with schedules, and daemons that carry them out."""

    store: Store
    scans: list[tuple[str, ...]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)
    scan: Callable[[House], int] = lambda house: house.whole()

    @property
    def schedules(self) -> Schedules:
        return Schedules(self.store.engine)

    def add(self, name: str = "nightly", **differing: Any) -> None:
        plain = Schedule(
            name=name,
            cron="0 2 * * *",
            zone="Asia/Ho_Chi_Minh",
            arguments=("-i", "portals.csv", "--channels", "c.toml", "--distributed"),
            folder="/srv",
            inventory=INVENTORY,
            quiet_hours=(),
            jitter=0,
            grace=12.0,
            created_at=BEGIN,
        )
        schedule = replace(plain, **differing)
        assert self.schedules.add(schedule)
        self.schedules.put_off(name, times_of(schedule).after(BEGIN))

    def run(self, *, done: int = 2) -> str:
        """Store a run of the inventory in which some portals are done."""
        run = self.store.begin_run(
            TARGETS,
            started_at=Clock.moment,
            criteria=Criteria("1", "sha256:x"),
            settings={"lease": INVENTORY},
        )
        if done == len(TARGETS):
            self.finish(run)
        return run

    def finish(self, run: str) -> None:
        """Have every portal of a run done."""
        with self.store.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE sites SET state = 'scanned'")
        self.store.finish_run(run, Clock.moment)

    def whole(self) -> int:
        self.run()
        return 0

    def daemon(self) -> Daemon:
        """Return a daemon as after its start."""
        firings = Firings(
            self.store,
            self._launch,
            lambda: Clock.moment,
            self._say,
            self._ping,
        )
        made = Daemon(
            self.store, firings, lambda: Clock.moment, DebugExecutor(), lambda work: work()
        )
        made._main_loop = lambda: None
        made.start()
        return made

    def _launch(self, arguments: Sequence[str], folder: str) -> Child:
        self.scans.append(tuple(arguments))
        return Child(self.scan(self))

    def _ping(self, schedule: Schedule) -> tuple[str, ...]:
        self.pings.append(schedule.name)
        return ()

    def _say(self, message: Message) -> None:
        self.said.append(message.text("en"))

    def states(self, name: str = "nightly") -> list[str]:
        """Return what became of the due times, the oldest first."""
        return [one.state for one in reversed(self.schedules.firings(name))]


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    for module in ("apscheduler.schedulers.base", "apscheduler.executors.base"):
        monkeypatch.setattr(f"{module}.datetime", Clock)
    monkeypatch.setattr(Clock, "moment", BEGIN)
    with Store.open(":memory:") as store:
        yield House(store)


def look(*daemons: Daemon, at: datetime) -> float:
    """Put the clock to a time and let daemons look."""
    Clock.moment = at
    return min(daemon._process_jobs() for daemon in daemons)


def test_a_schedule_is_carried_out_once_when_it_is_due(house: House) -> None:
    house.add()
    daemon = house.daemon()
    look(daemon, at=DUE - timedelta(seconds=1))
    assert house.scans == []
    look(daemon, at=DUE)
    look(daemon, at=DUE + timedelta(seconds=30))
    assert house.scans == [("scan", "-i", "portals.csv", "--channels", "c.toml", "--distributed")]
    assert house.states() == ["done"]
    assert house.pings == ["nightly"]
    look(daemon, at=DUE + timedelta(days=1))
    assert house.states() == ["done", "done"]


def test_the_daemon_looks_at_least_twice_a_minute_and_sees_what_was_added(house: House) -> None:
    daemon = house.daemon()
    assert look(daemon, at=BEGIN) == LONGEST_WAIT
    house.add()
    assert look(daemon, at=DUE - timedelta(seconds=5)) == 5
    look(daemon, at=DUE)
    assert len(house.scans) == 1


def test_many_missed_times_are_caught_up_once(house: House) -> None:
    house.add()
    look(house.daemon(), at=DUE + timedelta(days=9, hours=3))
    assert house.states() == ["done"]
    assert house.schedules.every()[0].next_at == DUE + timedelta(days=10)


def test_what_was_missed_too_long_ago_is_said_and_left(house: House) -> None:
    house.add(grace=2.0)
    daemon = house.daemon()
    look(daemon, at=DUE + timedelta(hours=3))
    assert (house.scans, house.states()) == ([], ["missed"])
    assert "missed, too late to catch up" in house.said[0]
    look(daemon, at=DUE + timedelta(days=1))
    assert house.states() == ["missed", "done"]


def test_no_scan_begins_in_quiet_hours(house: House) -> None:
    house.add(quiet_hours=("01:00-05:00",))
    daemon = house.daemon()
    assert look(daemon, at=DUE + timedelta(hours=2, minutes=59, seconds=50)) == 10
    assert house.scans == []
    look(daemon, at=DUE + timedelta(hours=3))
    assert house.states() == ["done"]


def test_two_schedulers_on_one_store_carry_out_each_time_once(house: House) -> None:
    house.add(jitter=600)
    one, other = house.daemon(), house.daemon()
    for days in range(3):
        look(one, other, at=DUE + timedelta(days=days, minutes=10))
    assert house.states() == ["done"] * 3
    assert len(house.scans) == 3


def test_two_schedulers_at_the_very_same_moment_carry_it_out_once(house: House) -> None:
    house.add()
    other = house.daemon()

    def meanwhile(house: House) -> int:
        house.schedules.put_off("nightly", DUE)  # as the other one read it a moment before
        look(other, at=DUE)
        return house.whole()

    house.scan = meanwhile
    look(house.daemon(), at=DUE)
    assert len(house.scans) == 1


def test_an_inventory_that_is_being_scanned_is_left_alone_and_that_is_said(house: House) -> None:
    house.add()
    Leases(house.store.engine).take(INVENTORY, this_process(), BEGIN)
    daemon = house.daemon()
    look(daemon, at=DUE)
    assert (house.scans, house.states()) == ([], ["skipped"])
    assert "its inventory is being scanned" in house.said[0]
    Leases(house.store.engine).release(INVENTORY, this_process())
    look(daemon, at=DUE + timedelta(days=1))
    assert house.states() == ["skipped", "done"]


def test_a_lease_of_a_dead_scan_stops_nothing(house: House) -> None:
    house.add()
    Leases(house.store.engine).take(INVENTORY, DEAD, BEGIN)
    look(house.daemon(), at=DUE)
    assert house.states() == ["done"]


def killed(house: House) -> int:
    """A scan that is killed after its first portal."""
    house.run(done=1)
    return -9


def test_a_scan_that_was_killed_is_resumed_once(house: House) -> None:
    house.add()
    daemon, house.scan = house.daemon(), killed
    look(daemon, at=DUE)
    assert house.states() == ["started"]
    run = house.store.info().id

    def finish(house: House) -> int:
        house.store.finish_run(run, Clock.moment)
        return 0

    house.scan = finish
    look(daemon, at=DUE + timedelta(seconds=30))
    assert house.scans[1] == ("scan", "--resume", run, "--channels", "c.toml", "--distributed")
    assert house.states() == ["done"]
    assert "the scan goes on" in house.said[0]


def test_a_scan_that_is_killed_each_time_is_left_resumable_and_the_next_time_is_kept(
    house: House,
) -> None:
    house.add()
    daemon, house.scan = house.daemon(), killed
    for seconds in (0, 30, 60, 90):
        look(daemon, at=DUE + timedelta(seconds=seconds))
    assert len(house.scans) == 2
    assert house.states() == ["broken-off"]
    assert "portal-audit scan --resume" in house.said[-1]
    house.scan = lambda house: house.whole()
    look(daemon, at=DUE + timedelta(days=1))
    assert house.states() == ["broken-off", "done"]


def test_a_run_that_is_killed_again_when_it_is_resumed_is_still_known(house: House) -> None:
    house.add()
    daemon, house.scan = house.daemon(), killed
    look(daemon, at=DUE)
    house.scan = lambda house: -9
    look(daemon, at=DUE + timedelta(seconds=30))
    look(daemon, at=DUE + timedelta(seconds=60))
    assert house.states() == ["broken-off"]
    assert f"portal-audit scan --resume {house.store.info().id}" in house.said[-1]


def test_a_daemon_that_died_with_its_scan_takes_it_up_at_its_next_start(house: House) -> None:
    house.add()
    Clock.moment = DUE
    house.schedules.begin("nightly", DUE, DEAD, "started", DUE)
    house.schedules.put_off("nightly", DUE + timedelta(days=1))
    look(house.daemon(), at=DUE + timedelta(hours=1))
    assert house.scans == [("scan", "-i", "portals.csv", "--channels", "c.toml", "--distributed")]
    assert house.states() == ["done"]


def test_a_scan_that_outlived_its_daemon_is_noted_and_not_repeated(house: House) -> None:
    house.add()
    Clock.moment = DUE
    house.schedules.begin("nightly", DUE, DEAD, "started", DUE)
    house.schedules.put_off("nightly", DUE + timedelta(days=1))
    house.run()
    look(house.daemon(), at=DUE + timedelta(hours=1))
    assert (house.scans, house.states()) == ([], ["done"])
    assert house.pings == ["nightly"]


def test_two_daemons_resume_what_a_third_left_once(house: House) -> None:
    house.add()
    house.schedules.begin("nightly", DUE, DEAD, "started", DUE)
    house.schedules.put_off("nightly", DUE + timedelta(days=1))
    firing, schedule = house.daemon()._firings.lost()[0]
    for daemon in (house.daemon(), house.daemon()):
        daemon._firings.recover(firing, schedule)
    assert len(house.scans) == 1


def test_a_resumed_scan_that_outlived_its_daemon_is_noted_as_done(house: House) -> None:
    house.add()
    daemon, house.scan = house.daemon(), killed
    look(daemon, at=DUE)
    run = house.store.info().id

    def finish_unseen(house: House) -> int:
        house.finish(run)
        return -9

    house.scan = finish_unseen
    for hours in (1, 2):
        look(daemon, at=DUE + timedelta(hours=hours))
    assert house.states() == ["done"]
    assert len(house.scans) == 2


def test_a_scan_that_fails_is_told_and_asks_for_no_ping(house: House) -> None:
    house.add()
    house.scan = lambda house: 2
    look(house.daemon(), at=DUE)
    assert (house.states(), house.pings) == (["failed"], [])
    assert "the scan failed (exit code 2)" in house.said[0]


def test_a_clock_put_forward_and_back_neither_repeats_nor_silences(house: House) -> None:
    house.add()
    daemon = house.daemon()
    look(daemon, at=DUE)
    look(daemon, at=DUE + timedelta(days=1000, hours=1))  # the clock was wrong for a moment
    assert len(house.scans) == 2
    look(daemon, at=DUE + timedelta(hours=2))
    assert len(house.scans) == 2
    look(daemon, at=DUE + timedelta(days=1))
    assert len(house.scans) == 3


def test_a_clock_put_back_over_a_due_time_does_not_repeat_it(house: House) -> None:
    house.add()
    daemon = house.daemon()
    look(daemon, at=DUE)
    look(daemon, at=DUE - timedelta(minutes=30))
    look(daemon, at=DUE)
    assert len(house.scans) == 1
    look(daemon, at=DUE + timedelta(days=1))
    assert len(house.scans) == 2


def test_the_night_on_which_clocks_go_back_has_one_scan(house: House) -> None:
    house.add(zone="Europe/Berlin", cron="30 2 * * *")
    daemon = house.daemon()
    midnight = datetime(2027, 10, 30, 22, tzinfo=UTC)
    house.schedules.put_off("nightly", None)
    for minutes in range(0, 24 * 60, 10):
        look(daemon, at=midnight + timedelta(minutes=minutes))
    assert len(house.scans) == 1


def test_a_schedule_that_was_removed_is_due_no_more(house: House) -> None:
    house.add()
    daemon = house.daemon()
    house.schedules.remove("nightly")
    look(daemon, at=DUE)
    assert house.scans == []


def test_nothing_in_the_store_is_pickled(house: House) -> None:
    house.add()
    look(house.daemon(), at=DUE)
    with house.store.engine.connect() as connection:
        for table in ("schedules", "firings", "leases"):
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):
                assert not any(isinstance(value, bytes) for value in row)


def test_a_full_disk_is_said_and_what_was_due_is_carried_out_when_there_is_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.add()
    daemon = house.daemon()

    def full(*_: object, **__: object) -> None:
        raise PortalAuditError("database or disk is full")

    for name in ("firings", "begin"):
        with monkeypatch.context() as broken:
            broken.setattr(Schedules, name, full)
            assert look(daemon, at=DUE) <= LONGEST_WAIT
        assert "database or disk is full" in house.said.pop()
    with monkeypatch.context() as broken:
        broken.setattr(Schedules, "put_off", full)
        look(daemon, at=DUE + timedelta(seconds=30))
    assert "database or disk is full" in house.said.pop()
    for seconds in (60, 90):
        look(daemon, at=DUE + timedelta(seconds=seconds))
    assert (len(house.scans), house.states()) == (1, ["done"])
