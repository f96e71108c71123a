"""Add up the results into a score and a grade."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from portal_audit.scoring.external.observatory.inputs import ObservatoryInput
from portal_audit.scoring.external.observatory.rules import TESTS, TESTS_6

ALGORITHMS = (4, 5, 6)
EXTRA_CREDIT = 90
"""Bonuses count only from this score on."""
GRADES = (
    (100, "A+"),
    (90, "A"),
    (85, "A-"),
    (80, "B+"),
    (70, "B"),
    (65, "B-"),
    (60, "C+"),
    (50, "C"),
    (45, "C-"),
    (40, "D+"),
    (30, "D"),
    (25, "D-"),
    (0, "F"),
)

PREFIXES = {
    **{test: f"{test}-" for test in TESTS_6},
    "content-security-policy": "csp-",
    "strict-transport-security": "hsts-",
    "subresource-integrity": "sri-",
    "cross-origin-resource-policy": "corp-",
    "cross-origin-embedder-policy": "coep-",
    "cross-origin-opener-policy": "coop-",
}
"""How the names of a test's results begin."""


@dataclass(frozen=True, slots=True)
class Observatory:
    """A score of one algorithm, with the result and modifier of each test."""

    algorithm: int
    score: int
    grade: str
    results: Mapping[str, str]
    modifiers: Mapping[str, int]


def rate(inputs: ObservatoryInput, algorithm: int = 5) -> Observatory:
    """Run the tests of one algorithm (4, 5 or 6) and score them."""
    return add_up({name: test(inputs) for name, test in tests_of(algorithm).items()}, algorithm)


def rate_all(inputs: ObservatoryInput) -> dict[int, Observatory]:
    """Score under every algorithm; a test that several share runs once."""
    results = {test: test(inputs) for test in {*TESTS.values(), *TESTS_6.values()}}
    return {
        algorithm: add_up(
            {name: results[test] for name, test in tests_of(algorithm).items()}, algorithm
        )
        for algorithm in ALGORITHMS
    }


def tests_of(algorithm: int) -> Mapping[str, Callable[[ObservatoryInput], str]]:
    """Return the tests of one algorithm, by name."""
    return TESTS_6 if algorithm >= 6 else TESTS


def add_up(results: Mapping[str, str], algorithm: int) -> Observatory:
    """Score the results of the tests under one algorithm."""
    table = modifiers(algorithm)
    points = {name: table[result] for name, result in results.items()}
    uncurved = 100 + sum(value for value in points.values() if value < 0)
    score = 100 + sum(points.values()) if uncurved >= EXTRA_CREDIT else uncurved
    score = max(score, 0)
    return Observatory(algorithm, score, grade(score), results, points)


def grade(score: int) -> str:
    """Return the letter of a score."""
    return next(letter for least, letter in GRADES if score - score % 5 >= least)


def priced(test: str) -> dict[str, dict[int, int]]:
    """Return every result of a test and its points under each algorithm that has it."""
    tables = {algorithm: modifiers(algorithm) for algorithm in ALGORITHMS}
    return {
        result: {algorithm: table[result] for algorithm, table in tables.items() if result in table}
        for result in tables[ALGORITHMS[-1]]
        if result.startswith(PREFIXES[test])
    }


@cache
def modifiers(algorithm: int) -> Mapping[str, int]:
    """Return result → points under one algorithm."""
    text = (
        files("portal_audit.scoring.external.observatory")
        .joinpath("modifiers.toml")
        .read_text("utf-8")
    )
    data: dict[str, dict[str, int]] = tomllib.loads(text)
    merged: dict[str, int] = {}
    for version, changes in data.items():
        if int(version) <= algorithm:
            merged |= changes
    return merged
