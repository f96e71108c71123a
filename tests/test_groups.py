"""Tests that share something start it once: whole groups go to one worker, the longest first."""

import pytest

from tests.groups import LONGEST_FIRST, TOGETHER, group_of, rank_of
from tests.imports import ROOT


def test_every_file_and_group_named_exists() -> None:
    named = {*TOGETHER, *LONGEST_FIRST} - set(TOGETHER.values())
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_tests_of_a_file_and_of_files_that_share_are_one_group() -> None:
    assert group_of("tests/a/test_b.py::test_c[x::y]") == "tests/a/test_b.py"
    assert {group_of(f"{file}::test") for file in TOGETHER} == {
        "the province",
        "the browser",
        "the database server",
        "the invented report",
        "the parsed sources",
    }


DEAR = ("audited", "testbed", "postgres", "site_map", "workshop")
"""Fixtures of the session that take seconds: a second group would start them again."""


def test_what_is_dear_is_started_for_one_group_only(request: pytest.FixtureRequest) -> None:
    groups: dict[str, set[str]] = {name: set() for name in DEAR}
    for item in request.session.items:
        for name in set(DEAR) & set(getattr(item, "fixturenames", ())):
            groups[name].add(group_of(item.nodeid))
    assert {name: users for name, users in groups.items() if len(users) > 1} == {}


def test_long_groups_begin_before_any_other() -> None:
    assert rank_of("tests/demo/test_tls.py::test_a") == LONGEST_FIRST.index("the province")
    assert rank_of("tests/parse/test_a.py::test_a") > rank_of(f"{LONGEST_FIRST[-1]}::test_a")
