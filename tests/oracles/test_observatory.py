"""Our Observatory view gives what the MDN HTTP Observatory itself gives, case by case."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from portal_audit.scoring.external.observatory import rate
from tests.oracles.observatory_by_hand import TEN_TESTS, TWO_TESTS, site
from tests.oracles.observatory_cases import Case, generated
from tests.oracles.observatory_reading import as_seen

HOME = Path(__file__).parent / "observatory"
PACKAGE = HOME / "node_modules" / "@mdn" / "mdn-http-observatory"
BATCH = 2_000
COUNT = int(os.environ.get("OBSERVATORY_CASES", "600"))

pytestmark = pytest.mark.oracle


def theirs(cases: list[Case]) -> list[dict[str, Any]]:
    """Return the verdicts of the npm package."""
    done = subprocess.run(
        ["node", "judge.mjs"],
        cwd=HOME,
        input="\n".join(json.dumps(case) for case in cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=170,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def differences(cases: list[Case]) -> Iterable[str]:
    """Yield one line a case that differs."""
    for case, wanted in zip(cases, theirs(cases), strict=True):
        ours = rate(as_seen(case), algorithm=4)
        for name, result in wanted["results"].items():
            if ours.results[name] != result:
                yield f"{name}: ours {ours.results[name]}, theirs {result}\n  {json.dumps(case)}"
        if dict(ours.modifiers) == wanted["modifiers"] and (ours.score, ours.grade) != (
            wanted["score"],
            wanted["grade"],
        ):
            yield f"score: ours {ours.score} {ours.grade}, theirs {wanted['score']}"


NEEDS_PACKAGE = pytest.mark.skipif(
    shutil.which("node") is None or not PACKAGE.is_dir(),
    reason="needs Node and `make oracle-observatory`",
)


def batches(cases: Iterator[Case]) -> Iterator[list[Case]]:
    """Yield the cases in pieces that one run of Node is asked for."""
    while batch := list(islice(cases, BATCH)):
        yield batch


@NEEDS_PACKAGE
@pytest.mark.timeout(1_200)
def test_every_generated_case_is_judged_alike() -> None:
    found = [line for batch in batches(generated(COUNT)) for line in differences(batch)]
    assert not found, f"{len(found)} differences:\n" + "\n".join(found[:10])


@NEEDS_PACKAGE
def test_every_case_written_by_hand_is_judged_alike() -> None:
    found = list(differences([row.case for row in (*TEN_TESTS, *TWO_TESTS)]))
    assert not found, "\n".join(found)


@NEEDS_PACKAGE
def test_their_points_and_grades_are_those_of_our_table() -> None:
    rows = (*TEN_TESTS, *TWO_TESTS)
    for row, theirs_of_it in zip(rows, theirs([row.case for row in rows]), strict=True):
        assert theirs_of_it["results"][row.test] == row.result
        assert theirs_of_it["modifiers"][row.test] == row.points, row


ODD_SOURCES = (
    *("https://[::1]/a.js", "https://1.2.3.4/a.js", "https:///cdn.example.com/a.js", "//[", "///a"),
    *("https://user:p@cdn.example.com/a.js", "https://%63dn.example.com/a.js", "https://.vn/a.js"),
    *(
        "https://cdn。example.com/a.js",
        "\\\\cdn.example.com\\a.js",
        "https:\\\\cdn.example.com/a.js",
    ),
    *(
        "https:cdn.example.com/a.js",
        "HtTp://x.vn/a.js",
        "https://gov.vn/a.js",
        "HTTPS://HACSON.VN/",
    ),
    "https://hacson.vn./a.js",
)


@NEEDS_PACKAGE
def test_odd_addresses_of_scripts_are_read_alike() -> None:
    cases = [site(body=f'<script src="{source}"></script>') for source in ODD_SOURCES]
    assert list(differences(cases)) == []


@NEEDS_PACKAGE
@pytest.mark.parametrize("source", ["https://[", "http://[x/a.js", "https://a.vn:99999/a.js"])
def test_a_script_address_that_is_none_still_stops_their_scan(source: str) -> None:
    """The one known difference: theirs throws, ours reads it as foreign; see verification.md."""
    case = site(body=f'<script src="{source}"></script>')
    with pytest.raises(subprocess.CalledProcessError):
        theirs([case])
    result = rate(as_seen(case), 4).results["subresource-integrity"]
    assert result.startswith("sri-not-implemented-")


def test_the_cases_meet_every_band_of_the_score() -> None:
    grades = Counter(rate(as_seen(case), 4).grade[0] for case in generated(300))
    assert set(grades) == set("ABCDF")
