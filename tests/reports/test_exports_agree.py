"""Every format tells the same of a run: the same filter, the same numbers, the same faults."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from portal_audit.model import Status
from portal_audit.output.report import Language, Report, write
from portal_audit.output.selection import choose
from portal_audit.output.tasks import gains_of, tasks_of

FORMATS = ["csv", "docx", "gitlab", "json", "jsonl", "junit", "markdown", "prometheus"]
FORMATS += ["sarif", "xlsx"]
WHERE = "kind=commune level<=C"
PAGE_WIDTH = 190
"""Characters across a landscape A4 page in print that can be read (about 7 points)."""
HEAD = 4
"""Rows of a sheet down to the names of its columns."""


@pytest.fixture(scope="module")
def report(report_in: Callable[[Language], Report]) -> Report:
    whole = report_in("en")
    run, selection = choose(whole.run, WHERE, [check.id for check in whole.catalog])
    return replace(whole, run=run, selection=selection)


@pytest.fixture(scope="module")
def folder(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("exports")
    write(report, FORMATS, out)
    return out


@pytest.fixture(scope="module")
def sheets(folder: Path) -> list[list[dict[str, Any]]]:
    """The rows of every sheet by the names of their columns."""
    found = []
    for sheet in load_workbook(folder / "portal-audit.xlsx").worksheets:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        names = [str(name) for name in rows[HEAD - 1]]
        found.append([dict(zip(names, row, strict=True)) for row in rows[HEAD:]])
    return found


@pytest.fixture(scope="module")
def record(folder: Path) -> list[dict[str, Any]]:
    sites: list[dict[str, Any]] = json.loads((folder / "run.json").read_text("utf-8"))["sites"]
    return sites


def texts(file: Path) -> str:
    """Return all that a file says."""
    if file.suffix == ".xlsx":
        cells = [c.value for s in load_workbook(file) for row in s.iter_rows() for c in row]
        return "\n".join(str(cell) for cell in cells if cell is not None)
    if file.suffix == ".docx":
        return "\n".join(paragraph.text for paragraph in Document(str(file)).paragraphs)
    return file.read_text("utf-8-sig")


HEADED = ["run.json", "sites.jsonl", "portal-audit.xlsx", "summary.md", "portal-audit.prom"]
HEADED += ["portal-audit.sarif", "junit.xml", "gl-code-quality-report.json"]


@pytest.mark.parametrize("name", HEADED)
def test_the_head_says_which_portals_are_shown(folder: Path, name: str) -> None:
    shown = texts(folder / name).replace("&lt;", "<").replace("\\", "")
    assert WHERE in shown
    if name != "sites.jsonl":
        assert re.search(r"\d+ of \d+ portals|\"shown\": \d+,\s+\"of\": \d+", shown)


def test_letters_say_it_in_words(folder: Path) -> None:
    letters = sorted((folder / "letters").iterdir())
    assert letters
    for letter in letters:
        said = texts(letter)
        assert WHERE not in said
        assert re.search(r"the portals with kind: .*\(\d+ of the \d+ that were checked\)", said)


def test_without_a_filter_nothing_is_said(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    write(report_in("en"), ["json", "markdown"], tmp_path)
    assert json.loads((tmp_path / "run.json").read_text("utf-8"))["run"]["filter"] is None
    assert "Filter" not in (tmp_path / "summary.md").read_text("utf-8")


def test_scores_levels_and_ranks_are_the_same_everywhere(
    folder: Path, record: list[dict[str, Any]], sheets: list[list[dict[str, Any]]]
) -> None:
    expected = {site["url"]: (site["rank"], site["level"], site["score"]) for site in record}
    assert len(expected) > 2
    assert {
        row["Address"]: (row["Rank"], row["Level"], row["Score"]) for row in sheets[0]
    } == expected
    communes = {row["Address"]: (row["Rank"], row["Level"], row["Score"]) for row in sheets[3]}
    assert communes == expected
    with (folder / "sites.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {
        row["url"]: (int(row["rank"]), row["level"], float(row["score"])) for row in rows
    } == expected
    samples = (folder / "portal-audit.prom").read_text("utf-8")
    for site in record:
        assert (
            f'portal_audit_score{{portal="{site["id"]}",kind="commune"}} {site["score"]:g}\n'
            in (samples)
        )
        page = (folder / "sites" / f"{site['id']}.md").read_text("utf-8")
        assert f"Score: **{site['score']}**/100" in page
        assert f"Rank {site['rank']} of {site['peers']}" in page


def test_faults_are_counted_alike(
    folder: Path, record: list[dict[str, Any]], sheets: list[list[dict[str, Any]]]
) -> None:
    lost = sorted(
        (site["url"], found["check"])
        for site in record
        for found in site["findings"]
        if found["weight"] and found["status"] in ("fail", "partial")
    )
    assert sorted((row["Address"], row["Check"]) for row in sheets[1]) == lost
    assert sum(row["Faults"] for row in sheets[0]) == len(lost)
    [run] = json.loads((folder / "portal-audit.sarif").read_text("utf-8"))["runs"]
    results = [(one["properties"]["portal"], one["ruleId"]) for one in run["results"]]
    assert sorted(results) == lost
    assert len(json.loads((folder / "gl-code-quality-report.json").read_text("utf-8"))) == len(lost)
    suites = ET.parse(folder / "junit.xml").getroot().iter("testsuite")
    assert sum(int(suite.attrib["failures"]) for suite in suites) == len(lost)
    for site in record:
        page = (folder / "sites" / f"{site['id']}.md").read_text("utf-8")
        table = [line for line in page.splitlines() if line.endswith("` |")]
        assert len(table) == sum(url == site["url"] for url, _ in lost)


def test_gains_are_the_same_in_workbook_letter_and_markdown(
    folder: Path, report: Report, sheets: list[list[dict[str, Any]]]
) -> None:
    alone = {(row["Address"], row["Check"]): row["Gain if only this is fixed"] for row in sheets[1]}
    letters = "\n".join(texts(file) for file in sorted((folder / "letters").iterdir()))
    for site in report.run.sites:
        page = (folder / "sites" / f"{site.id}.md").read_text("utf-8")
        for task in tasks_of(report, site).tasks:
            assert f"adds {task.gain:.1f} after the tasks before)" in page
            if task.gain:
                assert f"Points added after the tasks before: {task.gain:.1f}." in letters
        for url, check in alone:
            if url == site.url:
                assert alone[url, check] == gains_of(report, site, [{check}])[0]
    with (folder / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        listed = {(row["url"], row["check"]): row for row in csv.DictReader(stream) if row["fault"]}
    assert {fault: float(listed[fault]["gain"]) for fault in alone} == alone


def test_what_a_step_adds_in_turn_has_a_name_of_its_own(
    folder: Path, record: list[dict[str, Any]]
) -> None:
    with (folder / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    told = {(r["site"], r["check"]): float(r["gain_in_turn"]) for r in rows if r["gain_in_turn"]}
    assert told == {
        (site["id"], step["check"]): step["points"] for site in record for step in site["gains"]
    }
    assert told


def test_pages_read_and_failing_portals_are_counted_alike(
    folder: Path, record: list[dict[str, Any]], sheets: list[list[dict[str, Any]]]
) -> None:
    with (folder / "sites.csv").open(encoding="utf-8-sig", newline="") as stream:
        pages = {row["id"]: int(row["pages_read"]) for row in csv.DictReader(stream)}
    assert pages == {site["id"]: site["pages_read"] for site in record}
    assert {row["Address"]: row["Pages read"] for row in sheets[0]} == {
        site["url"]: site["pages_read"] for site in record
    }


def test_required_information_is_counted_alike(
    report: Report, sheets: list[list[dict[str, Any]]]
) -> None:
    """The sample catalog has such an item: the sheet has a row for each verdict on it."""
    items = {row["Check"] for row in sheets[2]}
    lost = {row["Address"]: row["Items missing or incomplete"] for row in sheets[3]}
    for site in report.run.sites:
        asked = [found for found in site.findings if found.check in items and found.weight]
        if asked:
            faults = [f for f in asked if f.status in (Status.FAIL, Status.PARTIAL)]
            assert lost[site.url] == len(faults)


@pytest.mark.parametrize("name", ["docx", "markdown", "xlsx"])
def test_the_same_run_gives_the_same_bytes(report: Report, tmp_path: Path, name: str) -> None:
    first, second = (write(report, [name], tmp_path / each) for each in "ab")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


def test_a_workbook_can_be_printed(folder: Path) -> None:
    for sheet in load_workbook(folder / "portal-audit.xlsx").worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
        assert f"!$A${HEAD}:" in sheet.print_area
        assert sheet.oddHeader is not None
        assert sheet.oddHeader.left.text
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        printed = sheet[sheet.print_area.partition("!")[2].replace("$", "")][0]
        assert len(printed) < sheet.max_column
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in printed]
        assert sum(widths) <= PAGE_WIDTH
        rows = sheet.iter_rows(min_row=HEAD + 1, max_col=len(printed))
        for number, row in enumerate(rows, HEAD + 1):
            long = [
                cell
                for cell in row
                if isinstance(cell.value, str)
                and len(cell.value) > sheet.column_dimensions[cell.column_letter].width
            ]
            assert all(cell.alignment.wrap_text for cell in long)
            assert bool(long) == bool(sheet.row_dimensions[number].height)
