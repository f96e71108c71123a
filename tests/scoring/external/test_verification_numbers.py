"""The counts that ``docs/verification.md`` gives of our own tables are those of the tables."""

from __future__ import annotations

from pathlib import Path

from tests.oracles.observatory_by_hand import ALGORITHM_6, TEN_TESTS, TWO_TESTS
from tests.oracles.test_observatory import ODD_SOURCES
from tests.scoring.external.test_ssl_labs import ROWS

TEXT = (Path(__file__).parents[3] / "docs" / "verification.md").read_text(encoding="utf-8")


def test_the_counts_are_those_of_the_tables() -> None:
    assert f"{len(TEN_TESTS) + len(TWO_TESTS)} by hand" in TEXT
    assert f"{len(ODD_SOURCES)} odd script addresses" in TEXT
    assert f"COEP and COOP, {len(ALGORITHM_6)} cases by\nhand" in TEXT
    assert f"{len(ROWS)} servers, 7 pairs of addresses" in TEXT
