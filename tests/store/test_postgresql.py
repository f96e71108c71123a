"""PostgreSQL as the store of a team: many write at once, and what goes wrong is told clearly."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from portal_audit.errors import BadStore
from portal_audit.evidence import Evidence, Visit
from portal_audit.model import Criteria, Finding, Kind, Severity, SiteResult, State, Status, Target
from portal_audit.store import Store
from portal_audit.store.place import shown_place
from tests.command_line import portal_audit
from tests.databases import PostgresServer

AT = datetime(2026, 11, 30, 3, tzinfo=UTC)
WRITERS = 4
SITES = 4


def site(writer: int, number: int) -> Target:
    return Target(f"w{writer}n{number}", f"https://w{writer}n{number}.example/")


def result(target: Target) -> SiteResult:
    findings = tuple(
        Finding(f"tls.check{n}", "tls", Status.FAIL, f"outcome{n}", Severity.LOW, 1)
        for n in range(5)
    )
    return SiteResult(
        target.id, target.url, "", Kind.WEB, "", "", State.SCANNED, findings=findings, score=1.0
    )


def test_many_write_at_once_and_nothing_is_lost(postgres: PostgresServer) -> None:
    place = postgres.new_database()  # empty: they also race for who makes the tables

    def write(writer: int) -> str:
        targets = [site(writer, number) for number in range(SITES)]
        with Store.open(place) as store:
            run = store.begin_run(targets, started_at=AT, criteria=Criteria("1", "x"), settings={})
            for target in targets:
                store.save_site(run, target, Evidence(Visit(target, AT)), result(target), AT)
            store.finish_run(run, AT)
        return run

    with ThreadPoolExecutor(WRITERS) as pool:
        runs = set(pool.map(write, range(WRITERS)))
    with Store.open(place) as store:
        assert {info.id for info in store.runs() if info.complete} == runs
        assert len(store.scores()) == WRITERS * SITES
        assert len(store.verdicts()) == WRITERS * SITES * 5


def test_a_restarted_server_is_connected_to_again(postgres: PostgresServer) -> None:
    with Store.open(postgres.new_store()) as store:
        assert store.runs() == ()
        postgres.restart("fast")
        assert store.runs() == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("s%40cret", "other%40"), "password authentication failed"),
        (("/test_", "/nowhere_"), "does not exist"),
        (("127.0.0.1", "127.0.0.9"), "refuse"),
    ],
)
def test_a_server_that_refuses_is_told_with_the_remedy_and_without_the_password(
    postgres: PostgresServer, wrong: tuple[str, str], said: str
) -> None:
    place = postgres.url("test_1").replace(*wrong)
    with pytest.raises(BadStore, match=said) as caught:
        Store.open(place)
    assert "host, port, user and password" in str(caught.value)
    assert "cret" not in str(caught.value)
    assert "other@" not in str(caught.value)


def test_a_missing_driver_is_told_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(BadStore, match=r"pip install 'portal-audit\[postgres\]'") as caught:
        Store.open("postgresql+psycopg://auditor:secret@db.example/audit")
    assert "secret" not in str(caught.value)


def test_a_database_of_another_program_or_a_newer_version_is_refused(
    postgres: PostgresServer,
) -> None:
    theirs, newer = postgres.new_database(), postgres.new_store()
    with Store.open(newer) as store, store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BadStore, match="schema 9999"):
        Store.open(newer)
    import psycopg

    with psycopg.connect(theirs.replace("+psycopg", "")) as other:
        other.execute("CREATE TABLE customers (name text)")
    with pytest.raises(BadStore, match=r"another program .*customers"):
        Store.open(theirs)


@pytest.mark.parametrize(
    "place",
    [
        "postgresql://u:hush@h/d",
        "postgres://u:hush@h/d",
        "postgresql+psycopg://u@h/d?password=hush",
        "postgresql+psycopg://u@h/d?sslpassword=hush",
    ],
)
def test_a_password_is_never_shown(place: str) -> None:
    assert "hush" not in shown_place(place)
    assert "://u" in shown_place(place)


@pytest.mark.parametrize(
    "place", ["postgresql://u:hu/sh@h:port/d", "postgresql+psycopg://u:hu@h:x/d"]
)
def test_a_url_that_cannot_be_read_is_not_repeated(place: str) -> None:
    done = portal_audit("store", "check", "--store", place, "--lang", "en")
    assert done.returncode == 2
    assert "%40" in done.stderr
    assert "hu" not in done.stderr.replace("such", "")
