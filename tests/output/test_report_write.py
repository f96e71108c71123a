"""Finding a format and preparing the folder: bad input is refused before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal_audit.errors import BadInput
from portal_audit.model import FAULTS
from portal_audit.output.report import Language, Report, formats, prepare_out, worst, write


def test_formats_are_the_folders_with_a_renderer() -> None:
    assert {"csv", "html", "json", "jsonl"} <= set(formats())


def test_unknown_format_names_the_known(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match=r"doc: .*csv, docx, gitlab, html, json, jsonl"):
        write(report_in("vi"), ["json", "doc"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_folder_that_cannot_be_written(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadInput, match="cannot be written"):
        prepare_out(tmp_path / "file" / "out")
    with pytest.raises(BadInput, match="cannot be written"):
        write(report_in("vi"), ["json"], tmp_path / "file")


def test_file_that_cannot_be_written(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    (tmp_path / "run.json").mkdir()
    (tmp_path / "run.json" / "mine.txt").touch()
    with pytest.raises(BadInput, match="cannot be written"):
        write(report_in("vi"), ["json"], tmp_path)


def test_a_format_named_twice_is_written_once(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    files = write(report_in("vi"), ["json", "csv", "json"], tmp_path)
    assert [file.name for file in files] == ["run.json", "sites.csv", "findings.csv"]


def test_top_fix_is_the_gravest_and_of_several_what_gains_most(
    report_in: Callable[[Language], Report],
) -> None:
    for site in report_in("vi").run.sites:
        finding = worst(site)
        left = [f for f in site.findings if f.status in FAULTS and f.weight and f.waiver is None]
        gravest = min((f.severity for f in left), key=lambda each: each.rank, default=None)
        among = {f.check for f in left if f.severity is gravest}
        first = next((gain.check for gain in site.gains if gain.check in among), None)
        assert (finding.check if finding else None) == first
