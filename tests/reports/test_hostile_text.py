"""What a portal says never acts: markup, direction, control characters, formulas, in every format.

Each text stands in every field of a run that a portal or an inventory can fill.
"""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from portal_audit.model import Finding, SiteResult
from portal_audit.output.report import Language, Report, write
from portal_audit.output.selection import Selection
from portal_audit.rules.plugins import builtin
from portal_audit.scoring.rank import rank

TEXTS = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>&amp;",
    "link": "[x](javascript:alert(1)) ![y](http://evil.example/p.png) <http://evil.example/>",
    "table": "a | b\n\n# head\n- [ ] item\n```\n| c | d |",
    "bidi": "Cổng \u202egpj.exe\u202c \u2067مرحبا\u2069\u200b",
    "control": "a\x00b\x08c\x1b[31md\x7f\ufffe\uffff\ud800e",
    "equals": '=HYPERLINK("http://evil.example","x")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(A1:A9)",
    "tab": "\t=1+1",
    "error": "#REF!",
    "jinja": "{{ 7*7 }}{% for x in y %}{%p if z %}",
}
FORMATS = ["csv", "docx", "gitlab", "json", "jsonl", "junit", "markdown", "prometheus"]
FORMATS += ["sarif", "xlsx"]
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
EXACT = {"run.json", "sites.jsonl"}
"""Records for programs: they hold what was found, to the letter, escaped as JSON."""


def poisoned(report: Report, text: str) -> Report:
    """Return a report on one portal of which every word is *text*."""
    site = next(site for site in report.run.sites if site.level == "E")
    findings = tuple(
        replace(_poisoned(finding, text), waiver=text if number % 3 == 0 else None)
        for number, finding in enumerate(site.findings)
    )
    bad = replace(
        site,
        id=text,
        url=text,
        name=text,
        organisation=text,
        province=text,
        key=text,
        tags=(text,),
        findings=findings,
        caps=("tls.cert_trust",),
    )
    run = rank(replace(report.run, sites=(bad, _unread(bad, text)), authorised_by=text, id=text))
    return replace(report, run=run, title=text, selection=Selection(f"name~'{text}'", "", 2, 9))


def _unread(site: SiteResult, text: str) -> SiteResult:
    return replace(site, id=f"{text} 2", url=f"{text} 2", level="N", rank=None)


def _poisoned(finding: Finding, text: str) -> Finding:
    facts = {name: text if isinstance(fact, str) else fact for name, fact in finding.facts.items()}
    facts |= {"value": text, "label": text, "where": text}
    return replace(finding, facts=facts, where=(text, text))


@pytest.fixture(scope="module", params=TEXTS)
def folder(
    request: pytest.FixtureRequest,
    report_in: Callable[[Language], Report],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    out = tmp_path_factory.mktemp(str(request.param))
    write(poisoned(report_in("vi"), TEXTS[request.param]), FORMATS, out)
    return out


def files(folder: Path, *suffixes: str) -> Iterable[Path]:
    found = [file for file in sorted(folder.rglob("*")) if file.suffix in suffixes]
    assert found
    return found


def test_no_file_leaves_its_folder(folder: Path) -> None:
    places = {file.relative_to(folder).parts[:-1] for file in folder.rglob("*") if file.is_file()}
    assert places == {(), ("letters",), ("sites",)}


def test_nothing_hides_or_turns_the_direction(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_dir() or file.name in EXACT:
            continue
        parts = [file.read_bytes()]
        if file.suffix in (".xlsx", ".docx"):
            with ZipFile(file) as archive:
                parts = [archive.read(name) for name in archive.namelist() if "xml" in name]
        for part in parts:
            shown = part.decode("utf-8-sig").replace("\r\n", "\n")
            assert not HIDDEN.search(shown), file


def test_workbooks_hold_texts_and_numbers_only(folder: Path) -> None:
    book = load_workbook(folder / "portal-audit.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n", "d"}
    assert book.sheetnames[0] == "Xếp hạng"
    assert not any(cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row)


def test_no_cell_of_a_csv_begins_a_formula(folder: Path) -> None:
    for file in files(folder, ".csv"):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        texts = [cell for cell in cells if not re.fullmatch(r"-?[\d.]+", cell)]
        assert not [cell for cell in texts if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_letters_open_and_show_it_as_plain_text(folder: Path) -> None:
    for file in files(folder, ".docx"):
        document = Document(str(file))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert "{{" not in text.replace(TEXTS["jinja"], "")
        assert "49" not in re.findall(r"Kính gửi: (.*)\.", text)
        fields = [code.text for code in document.element.iter() if code.tag.endswith("instrText")]
        assert fields == []
        assert not [part for part in document.part.rels.values() if "hyperlink" in part.reltype]


def test_markdown_has_no_markup_of_theirs(folder: Path) -> None:
    reader = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    for file in files(folder, ".md"):
        page = reader.render(file.read_text("utf-8"))
        assert "<script" not in page
        assert "<img" not in page
        links = re.findall(r'href="([^"]*)"', page)
        assert all(link.startswith("sites/site-") for link in links), links
        assert page.count("<h1>") == 1


def test_records_and_results_are_what_their_readers_take(folder: Path) -> None:
    for file in files(folder, ".json", ".sarif"):
        json.loads(file.read_text("utf-8"))
    for line in (folder / "sites.jsonl").read_text("utf-8").splitlines():
        json.loads(line)
    ET.parse(folder / "junit.xml")
    sample = re.compile(r'[a-z_]+(\{([a-z_]+="([^"\\\n]|\\.)*",?)+\})? -?\d+(\.\d+)?(e[+-]\d+)?')
    lines = (folder / "portal-audit.prom").read_text("utf-8").splitlines()
    assert all(line.startswith("# ") or sample.fullmatch(line) for line in lines), lines


def test_every_built_in_format_is_here_or_has_a_test_of_its_own() -> None:
    every = {file.parent.name for file in builtin("reports").glob("*/render.py")}
    assert every - set(FORMATS) == {"html", "pdf"}
