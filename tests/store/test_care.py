"""A store lasts for years on a small disk, and says when it is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal_audit.errors import BadInput
from portal_audit.evidence import Evidence, Screenshot, Visit
from portal_audit.model import Criteria, Kind, Severity, SiteResult, State, Target
from portal_audit.store import Deliveries, Outbox, Store, care
from portal_audit.store.outbox import Flip, OutboxMessage, Settlement
from portal_audit.store.tables import SiteRow

START = datetime(2026, 1, 1, 3, tzinfo=UTC)
TARGET = Target("a", "https://xa.example/")
RESULT = SiteResult(
    "a", "https://xa.example/", "Xã", Kind.COMMUNE, "", "", State.SCANNED, score=80.0, level="B"
)


@pytest.fixture
def store(any_place: str) -> Iterator[Store]:
    with Store.open(any_place) as opened:
        yield opened


def nights(store: Store, days: list[int]) -> list[str]:
    runs = []
    for day in days:
        at = START + timedelta(days=day)
        run = store.begin_run(
            [TARGET], started_at=at, criteria=Criteria("1", "sha256:x"), settings={}
        )
        seen = Evidence(Visit(TARGET, at), Screenshot("https://xa.example/", b"jpeg"))
        store.save_site(run, TARGET, seen, RESULT, at)
        store.finish_run(run, at)
        runs.append(run)
    return runs


def with_evidence(store: Store, runs: list[str]) -> list[bool]:
    return [store.evidence(run, "a") is not None for run in runs]


def test_evidence_ends_and_verdicts_stay(store: Store) -> None:
    runs = nights(store, [0, 100, 200, 210, 220])
    keep = care.Retention(full_runs=2, evidence_days=60)
    freed = care.prune(store.engine, keep, START + timedelta(days=221))
    assert with_evidence(store, runs) == [False, False, True, True, True]
    assert (freed.evidence, freed.screenshots) == (2, 3)
    assert freed.bytes > 0
    assert [score.score for score in store.scores()] == [80.0] * 5
    assert [store.run(run).sites[0].score for run in runs] == [80.0] * 5


def test_digests_end_with_the_evidence_and_what_was_told_is_known_for_longer(
    store: Store,
) -> None:
    flips = [
        Flip(f"new:{n}", "s", "r", "xa.example", "Xã", "c", "new", "", "", Severity.HIGH, at)
        for n, at in enumerate((START, START + timedelta(days=300)))
    ]
    outbox, letter = Outbox(store.engine), OutboxMessage("Xã", "soc", "", "title", "text", "html")
    outbox.add(flips)
    keys = frozenset(flip.key for flip in flips)
    told = Settlement(keys, letters=(letter, letter))
    outbox.settle("d1", "r", START, lambda flip: True, lambda found, before: told)
    deliveries = Deliveries(store.engine)
    first = deliveries.claim("somebody", START)
    assert first is not None
    deliveries.sent(first, "somebody", START)
    freed = care.prune(store.engine, care.Retention(), START + timedelta(days=401))
    assert freed.notices == 1
    assert deliveries.claim("somebody", START) is not None, "the other one is still to be sent"
    assert [flip.key for flip in outbox.flips("r")] == ["new:1"]


def test_a_pinned_run_keeps_everything(store: Store) -> None:
    runs = nights(store, [0, 200])
    keep = care.Retention(full_runs=1, evidence_days=1)
    care.prune(store.engine, keep, START + timedelta(days=201), pin=runs[:1])
    assert with_evidence(store, runs) == [True, True]
    assert store.screenshot(runs[0], "a") == b"jpeg"


def test_a_run_stays_pinned_until_somebody_unpins_it(store: Store) -> None:
    runs = nights(store, [0, 200])
    keep, now = care.Retention(full_runs=1, evidence_days=1), START + timedelta(days=201)
    care.prune(store.engine, keep, now, pin=runs[:1])
    care.prune(store.engine, keep, now)
    assert with_evidence(store, runs) == [True, True]
    care.prune(store.engine, keep, now, unpin=runs[:1])
    assert with_evidence(store, runs) == [False, True]


def test_nothing_is_taken_while_a_run_goes_on(store: Store) -> None:
    nights(store, [0])
    now = START + timedelta(days=400)
    going = store.begin_run([TARGET], started_at=now, criteria=Criteria("1", "x"), settings={})
    with pytest.raises(BadInput, match=going):
        care.prune(store.engine, care.Retention(), now + timedelta(hours=1))
    later = now + timedelta(days=3)
    assert care.prune(store.engine, care.Retention(full_runs=0), later).evidence == 1


def test_damage_is_named(store: Store) -> None:
    [run] = nights(store, [0])
    assert list(care.check(store.engine, "en")) == []
    with Session(store.engine) as session, session.begin():
        broken = b"\x28\xb5\x2f\xfdnot a frame"
        session.execute(update(SiteRow).values(evidence=broken, evidence_base=None))
    [damage] = care.check(store.engine, "en")
    assert (damage.run, damage.site, damage.what) == (run, "a", "evidence")


def test_space_goes_back_to_the_disk(store: Store) -> None:
    nights(store, list(range(40)))
    care.prune(store.engine, care.Retention(0, 0), START + timedelta(days=90))
    care.vacuum(store.engine)
    assert list(care.check(store.engine, "en")) == []
