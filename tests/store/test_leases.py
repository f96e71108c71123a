"""Leases: one holder at a time, and a dead one keeps nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from portal_audit.store import Leases, Store
from portal_audit.store.process_identity import identity_of, is_dead, this_process

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
ELSEWHERE = "another-host boot 4711 123"
NAME = "/srv/portals.csv"


@pytest.fixture
def leases() -> Iterator[Leases]:
    with Store.open(":memory:") as store:
        yield Leases(store.engine)


def test_a_living_process_knows_that_it_lives() -> None:
    assert is_dead(this_process()) is False
    assert is_dead(identity_of(os.getppid())) is False
    assert is_dead(ELSEWHERE) is None
    assert is_dead("nonsense") is None


def test_a_process_that_was_killed_is_dead_and_so_is_one_from_before_the_last_start() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    holder = identity_of(child.pid)
    assert is_dead(holder) is False
    with child:
        child.kill()
    assert is_dead(holder) is True
    host, _, pid, start = this_process().split(" ")
    assert is_dead(f"{host} other-boot {pid} {start}") is True


def test_only_one_holds_a_name_and_the_other_learns_who(leases: Leases) -> None:
    assert leases.take(NAME, this_process(), NOW) is None
    leases.note_run(NAME, this_process(), "r1")
    held = leases.take(NAME, ELSEWHERE, NOW)
    assert held is not None
    assert (held.holder, held.run_id) == (this_process(), "r1")
    leases.release(NAME, this_process())
    assert leases.take(NAME, ELSEWHERE, NOW) is None


def test_a_dead_process_of_this_machine_loses_it_at_once(leases: Leases) -> None:
    dead = this_process().rpartition(" ")[0] + " gone-long-ago"
    assert leases.take(NAME, dead, NOW) is None
    assert leases.take(NAME, this_process(), NOW) is None


def test_one_of_another_machine_loses_it_without_beats(leases: Leases) -> None:
    assert leases.take(NAME, ELSEWHERE, NOW) is None
    assert leases.beat(NAME, ELSEWHERE, NOW + timedelta(minutes=4))
    assert leases.take(NAME, this_process(), NOW + timedelta(minutes=8)) is not None
    assert leases.take(NAME, this_process(), NOW + timedelta(minutes=10)) is None
    assert not leases.beat(NAME, ELSEWHERE, NOW + timedelta(minutes=11))


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400)])
def test_a_clock_that_jumps_takes_it_from_nobody_who_lives(leases: Leases, jump: timedelta) -> None:
    assert leases.take(NAME, this_process(), NOW) is None
    assert leases.take(NAME, ELSEWHERE, NOW + jump) is not None


def test_a_beat_from_the_future_does_not_hold_it_until_then(leases: Leases) -> None:
    assert leases.take(NAME, ELSEWHERE, NOW + timedelta(days=400)) is None
    assert leases.take(NAME, this_process(), NOW) is None
