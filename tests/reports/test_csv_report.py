"""Spreadsheets: a row a site and a row a finding, that Excel opens and never calculates."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from portal_audit.output.report import Language, Report, write
from portal_audit.rules.plugins import builtin
from portal_audit.rules.plugins import find as find_packs


def rows(file: Path) -> list[dict[str, str]]:
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def files(report_in: Callable[[Language], Report], tmp_path: Path) -> list[Path]:
    return write(report_in("vi"), ["csv"], tmp_path)


def test_a_row_for_each_site(files: list[Path], report_in: Callable[[Language], Report]) -> None:
    table = rows(files[0])
    run = report_in("vi").run
    assert len(table) == len(run.sites)
    commune = next(row for row in table if row["id"] == "anphu.thachgiang.gov.example")
    assert (commune["rank"], commune["kind"], commune["level"]) == ("1", "commune", "B")
    assert (commune["score"], commune["caps"]) == ("84.0", "tls.cert_trust")
    assert commune["name"] == "Ủy ban nhân dân xã An Phú"
    dead = next(row for row in table if row["id"] == "vinhson.thachgiang.gov.example")
    assert (dead["state"], dead["cause"], dead["score"]) == ("not-scanned", "blocked", "")


def test_columns_keep_their_names(files: list[Path]) -> None:
    sites, findings = (list(rows(file)[0]) for file in files)
    wanted = (
        "rank name url organisation kind province state cause level score uncapped caps coverage "
        "security publication"
    )
    assert set(wanted.split()) <= set(sites)
    assert {"site", "check", "status", "severity", "points_lost", "sentence"} <= set(findings)


def test_a_row_for_each_finding(files: list[Path], report_in: Callable[[Language], Report]) -> None:
    table = rows(files[1])
    assert len(table) == sum(len(site.findings) for site in report_in("vi").run.sites)
    told = [row["sentence"] for row in table if row["outcome"] == "hidden"]
    assert any(sentence.startswith("Có khối ẩn chứa 14 liên kết lạ: “nhà cái") for sentence in told)


def test_what_is_not_met_has_the_name_of_its_fault(
    files: list[Path], report_in: Callable[[Language], Report]
) -> None:
    texts = {check.id: check.texts["vi"] for check in report_in("vi").catalog}
    table = rows(files[1])
    assert list(table[0])[-4:] == ["fault", "attested", "lapsed", "gain_in_turn"]
    lost = [row for row in table if row["status"] in ("fail", "partial")]
    assert lost
    assert [row for row in lost if row["fault"] != texts[row["check"]].fault] == []
    assert {row["fault"] for row in table if row not in lost} == {""}
    assert all(row["title"] == texts[row["check"]].title for row in table)


def test_no_cell_is_a_formula(files: list[Path]) -> None:
    cells = [cell for file in files for row in rows(file) for cell in row.values()]
    texts = [cell for cell in cells if not cell.replace(".", "").isdigit()]
    assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert max(map(len, cells)) < 32_767


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+84 237", "'+84 237"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'⟨U+000D⟩=1"),
        ("＝1", "'＝1"),
        ("UBND xã", "UBND xã"),
        (-3.5, -3.5),
        (None, None),
    ],
)
def test_cells_are_guarded(cell: str | float | None, shown: str | float | None) -> None:
    pack = next(find_packs("reports"))
    module = pack.load(builtin("reports") / "csv" / "render.py")
    assert module.safe(cell) == shown
