"""The law on the pages: every framework with its status, and citations in the reader's language."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup, Tag

from portal_audit.evidence import Evidence, Exchange, Front, Page, Visit
from portal_audit.model import Finding, Kind, Target
from portal_audit.output.report import Language, Report, write
from portal_audit.rules.catalog import read
from portal_audit.rules.profile_files import load, load_all
from portal_audit.runs.site_result import judge_site

CATALOG = read()
URL = "https://xa.example/"
LAW, STANDARD, PRACTICE = "Law that applies", "Technical standards", "Good practice"


def judged(at: datetime, profile: str = "commune") -> dict[str, Finding]:
    target = Target("xa", URL, kind=Kind.COMMUNE)
    page = Page(URL, URL, 200, text="Tin tức " * 100)
    front = Front((Exchange(URL, 200, (), 0.1),), page, https=True)
    result = judge_site(target, Evidence(Visit(target, at), front), CATALOG, load(profile))
    return {finding.check: finding for finding in result.findings}


@pytest.mark.parametrize(
    ("at", "mark"),
    [
        (datetime(2026, 7, 1, tzinfo=UTC), ""),
        (datetime(2026, 6, 30, tzinfo=UTC), " (chưa có hiệu lực, thông lệ tốt)"),
    ],
)
def test_a_finding_cites_what_held_on_the_day_of_the_visit(at: datetime, mark: str) -> None:
    basis = judged(at)["headers.hsts"].basis
    assert f"khoản 4 Điều 21 Nghị định số 224/2026/NĐ-CP{mark}" in basis
    assert "RFC 6797" in basis


def test_a_finding_is_cited_in_the_language_of_the_report(
    report_in: Callable[[Language], Report],
) -> None:
    finding = judged(datetime(2026, 11, 22, tzinfo=UTC))["information.leaders"]
    english = replace(report_in("en"), catalog=CATALOG)
    assert english.basis(finding) == (
        "Decree 224/2026/NĐ-CP, art. 9(1)(c)",
        "Decree 224/2026/NĐ-CP, art. 9(3)",
    )
    assert replace(english, lang="vi").basis(finding) == finding.basis
    gone = replace(english, catalog=replace(CATALOG, frameworks=()))
    assert gone.basis(finding) == finding.basis


@pytest.fixture(scope="module")
def lawbook(
    report_in: Callable[[Language], Report], tmp_path_factory: pytest.TempPathFactory
) -> BeautifulSoup:
    """All pages of the methodology that tell of law, standards and practice, one after another."""
    out = tmp_path_factory.mktemp("lawbook")
    report = report_in("en")
    few = replace(report.run, sites=report.run.sites[:1])
    write(replace(report, run=few, catalog=CATALOG, profiles=load_all()), ["html"], out)
    pages = sorted(out.glob("methodology-basis-*.html"))
    return BeautifulSoup("".join(page.read_text("utf-8") for page in pages), "html.parser")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_every_framework_is_listed_with_its_status(lawbook: BeautifulSoup) -> None:
    for law in CATALOG.frameworks:
        article = lawbook.find("article", id=f"framework-{law.id}")
        assert isinstance(article, Tag)
        text = words(article)
        assert law.names["en"] in text
        assert law.source in text
        if law.in_force_from:
            day = law.in_force_from
            assert f"From {day.day} {day:%B %Y}." in text
        links = {str(link["href"]) for link in article.find_all("a")}
        assert links <= {f"checks/{check}.html" for check in law.checks}


@pytest.mark.parametrize(
    ("law", "heading", "said"),
    [
        ("nd224", LAW, "In force"),
        ("nd63", LAW, "Not verified to be in force"),
        ("rfc6797", STANDARD, "In force"),
        ("nd42", PRACTICE, "Until 30 June 2026. Replaced by Decree 224/2026/NĐ-CP."),
        ("nd13", PRACTICE, "Not verified to be in force"),
        ("tt24", PRACTICE, "Not verified to be in force"),
        ("nd331", LAW, "No check yet."),
    ],
)
def test_law_stands_apart_from_good_practice(
    lawbook: BeautifulSoup, law: str, heading: str, said: str
) -> None:
    article = lawbook.find("article", id=f"framework-{law}")
    assert isinstance(article, Tag)
    above = article.find_previous("h2")
    assert isinstance(above, Tag)
    assert words(above).startswith(heading)
    assert said in words(article)
