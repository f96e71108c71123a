"""What history, waivers, trends and the gate say over eight weeks is what a careful person says."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from portal_audit.cli import stored_history
from portal_audit.cli.diff import _scores
from portal_audit.cli.over_time import over_time
from portal_audit.cli.words import words
from portal_audit.history.breaker import held_back
from portal_audit.history.run_changes import changes, histories
from portal_audit.history.timeline import FindingHistory
from portal_audit.model import Finding, SiteResult
from tests.history.eight_weeks import (
    GUIDE,
    NEW_RULES,
    NIGHTS,
    OFFICES,
    STORY,
    TABLE,
    EightWeeks,
    eight_weeks,
    says,
    short,
    table,
)
from tests.history.province_nights import NEW, judge, rules


@pytest.fixture(scope="module")
def weeks() -> Iterator[EightWeeks]:
    with eight_weeks() as lived:
        yield lived


def finding(site: SiteResult, check: str) -> Finding:
    [found] = [one for one in site.findings if one.check == check]
    return found


def portal(weeks: EightWeeks, number: int, slug: str) -> SiteResult:
    [site] = [one for one in weeks.shown(number).sites if short(one.key) == slug]
    return site


def state(weeks: EightWeeks, number: int, slug: str, check: str) -> FindingHistory:
    rows = weeks.store.verdicts(portal=f"{slug}.hacson.gov.test", check=check)
    [found] = histories(rows, weeks.runs[number]).values()
    return found


def test_the_guide_tells_the_very_story(weeks: EightWeeks) -> None:
    told = TABLE.search(GUIDE.read_text(encoding="utf-8"))
    assert told is not None
    assert told.group() == table(weeks), "python -m tests.history.eight_weeks"


def test_every_other_night_is_quiet(weeks: EightWeeks) -> None:
    verdicts, scores = weeks.store.verdicts(), weeks.store.scores()
    eventful = {night for night, _ in STORY} | {14, 17, 18}
    for number in set(range(2, NIGHTS + 1)) - eventful:
        runs = weeks.runs[number - 1], weeks.runs[number]
        assert changes(verdicts, scores, *runs).changes == (), f"night {number}"


def test_nobody_is_told_anything_on_the_other_nights(weeks: EightWeeks) -> None:
    told = {number for number, messages in weeks.told.items() if messages}
    assert told <= {night for night, _ in STORY}


def test_an_office_is_told_of_its_own_portal_only_and_no_digest_comes_twice(
    weeks: EightWeeks,
) -> None:
    messages = [
        message
        for told in weeks.told.values()
        for channel, message in told
        if channel == OFFICES.name
    ]
    assert len({message.id for message in messages}) == len(messages)
    for message in messages:
        office = message.title.rpartition(" – ")[2]
        lines = [line for line in message.text.splitlines() if line.startswith("- ")]
        assert lines
        assert {short(line.removeprefix("- ").partition(":")[0]) for line in lines} == {office}


def test_what_our_own_mistakes_did_to_a_level_is_told_nobody(weeks: EightWeeks) -> None:
    levels = {
        night: (portal(weeks, night, "sokhcn").level, portal(weeks, night, "dongmay").level)
        for night in (49, 50, 51, 52, 53, 54)
    }
    assert levels[50][0] > levels[49][0], "a broken rule pulls it down for a night"
    assert levels[53][1] < levels[52][1], "a check that finds nothing lifts it for a night"
    assert levels[54][1] == levels[52][1]
    assert not any("Lower level" in line for n in range(50, 57) for line in weeks.notice(n))


def test_a_bad_night_of_our_network_is_no_news_of_any_portal(weeks: EightWeeks) -> None:
    assert says(weeks.diff(14, 15)) == ["7 of 18 portals stopped answering: probably ours"]
    assert says(weeks.diff(15, 16)) == ["new: nganthong `headers.hsts`"]
    assert weeks.diff(15, 16).found.changes[0].before.run == weeks.runs[14]  # type: ignore[union-attr]


def test_who_notifies_is_given_what_is_held_back(weeks: EightWeeks) -> None:
    verdicts, scores = weeks.store.verdicts(), weeks.store.scores()

    def held(number: int) -> frozenset[str]:
        return held_back(verdicts, scores, weeks.runs[number]).checks

    assert [held(number) for number in (1, 2, 5)] == [frozenset()] * 3
    assert held(15) == {"unreachable"}
    assert held(30) == {"content.csp"}, "the rules changed, not the portals"
    assert held(50) == {"headers.xcto"}
    assert held(53) == {"tls.cert_expiry"}


def test_a_portal_that_moved_has_its_past_and_is_neither_new_nor_gone(weeks: EightWeeks) -> None:
    moved = weeks.diff(13, 22).found
    assert (moved.appeared, moved.gone, moved.merged) == ((), (), {})
    assert [one.change.value for one in moved.of("thungsuong.gov.test")] == ["fixed"]


def test_two_that_became_one_are_neither_gone_nor_is_the_one_new(weeks: EightWeeks) -> None:
    merged = weeks.diff(26, 27).found
    assert merged.changes == ()
    assert (merged.appeared, merged.gone) == ((), ())


def test_a_change_of_rules_is_shown_as_such_with_both_verdicts(weeks: EightWeeks) -> None:
    diff = weeks.diff(NEW_RULES - 1, NEW_RULES)
    assert diff.found.changes == ()
    assert diff.moved == []
    assert {note.code for note in diff.notes} == {"rules-differ"}
    assert {(one.check, one.then, one.now) for one in diff.film.rejudged} == {
        ("content.csp", "unsafe", "unsafe")
    }


def test_a_score_is_explained_by_its_findings(weeks: EightWeeks) -> None:
    diff = weeks.diff(4, 5)
    key = "sotaichinh.hacson.gov.test"
    assert key in diff.moved
    [reason] = diff.because(key)
    was, now = diff.before[key], diff.after[key]
    assert was.score is not None
    assert now.score is not None
    assert reason.points == pytest.approx(now.score - was.score, abs=0.06)
    assert (was.rank, now.rank) == (1, 2)


def test_a_rank_is_explained_by_the_findings_of_those_who_moved(weeks: EightWeeks) -> None:
    lines = [*_scores(weeks.diff(46, 47), words("en"))]
    assert lines == [
        "sokhcn: 73.2 → 87.5 · rank 4 → 3 (headers.hsts +14.3) – changed places with: sotuphap",
        "sotuphap: 81.2 → 81.2 · rank 3 → 4 – changed places with: sokhcn (headers.hsts +14.3)",
    ]


def test_a_fault_that_comes_and_goes_is_one_finding(weeks: EightWeeks) -> None:
    framing = [state(weeks, n, "thungsuong", "headers.framing") for n in (11, 12, 13, 14)]
    assert [one.state.value for one in framing] == ["new", "fixed", "reopened", "fixed"]
    assert framing[2].first_seen == framing[0].first_seen


def test_a_dead_portal_keeps_what_was_known_and_has_no_rank(weeks: EightWeeks) -> None:
    dead = portal(weeks, 36, "deosim")
    assert (dead.level, dead.rank) == ("N", None)
    csp = state(weeks, 36, "deosim", "headers.hsts")
    assert csp.latest is not None
    assert csp.latest.run == weeks.runs[33]


def test_a_waiver_keeps_the_gate_open_until_its_last_day(weeks: EightWeeks) -> None:
    nights = {number: weeks.gate(number) for number in (5, 6, 45, 46)}
    waived = "dongmay `headers.hsts`"
    assert [waived in failing for failing in nights.values()] == [True, False, False, True]
    hsts = finding(portal(weeks, 46, "dongmay"), "headers.hsts")
    assert (hsts.waiver, str(hsts.lapsed)[:13]) == (None, "thay máy chủ ")


def test_an_attested_item_counts_as_partial_from_its_day_on(weeks: EightWeeks) -> None:
    before, after = portal(weeks, 40, "hackhe"), portal(weeks, 41, "hackhe")
    assert (before.score or 0) < (after.score or 0)
    budget = finding(after, "information.budget-approved")
    assert (budget.status.value, budget.outcome) == ("partial", "missing")
    assert budget.attested is not None
    assert budget.attested.observed.value == "fail"


def test_the_report_of_the_last_night_has_the_whole_line(weeks: EightWeeks) -> None:
    run = weeks.shown(NIGHTS)
    with patch.object(stored_history, "judge_site", judge):
        film = over_time(weeks.store, run, rules(NEW))
    assert film is not None
    assert len(film.whole.points) == NIGHTS
    assert [n for n, point in enumerate(film.whole.points, 1) if point.other_rules] == [NEW_RULES]
    gaps = [n for n, point in enumerate(film.whole.points, 1) if point.score is None]
    assert gaps == [15], "of a night that read half the portals there is no mean"
    trends = {short(site.key): film.sites[site.id] for site in run.sites}
    assert len(trends["thungsuong"].points) == NIGHTS, "it moved"
    assert len(trends["ngatram"].points) == NIGHTS - 26, "it is new"
    assert trends["lungxanh"].points[14].score is None, "not read on the bad night"
    assert film.change is not None
    assert film.change.fixed == ()


def test_what_was_fixed_stands_in_the_report_of_its_night(weeks: EightWeeks) -> None:
    with patch.object(stored_history, "judge_site", judge):
        film = over_time(weeks.store, weeks.shown(47), rules(NEW))
    assert film is not None
    assert film.change is not None
    [fixed] = film.change.fixed
    assert (fixed.site, fixed.check) == ("sokhcn-hacson-gov-test", "headers.hsts")
    change = film.change.of("sokhcn-hacson-gov-test")
    assert change is not None
    assert (change.points or 0) > 0
    assert (change.places or 0) > 0
