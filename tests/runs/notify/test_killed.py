"""``kill -9`` at chosen and at random points: nothing is lost, nothing comes in silence.

A process is killed where a point is reached; this one goes on with what it left in the store.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import event

from portal_audit.history.notices.channels import Channel
from portal_audit.runs.notify.message import Outgoing, Sent
from portal_audit.runs.notify.settle import Composer
from portal_audit.runs.processes.fork_server import can_fork
from portal_audit.store import Deliveries, Store
from portal_audit.store import outbox as outboxes
from portal_audit.store.process_identity import this_process
from tests.runs.notify.test_nights import HSTS, MAIL, SO, TEAM, Nights, missing

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system cannot fork safely")
POINTS = (
    "in the transaction of a verdict",
    "before the run is finished",
    "before its notices are settled",
    "in the transaction of a digest",
    "before a digest is claimed",
    "between claim and sending",
    "between sending and marking",
    "nowhere",
)


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Recorded(Nights):
    """Nights whose messages go into a file, which outlives whoever sends them."""

    file: Path
    before: Callable[[], None] = staticmethod(lambda: None)

    def _send(self, channel: Channel, message: Outgoing) -> Sent:
        self.before()
        with self.file.open("a", encoding="utf-8") as log:
            log.write(f"{channel.name}\n{message.text}\n")
        return Sent(True)


def nights_of(folder: Path) -> Recorded:
    made = Recorded(Store.open(str(folder / "store.sqlite")))
    made.file = folder / "sent.txt"
    made.file.touch()
    made.at = max((run.started_at for run in made.store.runs()), default=made.at)
    return made


def in_another_process(work: Callable[[], object]) -> bool:
    """Do something in a process that ends afterwards; tell whether it was killed."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def night_that_is_killed(folder: Path, point: str) -> None:
    nights = nights_of(folder)
    nights.holder, nights.faulty = this_process(), {"a": [HSTS]}
    if point == POINTS[0]:
        outboxes._add_new = die
    elif point == POINTS[3]:
        Composer._letter = die  # type: ignore[method-assign,assignment]
    elif point == POINTS[4]:
        Deliveries.claim = die  # type: ignore[method-assign]
    elif point == POINTS[5]:
        nights.before = die
    elif point == POINTS[6]:
        Deliveries.sent = die  # type: ignore[method-assign]
    run = nights.scan(complete=False)
    if point == POINTS[1]:
        die()
    nights.store.finish_run(run, nights.at)
    if point == POINTS[2]:
        die()
    nights.settle(run)
    nights.flush()


@pytest.mark.parametrize("point", POINTS)
def test_killed(point: str, tmp_path: Path) -> None:
    in_another_process(lambda: nights_of(tmp_path).night())
    in_another_process(lambda: night_that_is_killed(tmp_path, point))
    nights = nights_of(tmp_path)
    first = nights.file.read_text(encoding="utf-8")
    # The next night finds the same fault.
    nights.faulty = {"a": [HSTS]}
    nights.night()
    nights.night()
    sent = nights.file.read_text(encoding="utf-8")
    repeated = sent.count("You may have had this message already")
    for channel in (TEAM, SO, MAIL):
        # Told once. Only what may or may not have arrived comes again, and says so.
        broken = channel is TEAM and point in POINTS[5:7]
        assert repeated == (point in POINTS[5:7])
        assert sent.count(f"{channel.name}\n") == 1 + (broken and f"{channel.name}\n" in first)
    assert sent.count(missing("a")) == 3 + (point == POINTS[6])
    assert nights.store.verdicts(portal="a.example")
    nights.store.close()


STATEMENTS = 60
"""About as many as the store is asked in such a night."""


def night_that_is_killed_at_a_statement(folder: Path, number: int) -> None:
    nights = nights_of(folder)
    nights.holder, nights.faulty = this_process(), {"a": [HSTS]}
    left = iter(range(number))

    @event.listens_for(nights.store.engine, "before_cursor_execute")
    def count(*_: object) -> None:
        if next(left, None) is None:
            die()

    run = nights.scan(complete=False)
    nights.store.finish_run(run, nights.at)
    nights.settle(run)
    nights.flush()


@pytest.mark.parametrize("seed", range(8))
def test_killed_at_a_random_statement(seed: int, tmp_path: Path) -> None:
    in_another_process(lambda: nights_of(tmp_path).night())
    number = Random(seed).randrange(STATEMENTS)
    assert in_another_process(lambda: night_that_is_killed_at_a_statement(tmp_path, number))
    nights = nights_of(tmp_path)
    nights.faulty = {"a": [HSTS]}
    nights.night()
    nights.night()
    sent = nights.file.read_text(encoding="utf-8")
    repeated = sent.count("You may have had this message already")
    assert repeated <= 1
    assert 3 <= sent.count(missing("a")) <= 3 + repeated
    for channel in (TEAM, SO, MAIL):
        assert 1 <= sent.count(f"{channel.name}\n") <= 1 + repeated
    nights.store.close()
