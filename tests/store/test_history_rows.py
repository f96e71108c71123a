"""Verdicts and scores are kept for ever as narrow rows, from which history is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal_audit.model import (
    Cause,
    Criteria,
    Finding,
    Kind,
    Severity,
    SiteResult,
    State,
    Status,
    Target,
)
from portal_audit.store import Store, history
from portal_audit.store.engine import open_engine
from portal_audit.store.history_tables import ScoreRow, TermRow, VerdictRow

START = datetime(2026, 10, 1, 3, tzinfo=UTC)


def result(outcome: str, status: Status, score: float | None = 80.0) -> SiteResult:
    found = Finding("headers.hsts", "headers", status, outcome, Severity.HIGH, 8, 1.25)
    return SiteResult(
        "a",
        "https://xa.example/",
        "Xã",
        Kind.COMMUNE,
        "",
        "",
        State.SCANNED,
        score=score,
        level="B",
        coverage=0.9,
        findings=(found,),
    )


@pytest.fixture
def session(any_place: str) -> Iterator[Session]:
    engine = open_engine(any_place, create=True)
    with Session(engine) as opened, opened.begin():
        yield opened
    engine.dispose()


def test_there_and_back(session: Session) -> None:
    history.add(session, "r1", "xa.example", START, result("missing", Status.FAIL))
    history.add(
        session, "r2", "xa.example", START + timedelta(days=1), result("strong", Status.PASS)
    )
    rows = list(history.verdicts(session))
    assert [(row.run, row.status, row.outcome) for row in rows] == [
        ("r1", Status.FAIL, "missing"),
        ("r2", Status.PASS, "strong"),
    ]
    assert (rows[0].severity, rows[0].points_lost, rows[0].at) == (Severity.HIGH, 1.25, START)
    assert [(row.run, row.score, row.level) for row in history.scores(session)] == [
        ("r1", 80.0, "B"),
        ("r2", 80.0, "B"),
    ]


def test_a_run_judged_again_replaces_its_own_rows_only(session: Session) -> None:
    for run in ("r1", "r2"):
        history.add(session, run, "xa.example", START, result("missing", Status.FAIL))
    history.add(session, "r2", "xa.example", START, result("strong", Status.PASS))
    assert [row.outcome for row in history.verdicts(session)] == ["missing", "strong"]


def test_words_are_stored_once(session: Session) -> None:
    for number in range(30):
        history.add(session, f"r{number}", "xa.example", START, result("missing", Status.FAIL))
    assert session.scalar(select(func.count()).select_from(TermRow)) == 30 + 3
    assert session.scalar(select(func.count()).select_from(VerdictRow)) == 30


def test_a_site_that_could_not_be_read_has_its_cause(session: Session) -> None:
    dead = SiteResult(
        "a",
        "https://xa.example/",
        "Xã",
        Kind.COMMUNE,
        "",
        "",
        State.NOT_SCANNED,
        cause=Cause.TIMEOUT,
    )
    history.add(session, "r1", "xa.example", START, dead)
    [row] = history.scores(session, portal="xa.example")
    assert (row.state, row.cause, row.score) == ("not-scanned", "timeout", None)
    assert list(history.verdicts(session, runs=["r1"])) == []
    assert list(history.scores(session, portal="other")) == []


def test_a_store_of_before_gets_its_rows_once(any_place: str) -> None:
    target = Target("a", "https://www.xa.example:8443/")
    with Store.open(any_place) as store:
        run = store.begin_run(
            [target], started_at=START, criteria=Criteria("1", "sha256:x"), settings={}
        )
        store.save_site(run, target, None, result("missing", Status.FAIL), START)
        with Session(store.engine) as session, session.begin():
            session.execute(delete(VerdictRow))
            session.execute(delete(ScoreRow))
        assert store.verdicts() == ()
        assert store.fill_history() == 1
        [row] = store.verdicts(portal="xa.example")
        assert (row.run, row.outcome) == (run, "missing")
        assert store.fill_history() == 0


def test_the_critical_faults_of_a_portal_are_those_of_when_it_was_last_read(
    session: Session,
) -> None:
    expired = replace(
        result("expired", Status.FAIL),
        findings=(Finding("tls.x", "tls", Status.FAIL, "expired", Severity.CRITICAL, 8),),
    )
    unread = replace(expired, state=State.NOT_SCANNED, cause=Cause.TIMEOUT, findings=())
    nights = [("r1", expired), ("r2", unread)]
    for number, (run, what) in enumerate(nights):
        history.add(session, run, "xa.example", START + timedelta(days=number), what)
    history.add(session, "r1", "xb.example", START, result("missing", Status.FAIL))
    found = history.critical_faults(session, besides="r3")
    assert found == {"xa.example": frozenset({"tls.x"}), "xb.example": frozenset()}
    assert history.critical_faults(session, besides="r1") == {}, "no other run has read them"
