"""Letters: the form of Decree 30/2020, what stands in them, and templates of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from portal_audit.errors import BadInput
from portal_audit.output.report import FormatSettings, Language, Report, check_ready, write
from portal_audit.output.tasks import tasks_of

OFFICE = """superior = "UBND tỉnh Thạch Giang"
organ = "Sở Khoa học và Công nghệ"
symbol = "SKHCN-CĐS"
place = "Thạch Giang"
signatory = ["KT. Giám đốc", "Phó Giám đốc"]
signer = "Nguyễn Văn A"
contact = "Phòng Chuyển đổi số"
recipients = ["Như trên", "Công an tỉnh"]
"""


@pytest.fixture(scope="module")
def report(report_in: Callable[[Language], Report]) -> Report:
    """One commune of the sample province, with several faults."""
    whole = report_in("vi")
    site = next(site for site in whole.run.sites if site.id.startswith("quangtrung"))
    return replace(whole, run=replace(whole.run, sites=(site,)))


def lines(file: Path) -> list[str]:
    document = Document(str(file))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    parts = [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
    return [part.text for part in parts if part.text]


def with_letter(report: Report, letter: Path | None) -> Report:
    return replace(report, settings=FormatSettings("vi", letter))


def test_what_was_not_read_in_full_is_told_once_below(report: Report, tmp_path: Path) -> None:
    [site] = report.run.sites
    bases = ("Điều 7 Nghị định số 42/2022/NĐ-CP (chưa đối chiếu toàn văn)", "RFC 9110 §4.2.2")
    findings = tuple(replace(finding, basis=bases) for finding in site.findings)
    run = replace(report.run, sites=(replace(site, findings=findings),))
    [file] = write(with_letter(replace(report, run=run), None), ["docx"], tmp_path)
    told = lines(file)
    assert "- Căn cứ: Điều 7 Nghị định số 42/2022/NĐ-CP*; RFC 9110 §4.2.2" in told
    assert [line[:24] for line in told if "đối chiếu" in line] == ["* Chưa đối chiếu toàn văn"[:24]]


def test_a_letter_has_every_part_of_the_form(report: Report, tmp_path: Path) -> None:
    office = tmp_path / "office.toml"
    office.write_text(OFFICE, encoding="utf-8")
    [file] = write(with_letter(report, office), ["docx"], tmp_path)
    assert file.name == "ubnd-xa-quang-trung.docx"
    text = lines(file)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND TỈNH THẠCH GIANG",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "Số:       /SKHCN-CĐS",
        "Thạch Giang, ngày      tháng      năm 2026",
        "Kính gửi: UBND xã Quang Trung.",
        "Nơi nhận:",
        "- Công an tỉnh;",
        "- Lưu: VT.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Nguyễn Văn A",
    ):
        assert part in text
    assert any(line.startswith("V/v ") for line in text)
    assert next(line for line in text if line.endswith("./."))


def test_the_page_is_a4_with_the_margins_of_the_form(report: Report, tmp_path: Path) -> None:
    [file] = write(report, ["docx"], tmp_path)
    document = Document(str(file))
    page = document.sections[0]
    sides = (page.page_width, page.page_height, page.top_margin, page.left_margin)
    width, height, top, left, right = (
        round(side.mm) for side in (*sides, page.right_margin) if side is not None
    )
    assert (width, height) == (210, 297)
    assert 20 <= top <= 25
    assert 30 <= left <= 35
    assert 15 <= right <= 20
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_tasks_are_numbered_with_remedy_and_last_day(report: Report, tmp_path: Path) -> None:
    [file] = write(report, ["docx"], tmp_path)
    text = lines(file)
    tasks = tasks_of(report, report.run.sites[0]).tasks
    assert tasks
    assert [line for line in text if line.split(")")[0].isdigit()] == [
        f"{task.number}) {task.name}" for task in tasks
    ]
    assert sum(line.startswith("- Cách khắc phục: ") for line in text) >= len(tasks)
    assert sum("Thời hạn: " in line for line in text) == len(tasks)


def test_what_is_not_given_is_left_to_be_filled_in(report: Report, tmp_path: Path) -> None:
    [file] = write(report, ["docx"], tmp_path)
    assert {"[CƠ QUAN BAN HÀNH]", "Số:       /[ký hiệu]"} <= set(lines(file))


def test_an_office_may_have_a_template_of_its_own(report: Report, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Gửi {{ recipient }}: {{ portals[0].name }}")
    document.save(str(tmp_path / "ours.docx"))
    [file] = write(with_letter(report, tmp_path / "ours.docx"), ["docx"], tmp_path / "a")
    name = report.run.sites[0].name
    assert lines(file) == [f"Gửi UBND xã Quang Trung: {name}"]
    (tmp_path / "office.toml").write_text('template = "ours.docx"\n', encoding="utf-8")
    [same] = write(with_letter(report, tmp_path / "office.toml"), ["docx"], tmp_path / "b")
    assert lines(same) == lines(file)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("office.toml", "organn = 'x'", "organn: no such key. Did you mean organ?"),
        ("office.toml", "organ = 1", "organ must be text"),
        ("office.toml", "recipients = 'x'", "recipients must be a list"),
        ("office.toml", "organ = ", "cannot be read"),
        ("office.toml", "template = 'none.docx'", "there is no template"),
        ("letter.docx", "no zip", "is not a document of Word"),
        ("letter.odt", "x", "give a .docx template"),
    ],
)
def test_what_cannot_be_used_is_said_before_anything_is_scanned(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        check_ready(["docx"], FormatSettings("en", file))


@pytest.mark.parametrize("gap", ["{{ nothing_like_it }}", "{% for x in %}"])
def test_a_gap_that_cannot_be_filled_is_named(report: Report, tmp_path: Path, gap: str) -> None:
    document = Document()
    document.add_paragraph(gap)
    document.save(str(tmp_path / "bad.docx"))
    with pytest.raises(BadInput, match="has a gap that cannot be filled"):
        write(with_letter(report, tmp_path / "bad.docx"), ["docx"], tmp_path / "out")
