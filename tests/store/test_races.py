"""Several at once on one file of SQLite: one of them wins, and the others learn it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal_audit.store import Deliveries, Leases, Outbox, Schedules, Store
from tests.store.test_outbox import flip, tell_all

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
AT_ONCE = 6


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "store.sqlite")) as opened:
        yield opened


def holder(number: int) -> str:
    return f"host{number} boot {number} 1"


def at_once(work: Callable[[int], object]) -> list[object]:
    """Let threads do something as nearly at once as they can; return what came of it."""
    gate, found = threading.Barrier(AT_ONCE), list[object]()

    def run(number: int) -> None:
        gate.wait()
        found.append(work(number))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_one_scheduler_gets_a_due_time(store: Store) -> None:
    kept = Schedules(store.engine)
    won = at_once(lambda n: kept.begin("nightly", NOW, holder(n), "started", NOW))
    assert won.count(True) == 1
    assert len(won) == AT_ONCE


def test_one_scan_gets_an_inventory(store: Store) -> None:
    leases = Leases(store.engine)
    held = at_once(lambda n: leases.take("/srv/portals.csv", holder(n), NOW))
    assert held.count(None) == 1
    assert len(held) == AT_ONCE


def test_each_flip_is_settled_by_one_and_each_digest_sent_by_one(store: Store) -> None:
    outbox, deliveries = Outbox(store.engine), Deliveries(store.engine)
    outbox.add([flip(f"p{number}.example") for number in range(20)])
    settled = at_once(
        lambda n: len(outbox.settle(f"d{n}", "r1", NOW, lambda one: True, tell_all).announced)
    )
    assert sum(n for n in settled if isinstance(n, int)) == 20
    digests = sum(1 for n in settled if n)
    claimed = at_once(lambda n: deliveries.claim(holder(n), NOW))
    assert len([one for one in claimed if one is not None]) == digests
