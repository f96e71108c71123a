"""Floors under which the reading of required information must not fall; see docs/accuracy.md."""

import pytest

from tests.corpus.comparison import Score
from tests.corpus.measure import REPORT, auditor, digest, measure
from tests.corpus.portal import HERE, PARTS, portals
from tests.corpus.report import FLOORS
from tests.corpus.visit import Auditor

FROZEN = (HERE / "unseen" / "FROZEN").read_text(encoding="utf-8").strip()


@pytest.fixture(scope="module")
def as_installed() -> Auditor:
    return auditor()


@pytest.fixture(scope="module", params=PARTS)
def score(request: pytest.FixtureRequest, as_installed: Auditor) -> Score:
    return measure(request.param, as_installed)


def test_what_is_said_to_be_there_is_there(score: Score) -> None:
    assert (score.precision or 0.0) >= FLOORS["precision"]


def test_what_is_there_is_found(score: Score) -> None:
    assert (score.recall or 0.0) >= FLOORS["recall"]


def test_what_cannot_be_read_is_never_failed(score: Score) -> None:
    assert score.unreadable_failed == 0


def test_no_placeholder_passes(score: Score) -> None:
    assert score.placeholders_passed == 0


def test_both_parts_have_portals_of_every_kind() -> None:
    kinds = {part: {portal.kind for portal in portals(part)} for part in PARTS}
    assert kinds["unseen"] == kinds["development"]
    assert all(len(found) == 4 for found in kinds.values())
    assert sum(1 for part in PARTS for _ in portals(part)) >= 60


def test_the_unseen_part_is_as_it_was_frozen() -> None:
    assert digest("unseen") == FROZEN


def test_the_report_is_of_this_corpus() -> None:
    told = REPORT.read_text(encoding="utf-8")
    assert all(digest(part)[:19] in told for part in PARTS)
