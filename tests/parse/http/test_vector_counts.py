"""The counts of vectors in ``docs/verification.md`` are those of the tests."""

import tomllib
from pathlib import Path

import pytest

from tests.collect.http.test_robots_product_tokens import NOT_OURS, OURS
from tests.parse.html import test_fetched_by_browsers
from tests.parse.http import (
    test_content_type,
    test_csp_characters,
    test_refresh,
    test_x_frame_options,
)
from tests.parse.http.test_hsts import ACCEPTED, IGNORED

TEXT = (Path(__file__).parents[3] / "docs" / "verification.md").read_text(encoding="utf-8")


def test_the_counts_are_those_of_the_vectors() -> None:
    rows = {
        line.split(" | ")[0].removeprefix("| "): line.split(" | ")[2]
        for line in TEXT.splitlines()
        if line.count(" | ") == 3
    }
    assert rows["Strict-Transport-Security: accepted, ignored as a whole"] == (
        f"{len(ACCEPTED)} + {len(IGNORED)}"
    )
    assert rows["Content-Security-Policy: characters outside ASCII"] == (
        f"{len(test_csp_characters.CASES)}"
    )
    pages = test_fetched_by_browsers.CASES
    count = {kind: len(pages[kind]) for kind in test_fetched_by_browsers.KINDS}
    assert f"{count['missed']} that are fetched and not seen, {count['too-much']} that" in TEXT
    assert rows["what a page has browsers fetch without a click; what it only names"] == (
        f"{count['fetched'] + count['missed']} + {count['not-fetched'] + count['too-much']}"
    )
    assert rows["X-Frame-Options"] == f"{len(test_x_frame_options.CASES)}"
    assert rows["`Refresh`, field and meta element"] == f"{len(test_refresh.CASES)}"
    types = len(test_content_type.CASES)
    assert rows["`Content-Type`, several of them and odd ones"] == f"{types}"
    assert rows["robots.txt: groups meant for us, not for us"] == f"{len(OURS)} + {len(NOT_OURS)}"


@pytest.mark.parametrize(
    ("row", "file", "left_alone"),
    [
        ("error pages and debug tools: told; left alone", "error_pages", "none"),
        ("default pages and installers; pages that people made", "default_pages", "honest"),
        ("directory listings; pages that look alike", "directory_listings", "page"),
    ],
)
def test_the_counts_of_pages_are_those_of_their_files(row: str, file: str, left_alone: str) -> None:
    path = Path(__file__).parents[2] / "checks" / f"{file}.toml"
    counts = {kind: len(rows) for kind, rows in tomllib.loads(path.read_text("utf-8")).items()}
    told = sum(counts.values()) - counts[left_alone]
    [line] = [line for line in TEXT.splitlines() if line.startswith(f"| {row} |")]
    assert f"| {told} + {counts[left_alone]} |" in line
