"""A number that stands on two pages is the same number, and that of the record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from portal_audit.output.report import Language, Report, write


@pytest.fixture(scope="module")
def record(
    report_in: Callable[[Language], Report], tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Any]]:
    """The portals of ``run.json``."""
    out = tmp_path_factory.mktemp("record")
    write(report_in("vi"), ["json"], out)
    sites: list[dict[str, Any]] = json.loads((out / "run.json").read_text("utf-8"))["sites"]
    return sites


def words(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def as_number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


@pytest.fixture
def cards(lang: Language, site_map: dict[Path, BeautifulSoup]) -> dict[str, BeautifulSoup]:
    """File name → scorecard, in Vietnamese."""
    if lang != "vi":
        pytest.skip("numbers do not depend on the language")
    return {file.name: soup for file, soup in site_map.items() if file.parent.name == "sites"}


def test_score_and_rank_of_a_scorecard_are_those_of_the_ranking_and_the_record(
    cards: dict[str, BeautifulSoup],
    site_map: dict[Path, BeautifulSoup],
    record: list[dict[str, Any]],
) -> None:
    index = next(soup for file, soup in site_map.items() if file.name == "index.html")
    compared = 0
    for site in record:
        card = cards.get(f"{site['id']}.html")
        if card is None or site["rank"] is None:
            continue
        score = words(card.select_one(".marks .total strong"))
        assert as_number(score) == site["score"]
        assert f"Hạng {site['rank']} trên {site['peers']}" in words(
            card.select_one(".marks .place")
        )
        link = index.find("a", href=f"sites/{site['id']}.html")
        assert isinstance(link, Tag)
        row = link.find_parent("tr")
        assert score in words(row).split()
        compared += 1
    assert compared > 5


def test_the_first_task_brings_what_the_record_says_of_its_fault(
    cards: dict[str, BeautifulSoup], record: list[dict[str, Any]]
) -> None:
    compared = 0
    for site in record:
        card = cards.get(f"{site['id']}.html")
        if card is None or not site["gains"]:
            continue
        told = {
            words(task.label).partition(".")[0]: task
            for task in card.select(".task")
            if not task.select_one(".faults")
        }
        first = told.get("1")
        link = first.select_one(".terms a") if first else None
        if first is None or link is None or link["href"] != f"#{site['gains'][0]['check']}":
            continue
        gain = re.search(r"\+([\d,]+)", words(first))
        assert gain
        assert as_number(gain[1]) == site["gains"][0]["points"]
        compared += 1
    assert compared > 3


def test_as_many_scorecards_show_a_fault_as_its_page_and_the_record_count(
    cards: dict[str, BeautifulSoup],
    site_map: dict[Path, BeautifulSoup],
    record: list[dict[str, Any]],
) -> None:
    pages = {file.stem: soup for file, soup in site_map.items() if file.parent.name == "checks"}
    compared = 0
    for check, page in pages.items():
        recorded = sum(
            any(
                finding["check"] == check and finding["weight"] > 0
                for finding in site["findings"]
                if finding["status"] in ("fail", "partial")
            )
            for site in record
        )
        selector = f".faulty details:not(.unscored) dl[id='{check}']"
        shown = sum(bool(card.select_one(selector)) for card in cards.values())
        told = re.search(r"(\d+) trên (\d+) cổng", words(page.main))
        assert shown == recorded, check
        if told:
            assert int(told[1]) == recorded, check
            compared += 1
    assert compared > 5
