"""Portals that publish documents in place of pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from portal_audit.testbed.pdf import pdf
from portal_audit.testbed.reading import files
from portal_audit.testbed.reading.texts import said
from portal_audit.testbed.reading.trap import File, Trap, Twist, trap

RECEPTION, BUDGET = "citizen-reception", "budget-approved"


def schedule(today: date) -> tuple[str, ...]:
    """Return the lines of a schedule of this year."""
    return (
        "ỦY BAN NHÂN DÂN XÃ LŨNG XANH",
        f"LỊCH TIẾP CÔNG DÂN NĂM {today.year}",
        "Nơi tiếp: Phòng Tiếp công dân tại trụ sở, thôn Trung Tâm, xã Lũng Xanh.",
        "Thời gian: sáng thứ Năm hằng tuần, từ 8 giờ đến 11 giờ 30.",
        "Người tiếp: Chủ tịch Ủy ban nhân dân xã.",
    )


def budget(today: date) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a budget of this year."""
    return (
        ("Biểu số 02", f"Dự toán ngân sách năm {today.year} đã được quyết định", "tỷ đồng"),
        ("Thu ngân sách trên địa bàn", "29,0", "106 %"),
        ("Chi giáo dục, đào tạo", "13,5", "108 %"),
        ("Chi sự nghiệp kinh tế, môi trường", "7,0", "104 %"),
    )


def one_file(
    slug: str,
    vi: str,
    en: str,
    item: str,
    name: str,
    file: File,
    *,
    lost: str = "",
    told: str = "",
    beside: tuple[str, ...] = (),
) -> Trap:
    """Return the portal on which an item's label leads to a file.

    *beside* are items of which the file may hold more than its beginning, which is read, shows.
    """
    where = f"/tep/{name}"
    return trap(
        slug,
        vi,
        en,
        Twist(links={item: where}, files={where: file}),
        lost={**dict.fromkeys(beside, "file-unclear"), **({item: lost} if lost else {})},
        told={item: told} if told else {},
        passes={} if lost or told else {item: "found"},
    )


def _pdf(make: Callable[[tuple[str, ...]], bytes]) -> File:
    return File(lambda today: make(schedule(today)), files.PDF)


FILES = (
    trap(
        "files-listed",
        "Trang của mục chỉ là danh sách tệp đính kèm.",
        "The page of a section is a list of attachments.",
        Twist(
            bodies={"procurement": said("attachments")},
            files={f"/tep/{name}.pdf": _pdf(pdf) for name in ("dot-1", "dot-2", "moi-thau")},
        ),
        passes={"procurement": "found"},
    ),
    one_file(
        "file-pdf",
        "Mục dẫn tới tệp PDF có chữ.",
        "A label leads to a PDF with text.",
        RECEPTION,
        "lich-tiep-cong-dan.pdf",
        _pdf(pdf),
    ),
    one_file(
        "file-pdf-scan",
        "Mục dẫn tới tệp PDF chỉ là ảnh chụp.",
        "A label leads to a PDF that is a picture only.",
        RECEPTION,
        "lich-tiep-cong-dan.pdf",
        File(lambda _: files.scan(), files.PDF),
        lost="scan-only",
    ),
    one_file(
        "file-docx",
        "Mục dẫn tới tệp Word.",
        "A label leads to a Word file.",
        RECEPTION,
        "lich-tiep-cong-dan.docx",
        File(lambda today: files.word(schedule(today)), files.DOCX),
    ),
    one_file(
        "file-xlsx",
        "Mục dẫn tới bảng Excel.",
        "A label leads to an Excel sheet.",
        BUDGET,
        "du-toan-ngan-sach.xlsx",
        File(lambda today: files.sheet(budget(today)), files.XLSX),
        beside=("budget-proposal", "budget-final-accounts", "unit-budget"),
    ),
    one_file(
        "file-doc",
        "Mục dẫn tới tệp Word kiểu cũ (.doc).",
        "A label leads to a Word file of the old format (.doc).",
        "functions-duties",
        "chuc-nang-nhiem-vu.doc",
        File(lambda _: files.kept("chuc-nang-nhiem-vu.doc"), files.DOC),
    ),
    one_file(
        "file-xls",
        "Mục dẫn tới bảng Excel kiểu cũ (.xls).",
        "A label leads to an Excel sheet of the old format (.xls).",
        "org-structure",
        "co-cau-to-chuc.xls",
        File(lambda _: files.kept("co-cau-to-chuc.xls"), files.XLS),
    ),
    # Nobody could tell what these two files hold, so that the item stays untested.
    one_file(
        "file-locked",
        "Mục dẫn tới tệp PDF có mật khẩu.",
        "A label leads to a PDF that opens with a password only.",
        RECEPTION,
        "lich-tiep-cong-dan.pdf",
        _pdf(files.locked),
        told="unread",
    ),
    one_file(
        "file-broken",
        "Mục dẫn tới tệp PDF bị hỏng.",
        "A label leads to a broken PDF.",
        RECEPTION,
        "lich-tiep-cong-dan.pdf",
        _pdf(files.broken),
        told="unread",
    ),
)
