"""The line of scores over time, and what changed since the last run, on the pages."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal_audit.model import Severity
from portal_audit.output.report import Language, Report, write
from portal_audit.output.trend import (
    Doubt,
    ItemChange,
    OverTime,
    RunChange,
    SiteChange,
    Trend,
    TrendPoint,
)
from portal_audit.rules.plugins import find

AT = datetime(2026, 11, 1, 3, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>"
PACK = next(iter(find("reports", ())))
drawing = PACK.load(PACK.folder / "html" / "trend.py").drawing


def trend(*scores: float | None, other_rules: int = -1) -> Trend:
    return Trend(
        tuple(
            TrendPoint(AT + timedelta(days=n), score, other_rules=n == other_rules)
            for n, score in enumerate(scores)
        )
    )


def drawn(given: Trend) -> ET.Element:
    return ET.fromstring(str(drawing(given, HOSTILE)))


def test_what_is_read_out_is_text() -> None:
    picture = drawn(trend(10, 90))
    assert picture.get("role") == "img"
    assert picture.findtext("title") == HOSTILE


def test_a_better_score_stands_higher_and_later_runs_to_the_right() -> None:
    line = drawn(trend(0, 50, 100)).find("polyline")
    assert line is not None
    places = [tuple(map(float, pair.split(","))) for pair in line.get("points", "").split()]
    assert places == [(4, 44), (120, 24), (236, 4)]


def test_a_night_without_a_score_is_a_gap_not_a_zero() -> None:
    assert len(drawn(trend(50, 60, None, 70, 80)).findall("polyline")) == 2


def test_a_change_of_rules_breaks_the_line() -> None:
    picture = drawn(trend(50, 60, 70, 80, other_rules=2))
    assert len(picture.findall("polyline")) == 2
    [upright] = picture.findall("line")
    assert upright.get("x1") == upright.get("x2")


@pytest.mark.parametrize("scores", [(), (None,), (50,), (None, None)])
def test_a_line_of_hardly_any_points_is_drawn_all_the_same(scores: tuple[float | None]) -> None:
    assert drawn(trend(*scores)).tag == "svg"


def test_the_front_page_says_what_is_probably_ours_and_keeps_names_harmless(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    report = report_in("en")
    site = report.run.sites[0]
    item = ItemChange(site.id, "headers.hsts", "fixed", Severity.HIGH, "missing", "strong", True)
    change = RunChange(
        AT,
        "r",
        {site.id: SiteChange(60.0, 70.0, "C", 3, 1, (item,))},
        doubts=(Doubt("headers.hsts", 5, 20), Doubt("unreachable", 7, 20)),
        fallen_silent=("headers.hsts",),
        gone=(HOSTILE,),
        merged=((HOSTILE, ("Xã A", "Xã B")),),
    )
    past = OverTime(trend(60, 70), {site.id: trend(60, 70)}, change)
    small = replace(report, run=replace(report.run, sites=(site,)), over_time=past)
    write(small, ["html"], tmp_path)
    front = (tmp_path / "index.html").read_text("utf-8")
    assert HOSTILE not in front
    text = re.sub(r"<[^>]+>", "", front)
    assert "changed on 5 of 20 portals at once" in text
    assert "7 of 20 portals stopped answering at once" in text
    assert "it may be broken" in text
    assert "Became one: Xã A, Xã B →" in re.sub(r"\s+", " ", text)
    [card] = (tmp_path / "sites").glob("*.html")
    said = card.read_text("utf-8")
    assert "10.0 points up (was 60.0)" in said
    assert "2 places up (was 3)" in said
    assert "probably ours" in said
