"""The Observatory view by hand: each result, its points, and the score under each algorithm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal_audit.scoring.external.observatory import (
    ALGORITHMS,
    ObservatoryInput,
    ObservatoryResponse,
    grade,
    priced,
    rate,
    rate_all,
)
from portal_audit.scoring.external.observatory.rules import TESTS_6
from portal_audit.scoring.external.observatory.score import add_up
from tests.oracles.observatory_by_hand import ALGORITHM_6, TEN_TESTS, TWO_TESTS, Row, site
from tests.oracles.observatory_reading import as_seen

EVERY = (*TEN_TESTS, *TWO_TESTS, *ALGORITHM_6)

# Points of the one test that differs → score under 4, 5 and 6; 5 and 6 give 5 for DENY.
SCORES = {
    10: (110, 115, 115),
    5: (105, 110, 110),
    0: (100, 105, 105),
    -5: (95, 100, 100),
    -10: (90, 95, 95),
    -20: (80, 80, 80),
    -25: (75, 75, 75),
    -30: (70, 70, 70),
    -50: (50, 50, 50),
}
# Result of x-frame-options → the same, as these rows have no DENY.
FRAMING = {
    "x-frame-options-sameorigin-or-deny": (100, 105, 105),
    "x-frame-options-implemented-via-csp": (105, 105, 105),
    "x-frame-options-allow-from-origin": (100, 100, 100),
    "x-frame-options-header-invalid": (80, 80, 80),
    "x-frame-options-not-implemented": (80, 80, 80),
}


@pytest.mark.parametrize("row", TEN_TESTS, ids=str)
def test_result_points_and_score(row: Row) -> None:
    ratings = rate_all(as_seen(row.case))
    four = ratings[4]
    assert (four.results[row.test], four.modifiers[row.test]) == (row.result, row.points)
    assert {test for test, points in four.modifiers.items() if points} <= {row.test}
    wanted = FRAMING.get(row.result) or SCORES[row.points]
    assert tuple(ratings[algorithm].score for algorithm in ALGORITHMS) == wanted


@pytest.mark.parametrize("row", ALGORITHM_6, ids=str)
def test_isolation_counts_from_algorithm_6_on(row: Row) -> None:
    ratings = rate_all(as_seen(row.case))
    six = ratings[6]
    assert (six.results[row.test], six.modifiers[row.test]) == (row.result, row.points)
    assert (ratings[4].score, ratings[5].score, six.score) == (100, 105, SCORES[row.points][2])
    assert row.test not in ratings[5].results


@pytest.mark.parametrize(
    ("row", "score"), [*zip(TWO_TESTS, (60, 40, 80, 80), strict=True)], ids=str
)
def test_results_that_come_in_pairs(row: Row, score: int) -> None:
    four = rate(as_seen(row.case), 4)
    assert (four.results[row.test], four.modifiers[row.test]) == (row.result, row.points)
    assert four.score == score


def test_every_result_has_a_row() -> None:
    known = {result for test in TESTS_6 for result in priced(test)}
    preloaded = {"hsts-preloaded", "redirection-all-redirects-preloaded"}
    assert known - {row.result for row in EVERY} == preloaded


def test_a_host_on_the_preload_list() -> None:
    seen = as_seen(site({"strict-transport-security": None}, verified=False))
    view = rate(replace(seen, preloaded=frozenset({seen.host})), 4)
    assert view.results["strict-transport-security"] == "hsts-preloaded"
    assert view.results["redirection"] == "redirection-all-redirects-preloaded"
    assert view.score == 105


def test_framing_is_worth_five_points_from_algorithm_5_on() -> None:
    points = priced("x-frame-options")["x-frame-options-sameorigin-or-deny"]
    assert points == {4: 0, 5: 5, 6: 5}


@pytest.mark.parametrize(
    ("score", "letter"),
    [
        *((165, "A+"), (105, "A+"), (100, "A+"), (99, "A"), (95, "A"), (90, "A"), (89, "A-")),
        *((85, "A-"), (84, "B+"), (80, "B+"), (79, "B"), (70, "B"), (69, "B-"), (65, "B-")),
        *((64, "C+"), (60, "C+"), (59, "C"), (50, "C"), (49, "C-"), (45, "C-"), (44, "D+")),
        *((40, "D+"), (39, "D"), (30, "D"), (29, "D-"), (25, "D-"), (24, "F"), (0, "F")),
    ],
)
def test_grade(score: int, letter: str) -> None:
    assert grade(score) == letter


@pytest.mark.parametrize(
    ("algorithm", "results", "score"),
    [
        # Bonuses count once what was lost leaves 90 points or more.
        (4, {"csp-implemented-with-no-unsafe-default-src-none": 1}, 110),
        (4, {"csp-implemented-with-unsafe-eval": 1, "corp-implemented-with-same-site": 1}, 100),
        (4, {"x-content-type-options-not-implemented": 2, "referrer-policy-private": 1}, 95),
        (4, {"x-content-type-options-not-implemented": 3, "referrer-policy-private": 3}, 85),
        (5, {"csp-not-implemented": 1, "corp-implemented-with-same-site": 1}, 75),
        # Never below nothing, and no ceiling.
        (4, {"sri-not-implemented-and-external-scripts-not-loaded-securely": 3}, 0),
        (4, {"csp-not-implemented": 4}, 0),
        (6, {"coop-implemented-with-same-origin": 6}, 160),
    ],
)
def test_adding_up(algorithm: int, results: dict[str, int], score: int) -> None:
    many = {f"{name}{n}": name for name, times in results.items() for n in range(times)}
    assert add_up(many, algorithm).score == score


def test_the_best_site_there_is() -> None:
    best = {test: max(priced(test).items(), key=lambda entry: entry[1][6])[0] for test in TESTS_6}
    ten = {test: result for test, result in best.items() if 4 in priced(test)[result]}
    assert [add_up(ten, 4).score, add_up(ten, 5).score, add_up(best, 6).score] == [145, 145, 165]


@pytest.mark.parametrize("media_type", [None, ""])
def test_algorithm_6_reads_scripts_of_an_answer_without_a_type(media_type: str | None) -> None:
    headers = () if media_type is None else (("content-type", media_type),)
    inputs = ObservatoryInput(
        host="portal.example",
        auto=ObservatoryResponse(headers),
        auto_url="https://portal.example/",
        scripts=(("HTTPS://cdn.example/a.js", ""),),
    )
    of = {number: rate(inputs, number).results["subresource-integrity"] for number in (5, 6)}
    assert of == {
        5: "sri-not-implemented-response-not-html",
        6: "sri-not-implemented-but-external-scripts-loaded-securely",
    }
