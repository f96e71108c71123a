"""The store keeps every finished site, brings its schema up to date, and never harms a file."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event, update

from portal_audit import inventory
from portal_audit.errors import BadInput, BadStore, PortalAuditError
from portal_audit.evidence import Evidence, Screenshot, Visit
from portal_audit.inventory.identity import default_key
from portal_audit.model import Cause, Criteria, Finding, Kind, Severity, SiteResult, State, Status
from portal_audit.run_sites import outline
from portal_audit.store import Store, engine, schema
from portal_audit.store.care import check as check_store
from portal_audit.store.engine import open_engine
from portal_audit.store.tables import Base, SiteRow
from tests import new_stores

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
RULES = Criteria("2026.1", "sha256:00")
TARGETS = tuple(inventory.target(f"{name}.example", name=name) for name in "cab")


def result(number: int) -> SiteResult:
    target = TARGETS[number]
    return SiteResult(
        id=target.id,
        url=target.url,
        name=target.title,
        kind=Kind.COMMUNE,
        organisation="",
        province="",
        state=State.SCANNED,
        score=70.5,
        parts={"security": None},
        findings=(
            Finding(
                check="headers.hsts",
                family="headers",
                status=Status.FAIL,
                outcome="missing",
                severity=Severity.HIGH,
                weight=8,
                facts={"age": 1, "yes": True, "part": 0.5, "half": "\udc80", "all": ["a", "b"]},
            ),
        ),
        visited_at=AT,
    )


def begin(store: Store, at: datetime = AT) -> str:
    return store.begin_run(TARGETS, started_at=at, criteria=RULES, settings={"lang": "vi"})


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "runs.sqlite"


@pytest.fixture
def store(any_place: str) -> Iterator[Store]:
    with Store.open(any_place) as opened:
        yield opened


def test_a_site_is_kept_the_moment_it_is_saved(store: Store, any_place: str) -> None:
    run_id = begin(store)
    seen = Evidence(Visit(TARGETS[1], AT))
    store.save_site(run_id, TARGETS[1], seen, result(1), AT)
    with Store.open(any_place) as other:  # as after a crash: nothing was closed
        assert other.done(run_id) == {TARGETS[1].id}
        keyed = tuple(replace(target, key=default_key(target.url)) for target in TARGETS)
        assert other.targets(run_id) == keyed
        found = other.evidence(run_id, TARGETS[1].id)
        assert found is not None
        assert found.get(Visit) == Visit(TARGETS[1], AT)
        assert other.evidence(run_id, TARGETS[0].id) is None
        run = other.run(run_id)
    assert run.sites[1] == result(1)
    assert [site.cause for site in run.sites] == [Cause.INTERRUPTED, None, Cause.INTERRUPTED]
    assert (run.complete, run.started_at, run.criteria) == (False, AT, RULES)


def test_a_run_is_complete_once_no_site_is_left(store: Store) -> None:
    run_id = begin(store)
    store.save_site(run_id, TARGETS[0], None, result(0))
    store.finish_run(run_id, AT)
    assert not store.info(run_id).complete
    for number in (1, 2):
        store.save_site(run_id, TARGETS[number], None, result(number))
    store.finish_run(run_id, AT + timedelta(hours=1))
    info = store.info(run_id)
    assert (info.complete, info.finished_at) == (True, AT + timedelta(hours=1))
    assert (info.sites, info.done, info.settings) == (3, 3, {"lang": "vi"})


def test_saving_without_evidence_leaves_the_evidence_alone(store: Store) -> None:
    run_id = begin(store)
    store.save_site(run_id, TARGETS[0], Evidence(Visit(TARGETS[0], AT)), result(0))
    store.save_site(run_id, TARGETS[0], None, replace(result(0), score=1.0))
    store.rejudged(run_id, Criteria("2027.1", "sha256:11"))
    assert store.evidence(run_id, TARGETS[0].id) is not None
    assert store.run(run_id).sites[0].score == 1.0
    assert store.run(run_id).criteria.version == "2027.1"


def test_a_picture_is_kept_apart_from_the_evidence(store: Store) -> None:
    run_id = begin(store)
    picture = Screenshot("https://a.example/", b"\xff\xd8\xff")
    store.save_site(run_id, TARGETS[0], Evidence(Visit(TARGETS[0], AT), picture), result(0))
    store.save_site(run_id, TARGETS[1], Evidence(Visit(TARGETS[1], AT)), result(1))
    assert store.screenshot(run_id, TARGETS[0].id) == picture.image
    assert store.screenshot(run_id, TARGETS[1].id) is None
    assert "screenshot" not in (store.evidence_json(run_id, TARGETS[0].id) or {})


def test_a_site_saved_again_has_its_new_picture(store: Store) -> None:
    run_id = begin(store)
    for image in (b"\xff\xd8\xff first", b"\xff\xd8\xff second"):
        seen = Evidence(Screenshot("https://a.example/", image))
        store.save_site(run_id, TARGETS[0], seen, result(0))
    assert store.screenshot(run_id, TARGETS[0].id) == b"\xff\xd8\xff second"


def test_a_store_of_the_schema_before_is_brought_up_to_date_without_loss(
    store: Store, any_place: str
) -> None:
    run_id = begin(store)
    store.save_site(run_id, TARGETS[0], Evidence(Visit(TARGETS[0], AT)), result(0))
    history = ("screenshots", "terms", "verdicts", "scores")
    since = (*history, "flips", "deliveries", "schedules", "firings", "leases")
    alone = "SELECT blob FROM evidence_bases WHERE hash = evidence_base"
    gone = [f"DROP TABLE {table}" for table in since]
    gone += [
        f"UPDATE sites SET evidence = ({alone}) WHERE evidence_base IS NOT NULL",
        "DROP INDEX ix_sites_evidence_base",
        "ALTER TABLE sites DROP COLUMN evidence_base",
        "DROP TABLE evidence_bases",
    ]
    added = ("looked_again", "cleared", "pinned")
    gone += [f"ALTER TABLE runs DROP COLUMN {name}" for name in added]
    with store.engine.begin() as connection:
        for statement in (*gone, "UPDATE alembic_version SET version_num = '0001'"):
            connection.exec_driver_sql(statement)
    with Store.open(any_place) as later:
        assert later.evidence(run_id, TARGETS[0].id) is not None
        assert later.run(run_id).sites[0] == result(0)
        assert later.screenshot(run_id, TARGETS[0].id) is None


def test_runs_are_found_by_id_by_its_beginning_and_as_the_latest(store: Store) -> None:
    with pytest.raises(BadInput, match="holds no run yet"):
        store.info()
    first, second = begin(store), begin(store, AT + timedelta(days=1))
    assert first.startswith("20261122-030000-")
    assert [run.id for run in store.runs()] == [second, first]
    assert store.info().id == store.info("latest").id == second
    assert store.info("20261122").id == first
    with pytest.raises(BadInput, match="several runs begin so"):
        store.info("2026112")
    with pytest.raises(BadInput, match=f"nix: no such run in the store. The latest are: {second}"):
        store.info("nix")


def test_the_same_evidence_is_stored_as_the_same_bytes(store: Store) -> None:
    seen = Evidence(Visit(TARGETS[0], AT))
    for _ in range(2):
        store.save_site(begin(store), TARGETS[0], seen, result(0), AT)
    with store.engine.connect() as connection:
        query = "SELECT evidence, result FROM sites WHERE state IS NOT NULL"
        rows = connection.exec_driver_sql(query).all()
    assert rows[0] == rows[1]


def test_migrations_lead_from_nothing_to_the_tables_of_the_program(
    empty_place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_upgrade", new_stores.upgrade)
    engine = open_engine(empty_place, create=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_opening_twice_changes_nothing(store: Store, any_place: str) -> None:
    run_id = begin(store)
    with Store.open(any_place) as again:
        assert again.info().id == run_id


def test_sites_belong_to_a_run(place: Path, store: Store) -> None:
    begin(store)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM runs")
        assert connection.exec_driver_sql("SELECT count(*) FROM sites").scalar() == 0


def digest(folder: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.iterdir())
        if file.is_file()
    }


def sql(place: Path, *statements: str) -> None:
    raw = sqlite3.connect(place)
    with raw:
        for statement in statements:
            raw.execute(statement)
    raw.close()


def test_a_store_of_a_newer_schema_is_refused_unchanged(place: Path) -> None:
    with Store.open(str(place)) as store:
        begin(store)
    sql(place, "UPDATE alembic_version SET version_num = '9999'", "CREATE TABLE later (a int)")
    before = digest(place.parent)
    with pytest.raises(BadStore, match=r"newer portal-audit \(schema 9999.*Update portal-audit"):
        Store.open(str(place))
    assert digest(place.parent) == before


def test_a_database_of_another_program_is_refused_unchanged(place: Path) -> None:
    sql(place, "CREATE TABLE customers (name text)")
    before = digest(place.parent)
    with pytest.raises(BadStore, match=r"another program .*customers.*--store"):
        Store.open(str(place))
    assert digest(place.parent) == before


def test_a_file_that_is_no_database_is_refused_unchanged(place: Path) -> None:
    place.write_text("url,name\n" * 100, encoding="utf-8")
    before = digest(place.parent)
    with pytest.raises(BadStore, match=r"not a database.*--store"):
        Store.open(str(place))
    assert digest(place.parent) == before


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("no/such/runs.sqlite", "its folder does not exist"),
        (".", "is a folder"),
        ("nonsense://x", "no driver"),
        ("postgresql+nodriver://u:secret@h/d", "no driver"),
        ("://", "neither a file nor a database URL"),
    ],
)
def test_places_that_cannot_hold_a_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadStore, match=told) as caught:
        Store.open(place)
    assert "secret" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_store_is_refused(place: Path) -> None:
    empty = f"sqlite:///file:{place}?mode=ro&uri=true"
    sql(place)
    with pytest.raises(BadStore, match=r"cannot be used as a store|cannot be written|failed"):
        Store.open(empty)


def test_reading_needs_a_store_that_exists(place: Path) -> None:
    with pytest.raises(BadStore, match="no store yet"):
        Store.open(str(place), create=False)
    assert not place.exists()


def test_a_store_that_breaks_later_is_not_the_fault_of_the_input(store: Store) -> None:
    run_id = begin(store)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE sites")
    with pytest.raises(PortalAuditError, match="disk is not full") as caught:
        store.save_site(run_id, TARGETS[0], None, result(0))
    assert not isinstance(caught.value, BadInput)


def test_a_damaged_blob_is_told_as_such(store: Store) -> None:
    run_id = begin(store)
    with store.engine.begin() as connection:
        connection.execute(update(SiteRow).values(evidence=b"\0", result=b"\0"))
    with pytest.raises(BadStore, match="store is damaged"):
        store.evidence(run_id, TARGETS[0].id)
    with pytest.raises(BadStore, match="store is damaged"):
        store.run(run_id)


def test_results_read_one_at_a_time_are_the_same(store: Store) -> None:
    run_id = begin(store)
    store.save_site(run_id, TARGETS[0], None, result(0))
    whole, streamed = store.run(run_id), store.run(run_id, streamed=True)
    assert list(streamed.sites) == list(whole.sites)
    assert replace(streamed, sites=()) == replace(whole, sites=())
    assert [len(site.findings) for site in outline(streamed.sites)] == [0, 0, 0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_reads_over_a_connection_of_its_own(store: Store) -> None:
    run_id = begin(store)
    store.save_site(run_id, TARGETS[0], None, result(0))
    streamed = store.run(run_id, streamed=True)
    fork = get_context("fork")
    said = fork.SimpleQueue()
    child = fork.Process(target=lambda: said.put([site.name for site in streamed.sites]))
    child.start()
    assert [site.name for site in streamed.sites] == said.get()
    child.join()
    assert child.exitcode == 0


def test_a_full_disk_loses_nothing_that_was_kept_and_the_next_run_works(place: Path) -> None:
    store = Store.open(str(place))
    run_id = begin(store)
    store.save_site(run_id, TARGETS[0], Evidence(Visit(TARGETS[0], AT)), result(0), AT)
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def full(raw: sqlite3.Connection, *_more: object) -> None:
        raw.execute(f"PRAGMA max_page_count={pages}")

    event.listen(store.engine, "connect", full)
    store.engine.dispose()
    large = Evidence(Screenshot("https://b.example/", os.urandom(300_000)))
    with pytest.raises(PortalAuditError, match=r"disk is.*full"):
        store.save_site(run_id, TARGETS[1], large, result(1), AT)
    store.close()
    with Store.open(str(place)) as later:
        assert later.done(run_id) == {TARGETS[0].id}
        assert list(check_store(later.engine, "en")) == []
        later.save_site(run_id, TARGETS[1], large, result(1), AT)
        assert later.done(run_id) == {TARGETS[0].id, TARGETS[1].id}


def test_a_store_that_cannot_be_written_is_read_and_left_as_it_is(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(str(place)) as store:
        run_id = begin(store)
        store.save_site(run_id, TARGETS[0], Evidence(Visit(TARGETS[0], AT)), result(0), AT)
    before = place.read_bytes()
    monkeypatch.setattr(engine, "writable", lambda _file: False)  # root may write everything
    with Store.open(str(place), create=False) as store:
        assert store.run(run_id).sites[0].score == result(0).score
        assert store.evidence(run_id, TARGETS[0].id) is not None
        assert store.scores()
        with pytest.raises(PortalAuditError):
            store.save_site(run_id, TARGETS[0], None, result(1), AT)
    assert place.read_bytes() == before
    assert [file.name for file in place.parent.iterdir()] == [place.name]
