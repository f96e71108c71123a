"""``docs/report-format.md`` works as written: its example is run, its refusals are refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from portal_audit.errors import BadCheck, BadInput
from portal_audit.output.report import Language, Report, renderer, write

GUIDE = (Path(__file__).parents[2] / "docs" / "report-format.md").read_text(encoding="utf-8")
[EXAMPLE] = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


def folder(place: Path, name: str = "summary", source: str = EXAMPLE) -> Path:
    """Return a folder with one format."""
    file = place / "my-reports" / name / "render.py"
    file.parent.mkdir(parents=True)
    file.write_text(source, encoding="utf-8")
    return place / "my-reports"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_example_of_the_guide_writes_a_line_a_portal(
    report_in: Callable[[Language], Report], tmp_path: Path, lang: Language
) -> None:
    report = report_in(lang)
    [file] = write(report, ["summary"], tmp_path / "out", [folder(tmp_path)])
    assert file == tmp_path / "out" / "summary.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(report.run.sites)
    assert all(any(site.url in line for line in lines) for site in report.run.sites)
    best = max(site.score or 0 for site in report.run.sites)
    assert any(site.url in lines[-1] for site in report.run.sites if site.score == best)


def test_built_in_formats_stand_beside_it(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    files = write(report_in("vi"), ["json", "summary"], tmp_path / "out", [folder(tmp_path)])
    assert [file.name for file in files] == ["run.json", "summary.txt"]


@pytest.mark.parametrize(
    ("name", "source", "told"),
    [
        ("csv", EXAMPLE, "there is a format csv already"),
        ("mine", "import nothing_of_the_kind", "ModuleNotFoundError"),
        ("mine", "x = 1", "no function render"),
    ],
)
def test_what_the_guide_says_is_refused_is(
    tmp_path: Path, name: str, source: str, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        renderer(name, [folder(tmp_path, name, source)])


def test_a_folder_that_is_not_there_or_holds_no_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCheck, match="--reports takes a folder"):
        renderer("html", [tmp_path / "none"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match=r"no report formats found.*render\.py"):
        renderer("html", [tmp_path / "empty"])
