"""A run is compared with one of the same list of portals, whatever else the store holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal_audit.model import Kind, SiteResult, State
from portal_audit.store import history
from portal_audit.store.earlier_runs import EarlierRuns, runs_before
from portal_audit.store.engine import open_engine

START = datetime(2026, 10, 1, 3, tzinfo=UTC)
PROVINCE = ("a", "b", "c", "d", "e")


@pytest.fixture
def session(any_place: str) -> Iterator[Session]:
    engine = open_engine(any_place, create=True)
    with Session(engine) as opened, opened.begin():
        yield opened
    engine.dispose()


def keep(session: Session, *runs: tuple[str, ...]) -> None:
    """Keep runs r0, r1, …, each of these portals."""
    for number, portals in enumerate(runs):
        for portal in portals:
            seen = SiteResult(portal, "", "", Kind.WEB, "", "", State.SCANNED)
            history.add(session, f"r{number}", portal, START + timedelta(days=number), seen)


def test_runs_of_other_lists_are_passed_over(session: Session) -> None:
    keep(session, PROVINCE, ("x", "y"), ("a",), PROVINCE, ("x", "y"))
    assert runs_before(session, "r3", ()) == EarlierRuns(("r0",), ("r2", "r0"))
    assert runs_before(session, "r4", ()).comparable == ("r1",)


def test_a_list_that_grew_or_shrank_a_little_is_the_same(session: Session) -> None:
    keep(session, PROVINCE, (*PROVINCE, "f"), PROVINCE[1:])
    assert runs_before(session, "r2", ()).same_list == ("r1", "r0")


def test_a_look_at_one_portal_is_compared_with_what_was_known_of_it(session: Session) -> None:
    keep(session, PROVINCE, ("x", "y"), ("a",))
    assert runs_before(session, "r2", ()) == EarlierRuns((), ("r0",))
    assert runs_before(session, "r2", ()).comparable == ("r0",)


def test_a_run_that_was_broken_off_early_is_passed_over(session: Session) -> None:
    keep(session, PROVINCE, PROVINCE[:2], PROVINCE)
    assert runs_before(session, "r2", ()).comparable[0] == "r0"


def test_portals_that_moved_are_the_same(session: Session) -> None:
    keep(session, ("a", "b"), ("new-a", "new-b"))
    assert runs_before(session, "r1", ()) == EarlierRuns()
    assert runs_before(session, "r1", ("a", "b")).same_list == ("r0",)


def test_what_has_no_portal_has_none(session: Session) -> None:
    keep(session, PROVINCE)
    assert runs_before(session, "r9", ()) == runs_before(session, "r0", ()) == EarlierRuns()
