"""Facts that are codes: the words for them stand with the texts, in both languages."""

import pytest

from portal_audit.model import Fact
from portal_audit.rules import catalog
from portal_audit.rules.check import LANGUAGES, Check, Texts

TEXTS = Texts(
    title="",
    fault="",
    want="",
    why="",
    fix="",
    outcomes={"found": "{count} in {places}: {traces}"},
    codes={
        "places": {"head": "the head", "*": "a {} element"},
        "traces_more": {"0": "", "1": "; and another", "*": "; and {} more"},
    },
    rows={"traces": "“{traces}” on {traces_page}{traces_more}"},
)
CODED = [check for check in catalog.read() if any(check.texts[lang].codes for lang in LANGUAGES)]


def test_codes_become_words_and_rows_are_read_side_by_side() -> None:
    facts: dict[str, Fact] = {
        "count": 3,
        "places": ["head", "nav"],
        "traces": ["a", "b", "c"],
        "traces_page": ["/1", "/2", "/3"],
        "traces_more": [0, 1, 7],
    }
    assert TEXTS.sentence("found", facts) == (
        "3 in the head, a nav element: (1) “a” on /1, (2) “b” on /2; and another, "
        "(3) “c” on /3; and 7 more"
    )


def test_a_single_row_has_no_number() -> None:
    facts: dict[str, Fact] = {
        "count": 1,
        "places": "head",
        "traces": ["a"],
        "traces_page": ["/"],
        "traces_more": [0],
    }
    assert TEXTS.sentence("found", facts) == "1 in the head: “a” on /"


def test_facts_of_an_older_run_are_shown_as_they_are() -> None:
    assert TEXTS.sentence("found", {"count": 1, "places": "head", "traces": "a"}) == (
        "1 in the head: a"
    )


@pytest.mark.parametrize("check", CODED, ids=lambda check: check.id)
def test_both_languages_have_words_for_the_same_codes(check: Check) -> None:
    vi, en = (check.texts[lang] for lang in LANGUAGES)
    assert {name: set(words) | {"1"} for name, words in vi.codes.items()} == {
        name: set(words) | {"1"} for name, words in en.codes.items()
    }
    assert set(vi.rows) == set(en.rows)
