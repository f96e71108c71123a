"""The outbox: each flip is told once, by one sender, and only what was sent is marked so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal_audit.model import Severity
from portal_audit.store import Deliveries, Outbox, Store
from portal_audit.store.outbox import Flip, OutboxMessage, Settlement, write_flips
from portal_audit.store.process_identity import this_process

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
DEAD = this_process().rpartition(" ")[0] + " gone-long-ago"
ELSEWHERE = "another-host boot 4711 123"
LETTER = OutboxMessage("Sở Nội vụ", "soc", "", "title", "text", "<p>html</p>")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(str(tmp_path / "store.sqlite"))


def flip(portal: str = "xa.example", run: str = "r1", check: str = "headers.hsts") -> Flip:
    key = f"new:{check}:{run}:{portal}"
    return Flip(
        key, key, run, portal, "Sở Nội vụ", check, "new", "strong", "missing", Severity.HIGH, NOW
    )


def tell_all(flips: Sequence[Flip], before: frozenset[tuple[str, str]]) -> Settlement:
    new = [one.key for one in flips if (one.organisation, one.subject) not in before]
    return Settlement(announced=frozenset(new), letters=(LETTER,) if new else ())


def settle(store: Store, digest: str) -> Settlement:
    return Outbox(store.engine).settle(digest, "r1", NOW, lambda one: True, tell_all)


def write(store: Store, portal: str, *flips: Flip) -> None:
    with Session(store.engine) as session, session.begin():
        write_flips(session, "r1", portal, flips)


def test_a_flip_is_settled_once(store: Store) -> None:
    write(store, "xa.example", flip())
    assert settle(store, "d1").announced == {flip().key}
    assert settle(store, "d2") == Settlement()
    assert Outbox(store.engine).flips("r1") == (flip(),)


def test_a_portal_looked_at_twice_in_a_run_counts_as_seen_last(store: Store) -> None:
    write(store, "xa.example", flip(), flip(check="tls.https"))
    write(store, "xa.example", flip(check="tls.https"))
    assert [one.check for one in Outbox(store.engine).flips("r1")] == ["tls.https"]


def test_what_was_told_does_not_come_again_with_a_second_look(store: Store) -> None:
    write(store, "xa.example", flip())
    settle(store, "d1")
    write(store, "xa.example", flip())
    assert settle(store, "d2") == Settlement()


def test_one_subject_is_told_once_an_organisation(store: Store) -> None:
    first, second = (
        replace(flip(portal), subject="certificate:ab:30") for portal in ("a.example", "b.example")
    )
    Outbox(store.engine).add([first])
    settle(store, "d1")
    Outbox(store.engine).add([second, replace(second, key="other", organisation="UBND xã")])
    assert settle(store, "d2").announced == {"other"}


def test_what_is_postponed_waits_and_what_is_laid_aside_does_not(store: Store) -> None:
    write(store, "a.example", flip("a.example"), flip("a.example", check="tls.https"))
    wait = frozenset({flip("a.example").key})
    Outbox(store.engine).settle(
        "d1", "r1", NOW, lambda one: True, lambda flips, before: Settlement(postponed=wait)
    )
    assert [one.key for one in Outbox(store.engine).waiting(lambda one: True)] == [*wait]


def test_nothing_is_half_settled(store: Store) -> None:
    write(store, "xa.example", flip())

    def fail(flips: object, before: object) -> Settlement:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Outbox(store.engine).settle("d1", "r1", NOW, lambda one: True, fail)
    assert settle(store, "d2").announced == {flip().key}


@pytest.fixture
def waiting(store: Store) -> Deliveries:
    write(store, "xa.example", flip())
    settle(store, "d1")
    return Deliveries(store.engine)


def test_only_one_sender_gets_a_digest(waiting: Deliveries) -> None:
    first = waiting.claim(this_process(), NOW)
    assert first is not None
    assert (first.attempts, first.unsure) == (1, False)
    assert waiting.claim(ELSEWHERE, NOW) is None


def test_what_was_sent_is_never_claimed_again(waiting: Deliveries) -> None:
    first = waiting.claim(this_process(), NOW)
    assert first is not None
    waiting.sent(first, this_process(), NOW)
    assert waiting.claim(this_process(), NOW + timedelta(days=9)) is None


def test_a_claim_of_a_dead_process_is_free_at_once_and_may_have_arrived(
    waiting: Deliveries,
) -> None:
    assert waiting.claim(DEAD, NOW) is not None
    again = waiting.claim(this_process(), NOW)
    assert again is not None
    assert (again.attempts, again.unsure) == (2, True)


def test_a_claim_of_another_machine_is_free_after_a_while(waiting: Deliveries) -> None:
    assert waiting.claim(ELSEWHERE, NOW) is not None
    assert waiting.claim(this_process(), NOW + timedelta(minutes=14)) is None
    assert waiting.claim(this_process(), NOW + timedelta(minutes=16)) is not None


def test_a_sender_that_lost_its_claim_marks_nothing(waiting: Deliveries) -> None:
    lost = waiting.claim(ELSEWHERE, NOW)
    assert lost is not None
    again = waiting.claim(this_process(), NOW + timedelta(hours=1))
    assert again is not None
    waiting.failed(lost, ELSEWHERE, "late", unsure=False, next_at=None, now=NOW)
    waiting.sent(again, this_process(), NOW)
    assert waiting.stuck() == ()


def test_a_failure_waits_and_is_given_up_in_the_end(waiting: Deliveries) -> None:
    first = waiting.claim(this_process(), NOW)
    assert first is not None
    later = NOW + timedelta(minutes=5)
    waiting.failed(first, this_process(), "down", unsure=False, next_at=later, now=NOW)
    assert waiting.claim(this_process(), NOW) is None
    second = waiting.claim(this_process(), later)
    assert second is not None
    assert (second.attempts, second.unsure) == (2, False)
    waiting.failed(second, this_process(), "down", unsure=False, next_at=None, now=later)
    assert waiting.claim(this_process(), NOW + timedelta(days=99)) is None
    [stuck] = waiting.stuck("d1")
    assert (stuck.attempts, stuck.last_error, stuck.given_up) == (2, "down", True)
