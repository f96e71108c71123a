"""What several runs saw unchanged is stored once, and comes back to the letter."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal_audit.errors import BadStore
from portal_audit.evidence import Crawl, DnsRecords, Evidence, Gap, Link, Page, Visit
from portal_audit.evidence.serialise import dump
from portal_audit.model import Criteria, Kind, SiteResult, State, Target
from portal_audit.store import Store, care, serialise
from portal_audit.store.packed import pack_evidence
from portal_audit.store.tables import EvidenceBaseRow, SiteRow

START = datetime(2026, 1, 1, 3, tzinfo=UTC)
TARGET = Target("a", "https://xa.example/")
RESULT = SiteResult("a", TARGET.url, "Xã", Kind.COMMUNE, "", "", State.SCANNED)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(str(tmp_path / "runs.sqlite")) as opened:
        yield opened


def pages(seed: int = 0, visitors: int = 0) -> tuple[Page, ...]:
    """Ten pages of words that do not compress, each with the counter of its visitors."""
    chance = random.Random(seed)
    texts = ["".join(chance.choices("abcdefghijklmnop0123456789 ", k=3_000)) for _ in range(10)]
    return tuple(
        Page(f"{TARGET.url}{at}", f"{TARGET.url}{at}", 200, text=f"{text} Truy cập: {visitors}")
        for at, text in enumerate(texts)
    )


def night(store: Store, day: int, seen: tuple[Page, ...]) -> str:
    at = START + timedelta(days=day)
    run = store.begin_run([TARGET], started_at=at, criteria=Criteria("1", "x"), settings={})
    store.save_site(run, TARGET, Evidence(Visit(TARGET, at), Crawl(seen)), RESULT, at)
    store.finish_run(run, at)
    return run


def seen_in(store: Store, run: str) -> tuple[Page, ...]:
    evidence = store.evidence(run, "a")
    assert evidence is not None
    crawl = evidence.get(Crawl)
    assert crawl is not None
    return crawl.pages


def sizes(store: Store) -> tuple[list[int], list[int]]:
    """Return bytes of the evidence of each run, and of each base."""
    with Session(store.engine) as session:
        own = session.scalars(select(SiteRow.evidence).order_by(SiteRow.run_id))
        bases = session.scalars(select(EvidenceBaseRow.blob).order_by(EvidenceBaseRow.at))
        return [len(blob or b"") for blob in own], [len(blob) for blob in bases]


def test_pages_that_stay_as_they_were_cost_next_to_nothing(store: Store) -> None:
    runs = [night(store, day, pages()) for day in range(5)]
    own, [base] = sizes(store)
    assert max(own) < base / 50
    assert [seen_in(store, run) for run in runs] == [pages()] * 5


def test_a_counter_on_every_page_costs_its_digits(store: Store) -> None:
    runs = [night(store, day, pages(visitors=1000 + 17 * day)) for day in range(5)]
    own, [base] = sizes(store)
    assert max(own) < base / 20
    assert [seen_in(store, run) for run in runs] == [
        pages(visitors=1000 + 17 * day) for day in range(5)
    ]


def test_so_it_is_however_far_behind_the_same_page_stood() -> None:
    pages = [random.Random(number).randbytes(100_000) for number in range(40)]
    base = b"".join(pages)
    text = b"".join(b"%d visitors " % number + page for number, page in enumerate(pages))
    changes = serialise.compress_onto(base, text)
    assert len(changes) < len(base) / 500
    assert serialise.decompress_onto(base, changes) == text


def test_a_portal_that_is_another_gets_a_new_base(store: Store) -> None:
    runs = [night(store, day, pages(seed=day // 2)) for day in range(4)]
    own, bases = sizes(store)
    assert len(bases) == 2
    assert own[0] == own[2] == 0
    assert [seen_in(store, run) for run in runs] == [pages(seed=day // 2) for day in range(4)]


def test_half_a_surrogate_pair_is_kept_as_it_was_sent() -> None:
    value = {"text": "Xã \udc80", "url": "https://xa.example/?token=8f14e45f\ud800"}
    kept = serialise.unpack(serialise.pack_without_secrets(value))
    assert kept["text"] == value["text"]
    assert "8f14e45f" not in kept["url"]


def test_a_base_stays_while_evidence_is_built_on_it_and_goes_with_the_last(store: Store) -> None:
    first, second = (night(store, day, pages()) for day in (0, 100))
    now = START + timedelta(days=101)
    freed = care.prune(store.engine, care.Retention(full_runs=1, evidence_days=50), now)
    assert (freed.evidence, store.evidence(first, "a")) == (1, None)
    assert seen_in(store, second) == pages()
    freed = care.prune(store.engine, care.Retention(0, 0), now)
    assert freed.bytes > 10_000
    assert sizes(store)[1] == []


def test_a_base_that_is_lost_is_named(store: Store) -> None:
    run = night(store, 0, pages())
    with Session(store.engine) as session, session.begin():
        session.execute(delete(EvidenceBaseRow))
    assert [(one.run, one.what) for one in care.check(store.engine, "en")] == [(run, "evidence")]
    with pytest.raises(BadStore, match="what evidence was stored on top of is gone"):
        store.evidence(run, "a")


def test_pages_are_packed_as_every_other_kind_of_evidence_is_dumped() -> None:
    page = Page(
        "https://xa.example/", "https://xa.example/", 200, links=(Link("/x", "Tin"),), elapsed=0.25
    )
    evidence = Evidence(Visit(TARGET, START), Crawl((page,)), missing={DnsRecords: Gap("timeout")})
    as_dumped = json.dumps(dump(evidence), ensure_ascii=False, separators=(",", ":"))
    assert serialise.decompress(pack_evidence(evidence).blob).decode() == as_dumped
    odd = Evidence(Visit(TARGET, START), Crawl((replace(page, text="Xã \udc80"),)))
    assert serialise.unpack(pack_evidence(odd).blob) == json.loads(json.dumps(dump(odd)))
