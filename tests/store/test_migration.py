"""A store of the first release is brought up to date with every figure; a copy is made first."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from portal_audit.errors import BadStore
from portal_audit.evidence import Evidence, Visit
from portal_audit.model import (
    Cause,
    Criteria,
    FamilyScore,
    Finding,
    Kind,
    Severity,
    SiteResult,
    State,
    Status,
    Target,
)
from portal_audit.store import Store
from portal_audit.store.engine import open_engine
from portal_audit.store.packed import pack_evidence
from portal_audit.store.schema import MIGRATIONS, backup_of, revisions

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
TARGETS = [Target(f"x{n}", f"https://x{n}.example/", kind=Kind.COMMUNE) for n in range(3)]


def result(target: Target, night: int) -> SiteResult:
    return SiteResult(
        target.id, target.url, target.url, target.kind, "", "", State.SCANNED,
        score=70.5 + night, uncapped=72.0, level="B", coverage=0.9,
        parts={"security": 60.25}, families={"tls": FamilyScore(61.25, 20, 1.0)},
        findings=(
            Finding("tls.x", "tls", Status.FAIL, "old", Severity.HIGH, 8, points_lost=9.75),
        ),
    )  # fmt: skip


def figures(place: Path) -> object:
    """Return everything that a store says, in the order in which it says it."""
    with Store.open(str(place)) as store:
        store.fill_history()
        runs = [store.run(info.id) for info in store.runs()]
        kept = [store.evidence_json(run.id, site.id) for run in runs for site in run.sites]
        return runs, kept, store.verdicts(), store.scores()


def made_by(schema: str, place: Path) -> object:
    """Store three nights, as a program of an earlier schema would have; return what it says."""
    whole: dict[tuple[str, str], bytes] = {}
    with Store.open(str(place)) as store:
        for night in range(3):
            at = AT + timedelta(days=night)
            run = store.begin_run(
                TARGETS, started_at=at, criteria=Criteria("1", "sha256:x"), settings={"rate": 3}
            )
            for target in TARGETS:
                seen = Evidence(Visit(target, at))
                whole[run, target.id] = pack_evidence(seen).blob
                store.save_site(run, target, seen, result(target, night), at)
            store.finish_run(run, at)
    before = figures(place)
    older = place.with_suffix(".older")
    tables_of(schema, older)
    fill(older, place, {} if schema >= "0004" else whole)
    older.replace(place)
    return before


def tables_of(schema: str, place: Path) -> None:
    """Make an empty store of a schema."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, schema)
    engine.dispose()


def fill(older: Path, newer: Path, whole: Mapping[tuple[str, str], bytes]) -> None:
    """Copy what both schemas have; *whole* is evidence of before it was built on earlier one."""
    raw = sqlite3.connect(older)
    raw.execute("ATTACH ? AS newer", [str(newer)])
    for table in (*TABLES, "evidence_bases"):
        columns = [
            {row[1] for row in raw.execute(f"PRAGMA {name}.table_info({table})")}
            for name in ("main", "newer")
        ]
        if both := ", ".join(f'"{name}"' for name in sorted(columns[0] & columns[1])):
            raw.execute(f"INSERT INTO main.{table} ({both}) SELECT {both} FROM newer.{table}")
    alone = "UPDATE main.sites SET evidence = ? WHERE run_id = ? AND site_id = ?"
    raw.executemany(alone, [(blob, *key) for key, blob in whole.items()])
    raw.commit()
    raw.close()


@pytest.fixture
def of_before(tmp_path: Path) -> tuple[Path, object]:
    """Return a store of the schema of the first release, and what it says."""
    place = tmp_path / "runs.sqlite"
    return place, made_by("0003", place)


def version(place: Path) -> str:
    raw = sqlite3.connect(place)
    try:
        return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    finally:
        raw.close()


@pytest.mark.parametrize("schema", revisions()[:-1])
def test_every_figure_is_as_it_was(schema: str, tmp_path: Path) -> None:
    place = tmp_path / "runs.sqlite"
    before = made_by(schema, place)
    assert version(place) == schema
    assert figures(place) == before
    assert version(place) == revisions()[-1]


def test_a_copy_of_before_is_made_first_and_can_be_used(of_before: tuple[Path, object]) -> None:
    place, before = of_before
    Store.open(str(place)).close()
    copy = backup_of(place, "0003")
    assert copy.name == "runs.sqlite.schema-0003.bak"
    assert version(copy) == "0003"
    assert figures(copy) == before


def test_a_store_that_needs_no_change_is_not_copied(tmp_path: Path) -> None:
    place = tmp_path / "runs.sqlite"
    for _ in range(2):
        Store.open(str(place)).close()
    assert {file.name for file in tmp_path.iterdir()} == {"runs.sqlite"}


def test_without_room_for_the_copy_nothing_is_changed(
    of_before: tuple[Path, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, _ = of_before
    backup_of(place, "0003").with_suffix(".part").mkdir()
    bytes_before = place.read_bytes()
    with pytest.raises(BadStore, match="copy"):
        open_engine(str(place), create=False)
    assert place.read_bytes() == bytes_before


KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from portal_audit.store import Store
left = int(sys.argv[2])
@event.listens_for(Engine, "after_cursor_execute")
def count(connection, cursor, statement, *more):
    global left
    if statement.startswith(("ALTER", "CREATE", "UPDATE alembic", "INSERT INTO alembic")):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
Store.open(sys.argv[1])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
def test_a_migration_that_is_killed_loses_nothing_and_is_done_the_next_time(
    of_before: tuple[Path, object],
) -> None:
    place, before = of_before
    line = [sys.executable, "-c", KILLED, str(place), "2"]
    assert subprocess.run(line, env={**os.environ}).returncode == -signal.SIGKILL
    assert version(place) == "0003"
    assert figures(place) == before
    assert version(place) > "0003"


OF_THE_FIRST_RELEASE = Path(__file__).parents[1] / "fixtures" / "stores" / "schema-0003.store"
"""Two portals of the sample province (one could not be read), as the first release stored them."""
TABLES = ("runs", "sites", "screenshots", "terms", "verdicts", "scores")


def rows(place: Path) -> dict[str, list[dict[str, object]]]:
    """Return every row of the tables of then."""
    raw = sqlite3.connect(place)
    raw.row_factory = sqlite3.Row
    found = {
        name: [dict(row) for row in raw.execute(f"SELECT * FROM {name} ORDER BY 1, 2")]
        for name in TABLES
    }
    raw.close()
    return found


def test_a_store_that_the_first_release_wrote_keeps_every_figure(tmp_path: Path) -> None:
    place = tmp_path / "runs.sqlite"
    place.write_bytes(OF_THE_FIRST_RELEASE.read_bytes())
    before = rows(place)
    with Store.open(str(place)) as store:
        [info] = store.runs()
        run = store.run(info.id)
        verdicts, scores = store.verdicts(), store.scores()
        seen = [store.evidence(run.id, site.id) for site in run.sites]
    after = rows(place)
    assert {
        name: [
            {key: row[key] for key in old}
            for old, row in zip(before[name], after[name], strict=True)
        ]
        for name in TABLES
    } == before
    levels = {site.id.partition(".")[0]: (site.level, site.score, site.cause) for site in run.sites}
    assert levels == {"lungxanh": ("D", 50.0, None), "motcua": ("N", None, Cause.REFUSED)}
    assert len(verdicts) == len(before["verdicts"]) == len(run.sites[0].findings)
    assert [score.score for score in scores] == [50.0, None]
    assert all(list(one or ()) for one in seen)
