"""How much a scorecard tells of each finding: as much of all as there is room for in 40 kB."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from portal_audit.model import Kind, Status
from portal_audit.output.report import write
from portal_audit.rules.plugins import find
from tests.fixtures.faulty_portal import CATALOG, report_of, site_with

PACK = next(find("reports"))
FITTING = PACK.load(PACK.folder / "html" / "fitting.py")
THREE = [(10, 50, 80, 100)] * 3


@pytest.mark.parametrize(
    ("room", "told"),
    [
        (300, "WHOLE WHOLE WHOLE"),
        (299, "WHOLE WHOLE TOLD"),
        (240, "TOLD TOLD TOLD"),
        (239, "TOLD TOLD OPENS"),
        (150, "OPENS OPENS OPENS"),
        (149, "NAMED NAMED NAMED"),
    ],
)
def test_none_gets_more_before_all_have_as_much_and_the_gravest_gets_more_first(
    room: int, told: str
) -> None:
    assert [telling.name for telling in FITTING.fitted(THREE, room)] == told.split()


def test_where_not_all_can_open_the_gravest_do() -> None:
    room = FITTING.NAMES_AROUND + 10 * 10 + 2 * 190
    told = FITTING.fitted([(10, 200, 300, 400)] * 10, room)
    assert [telling.name for telling in told] == ["OPENS"] * 2 + ["NAMED"] * 8


def faults(most: int) -> list[tuple[str, str]]:
    """Return the gravest faults that are no items of required information."""
    failing = [
        (check.severity.rank, check.id, name)
        for check in CATALOG
        if check.weight and Kind.COMMUNE in check.kinds
        for name, rule in check.outcomes.items()
        if rule.status is Status.FAIL and (check.family != "information" or "_" in check.id)
    ]
    once = {check: outcome for _, check, outcome in sorted(failing, reverse=True)}
    return list(once.items())[-most:]


def scorecard(tmp_path: Path, most: int) -> tuple[BeautifulSoup, int]:
    write(report_of(site_with(*faults(most))), ["html"], tmp_path)
    text = (tmp_path / "sites/xa.example.html").read_bytes()
    return BeautifulSoup(text, "html.parser"), len(text)


def test_few_faults_are_all_told_whole(tmp_path: Path) -> None:
    card, _ = scorecard(tmp_path, 8)
    opening = card.select(".faulty dl")
    assert len(opening) == 8
    assert all("Vì sao" in each.text for each in opening)


@pytest.mark.parametrize("many", [25, 62])
def test_many_faults_stay_within_the_size_and_none_is_left_out(tmp_path: Path, many: int) -> None:
    card, size = scorecard(tmp_path, many)
    assert size <= 40_000
    wrong = dict(faults(many))
    names = [str(each["id"]) for each in card.select(".faulty dl, .faulty .names > span")]
    assert len(names) == len(set(names)) == len(wrong)
    assert set(names) == set(wrong)
    for each in card.select(".faulty dl, .faulty .names > span"):
        link = each.select_one(f'a[href^="../checks/{each["id"]}.html"]')
        assert isinstance(link, Tag), "why, how and basis are one click away"
        assert (tmp_path / "checks" / f"{each['id']}.html").is_file()


def test_as_many_faults_as_real_bad_portals_have_all_open(tmp_path: Path) -> None:
    card, _ = scorecard(tmp_path, 25)
    assert len(card.select(".faulty dl")) == 25
    for each in card.select(".faulty dl"):
        told = [next(term.stripped_strings) for term in each.select("dt")]
        assert told[:3] == ["Đã thấy", "Yêu cầu", "Ở đâu"]
