"""``--where``: which portals fit, what is refused and where, and what a report says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal_audit.errors import BadInput
from portal_audit.model import Run, Status
from portal_audit.output.selection import LEVELS, choose, read

CHECKS = ["headers.hsts", "tls.cert_trust"]


@pytest.fixture(scope="module")
def tagged(run: Run) -> Run:
    """The sample province; one portal has a tag, another a key."""
    first, second, *rest = run.sites
    return replace(
        run, sites=(replace(first, tags=("dot-1",)), replace(second, key="cong.tinh"), *rest)
    )


def fitting(run: Run, where: str) -> list[str]:
    return [site.id for site in choose(run, where, CHECKS)[0].sites]


def test_every_condition_must_hold(run: Run) -> None:
    found = choose(run, "kind=commune level<=C", CHECKS)[0].sites
    assert found
    assert {site.kind.value for site in found} == {"commune"}
    assert {site.level for site in found} <= set("CDE")


@pytest.mark.parametrize(
    ("where", "levels"),
    [
        ("level<=C", "CDE"),
        ("level<C", "DE"),
        ("level>=B", "AB"),
        ("level>B", "A"),
        ("level=c", "C"),
        ("level=D,E", "DE"),
        ("level!=N", "ABCDE"),
        ("level=N", "N"),
    ],
)
def test_a_level_compares_as_a_score_does(run: Run, where: str, levels: str) -> None:
    expected = [site.id for site in run.sites if site.level in levels]
    assert expected
    assert fitting(run, where) == expected


def test_ranks_and_figures_stay_those_of_the_whole_run(run: Run) -> None:
    chosen, selection = choose(run, "kind=commune score<70", CHECKS)
    before = {site.id: site for site in run.sites}
    assert all(site == before[site.id] for site in chosen.sites)
    assert (selection.shown, selection.of) == (len(chosen.sites), len(run.sites))
    assert 0 < selection.shown < selection.of
    assert chosen.organisations
    assert all(group in run.organisations for group in chosen.organisations)


def test_scores_compare_and_what_has_none_fits_no_order(run: Run) -> None:
    for where in ("score<55.5", "score>=55.5"):
        assert all(site.score is not None for site in run.sites if site.id in fitting(run, where))
    both = [*fitting(run, "score<55.5"), *fitting(run, "score>=55.5")]
    assert sorted(both) == sorted(site.id for site in run.sites if site.score is not None)


def test_text_is_compared_without_marks_and_case(tagged: Run) -> None:
    expected = [site.id for site in tagged.sites if "An Phú" in site.name]
    assert expected
    assert fitting(tagged, 'name~"xa an phu"') == expected
    assert set(expected) <= set(fitting(tagged, "name~'AN PHÚ'"))


def test_every_field_can_be_asked(tagged: Run) -> None:
    first, second, *_ = tagged.sites
    assert fitting(tagged, "tag=dot-1") == [first.id]
    assert fitting(tagged, "key=cong.tinh") == [second.id]
    assert fitting(tagged, f"url~{first.url}") == [first.id]
    assert set(fitting(tagged, "state=not-scanned")) == {
        site.id for site in tagged.sites if site.cause
    }
    assert fitting(tagged, 'province~"thach giang"')
    assert fitting(tagged, 'organisation~"ubnd"')


def test_a_fault_is_a_check_that_is_not_met(run: Run) -> None:
    lost = {
        site.id
        for site in run.sites
        for found in site.findings
        if found.check == "headers.hsts" and found.status in (Status.FAIL, Status.PARTIAL)
    }
    assert lost
    assert set(fitting(run, "fault=headers.hsts")) == lost
    assert set(fitting(run, "fault!=headers.hsts")) == {site.id for site in run.sites} - lost
    assert lost <= set(fitting(run, "fault~headers"))


@pytest.mark.parametrize(
    ("where", "position", "told"),
    [
        ("levle<=C", 1, "no such field. Did you mean level?"),
        ("kind=comune", 6, "Did you mean commune?"),
        ("kind=commune fault=headers.hst", 20, "Did you mean headers.hsts?"),
        ("kind<=commune", 5, "compares levels and scores"),
        ("level<=C,D", 6, "one value at a time"),
        ("level<=N", 8, "neither better nor worse"),
        ("level=F", 7, "Accepted: A, B, C, D, E, N"),
        ("score<many", 7, "not a score"),
        ("kind commune", 1, "a condition is expected here"),
        ('kind=commune "x"', 14, "a condition is expected here"),
        ("", 1, "a condition is expected here"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(where: str, position: int, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(where, CHECKS)
    message = refused.value.text("en")
    assert f"--where, character {position}: " in message
    assert told in message
    *_, mark = message.splitlines()
    assert mark == " " * (position + 1) + "^"


def test_a_filter_that_nothing_fits_writes_nothing_and_suggests_a_name(run: Run) -> None:
    with pytest.raises(BadInput, match=r"0 of \d+ portals fit; nothing was written. Did you mean"):
        choose(run, 'province="Thach Gang"', CHECKS)


def test_the_head_says_what_was_chosen_and_which_levels_that_means(run: Run) -> None:
    chosen, selection = choose(run, "kind=commune  level<=C", CHECKS)
    n, of = len(chosen.sites), len(run.sites)
    assert selection.text("en") == (
        f"Filter: kind=commune level<=C (level C, D, E) – {n} of {of} portals. "
        "Ranks are those of the whole run."
    )
    assert f"– {n} trong {of} cổng." in selection.text("vi")


def test_levels_are_those_there_are() -> None:
    assert sorted(LEVELS) == list("ABCDE")
