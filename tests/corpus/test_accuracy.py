"""Floors under which the reading of required information must not fall; see docs/accuracy.md."""

from functools import cache

import pytest

from tests.corpus.comparison import Score
from tests.corpus.measure import REPORT, auditor, digest, measure, together
from tests.corpus.portal import HERE, PARTS, SETS, portals
from tests.corpus.report import FLOORS, report
from tests.corpus.visit import Auditor

pytestmark = pytest.mark.corpus

EVERY_SET = [name for names in SETS.values() for name in names]


@cache
def as_installed() -> Auditor:
    return auditor()


@cache
def measured(name: str) -> Score:
    """Measure a set once, for whichever test asks first."""
    return measure(name, as_installed())


@pytest.fixture(params=PARTS)
def score(request: pytest.FixtureRequest) -> Score:
    return together(measured(name) for name in SETS[request.param])


@pytest.mark.parametrize("name", EVERY_SET)
def test_every_truth_is_about_an_item_that_is_asked(name: str) -> None:
    assert measured(name).verdicts


def test_what_is_said_to_be_there_is_there(score: Score) -> None:
    assert (score.precision or 0.0) >= FLOORS["precision"]


def test_what_is_there_is_found(score: Score) -> None:
    assert (score.recall or 0.0) >= FLOORS["recall"]


def test_what_cannot_be_read_is_never_failed(score: Score) -> None:
    assert score.unreadable_failed == 0


def test_no_placeholder_passes(score: Score) -> None:
    assert score.placeholders_passed == 0


def test_both_parts_have_portals_of_every_kind() -> None:
    kinds = {
        part: {portal.kind for name in names for portal in portals(name)}
        for part, names in SETS.items()
    }
    assert kinds["unseen"] == kinds["development"]
    assert all(len(found) == 4 for found in kinds.values())


def test_there_are_enough_portals() -> None:
    assert sum(1 for name in EVERY_SET for _ in portals(name)) >= 60


@pytest.mark.parametrize("name", SETS["unseen"])
def test_the_unseen_part_is_as_it_was_frozen(name: str) -> None:
    assert digest(name) == (HERE / name / "FROZEN").read_text(encoding="utf-8").strip()


def test_the_document_is_what_the_measurement_gives() -> None:
    sets = {name: measured(name) for name in EVERY_SET}
    assert REPORT.read_text(encoding="utf-8") == report(sets), "run `make accuracy`"
