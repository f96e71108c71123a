"""The table of required information on a scorecard: work first, marked, and linked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from portal_audit.model import Fact, Finding, Kind, Outcome, Run, Severity, Status
from portal_audit.output.report import Language, Report, write
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.check import Check, OutcomeRule, Texts
from portal_audit.rules.profile_files import load_all

OUTCOMES = {
    "found": Status.PASS,
    "incomplete": Status.PARTIAL,
    "missing": Status.FAIL,
    "unread": Status.NOT_TESTED,
}
SITE = "https://xa.example:8443/"
ROWS: tuple[tuple[str, str, float, dict[str, Fact]], ...] = (
    ("leaders", "found", 3.0, {"label": "Lãnh đạo", "via": "Giới thiệu › Lãnh đạo"}),
    ("budget", "missing", 2.0, {"pages": 12, "looked": 3}),
    ("contact", "incomplete", 1.0, {"label": "Liên hệ", "missing": ["phone"]}),
    ("gazette", "unread", 1.0, {"label": "Công báo", "reason": "budget"}),
    ("rss", "missing", 0.0, {"pages": 12}),
)


def words(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def _never(**_evidence: object) -> Outcome:
    raise AssertionError("a report must not judge")


def _check(name: str, weight: float) -> Check:
    def texts(lang: str) -> Texts:
        return Texts(
            title=f"{name} ({lang})",
            fault=f"no {name} ({lang})",
            want=f"want {name}",
            why="why",
            fix="fix",
            outcomes=dict.fromkeys(OUTCOMES, "seen"),
            codes={"missing": {"phone": "số điện thoại" if lang == "vi" else "a phone number"}},
        )

    return Check(
        id=f"information.{name}",
        rule=_never,
        needs={},
        outcomes={outcome: OutcomeRule(status) for outcome, status in OUTCOMES.items()},
        severity=Severity.MEDIUM,
        weight=weight,
        basis=("Đ9",),
        texts={"vi": texts("vi"), "en": texts("en")},
        kinds=frozenset(Kind),
    )


def _finding(name: str, outcome: str, weight: float, facts: dict[str, Fact]) -> Finding:
    return Finding(
        f"information.{name}",
        "information",
        OUTCOMES[outcome] if weight else Status.INFO,
        outcome,
        Severity.MEDIUM,
        weight,
        facts=facts,
        where=(f"{SITE}{name}.html",),
        basis=("Đ9", "Đ17", "Đ19"),
    )


@pytest.fixture
def table(run: Run, lang: Language, tmp_path: Path) -> BeautifulSoup:
    """Return the table of a site that has a little of everything."""
    site = next(site for site in run.sites if site.kind is Kind.COMMUNE and site.rank)
    site = replace(
        site,
        url=SITE,
        findings=tuple(_finding(*row) for row in ROWS),
        pages_read=12,
        stopped="page-budget",
    )
    catalog = Catalog(
        tuple(_check(name, weight) for name, _, weight, _ in ROWS), {"vi": {}, "en": {}}, "sha256:0"
    )
    report = Report(replace(run, sites=(site,)), catalog, load_all(), lang)
    pages = write(report, ["html"], tmp_path)
    (page,) = (page for page in pages if page.parent.name == "sites")
    return BeautifulSoup(page.read_text("utf-8"), "lxml")


def row(table: BeautifulSoup, name: str) -> Tag:
    found = table.select_one(f"#information\\.{name}")
    assert isinstance(found, Tag)
    return found


def test_what_is_to_be_done_comes_first_what_is_there_and_what_is_unscored_are_folded(
    table: BeautifulSoup,
) -> None:
    names = [cell.text.partition(" ")[0] for cell in table.select(".items tr[id] th")]
    assert names == ["budget", "contact", "gazette"]
    met, unscored = table.select(".required > details")
    assert not met.has_attr("open")
    assert not unscored.has_attr("open")
    assert "(1)" in words(met.h3)
    assert "leaders" in words(met.ul)
    assert "unscored" in unscored["class"]
    assert "rss" in words(unscored)


def test_each_item_is_told_once(table: BeautifulSoup) -> None:
    (told,) = table.select(".required")
    for name in ("leaders", "budget", "contact", "gazette", "rss"):
        assert words(told).count(f"{name} (") == 1
    assert not table.select("#findings ~ details")


def test_the_table_says_how_far_the_portal_was_read(table: BeautifulSoup, lang: Language) -> None:
    lead = words(table.select_one(".required .lead"))
    said = {
        "vi": "Đã đọc 12 trang của cổng; lý do dừng: đã đọc đủ số trang cho phép. Nội dung",
        "en": "12 pages of the portal were read; why no more: as many pages as allowed were read. ",
    }[lang]
    assert said in lead
    assert ("12 (đã đọc đủ số trang" if lang == "vi" else "12 (as many") in table.text


def test_every_verdict_is_said_in_words(table: BeautifulSoup, lang: Language) -> None:
    verdicts = [tag.text.split(" ", 1)[1].strip() for tag in table.select(".items .v")]
    said = {
        "vi": ["chưa có", "đạt một phần", "chưa kiểm tra được"],
        "en": ["not there", "partly there", "could not be tested"],
    }
    assert verdicts == said[lang]


def test_a_row_tells_where_what_is_missing_and_where_it_is_explained(
    table: BeautifulSoup, lang: Language
) -> None:
    (link,) = (a for a in table.select(".met a") if a.text.startswith("leaders"))
    assert link["href"] == f"{SITE}leaders.html"
    contact = row(table, "contact")
    assert ("số điện thoại" if lang == "vi" else "a phone number") in contact.text
    explained, seen = contact.select("a")
    assert explained["href"] == "../checks/information.contact.html"
    assert seen["href"] == f"{SITE}contact.html#:~:text=Liên%20hệ"
    budget = row(table, "budget")
    heading = words(budget.find_previous("tr", class_="group"))
    assert {"vi": "chưa có mục nào như vậy", "en": "no such section yet"}[lang] in heading
    assert len(budget.select("a")) == 1


def test_a_row_tells_how_far_it_was_looked_for(table: BeautifulSoup, lang: Language) -> None:
    assert {"vi": "đã xem 3 nhãn", "en": "3 labels looked at"}[lang] in words(row(table, "budget"))
    assert row(table, "gazette").small is None, "an older run did not write it down"
