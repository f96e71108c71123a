"""The counts of cases in ``docs/verification.md`` are those of the comparisons."""

from pathlib import Path

import pytest

from tests.collect.tls.trust.path_cases import cases
from tests.fixtures.workshop import WORKSHOP
from tests.oracles import observatory_by_hand, test_observatory, test_sectxt, test_tls_paths
from tests.oracles.tls_grid import servers

TEXT = " ".join((Path(__file__).parents[2] / "docs" / "verification.md").read_text("utf-8").split())
BY_HAND = len(observatory_by_hand.TEN_TESTS) + len(observatory_by_hand.TWO_TESTS)
ODD = len(test_observatory.ODD_SOURCES)
GRID, SAMPLE = len(servers(True)), len(servers(False))


@pytest.mark.parametrize(
    "said",
    [
        f"{BY_HAND} by hand, {ODD} odd script addresses",
        f"COEP and COOP, {len(observatory_by_hand.ALGORITHM_6)} cases by hand",
        f"tlslite-ng | sslscan 2.0.7, nmap 7.93, openssl 3.0.19 (chains) | {GRID} servers "
        f"(CI: {SAMPLE})",
        f"Of the {GRID} servers of the grid",
        f"{len(cases())} generated chains (`tests/collect/tls/trust/path_cases.py`) | "
        f"{len(test_tls_paths.STRICTER)}, where",
        f"HSTS twice and with a stray word | {len(WORKSHOP)} portals",
        f"sectxt 0.9.8 | {len(test_sectxt.CASES)} files for",
    ],
)
def test_it_prints_the_counts_of_the_comparisons(said: str) -> None:
    assert said in TEXT
