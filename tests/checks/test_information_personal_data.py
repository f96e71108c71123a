"""Over-publication: lists of citizens are found, what must be public is not, and nothing leaks."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from portal_audit import catalog
from portal_audit.api import Crawl, Document, Outcome, Page, Script
from portal_audit.check import Check
from portal_audit.read.personal import personal_data

HOME = "https://xa.example/"
NAMES = (
    "Nguyễn Văn An",
    "Trần Thị Bình",
    "Lê Văn Cường",
    "Phạm Thị Dung",
    "Hoàng Văn Em",
    "Vũ Thị Giang",
)
NUMBERS = [f"0{30 + n}1{50 + n}01234{n}" for n in range(6)]
OLD = [f"14{n}23456{n}" for n in range(6)]
MOBILES = [f"09123456{n}{n}" for n in range(6)]


def rows(*cells: list[str], count: int = 6) -> str:
    """Return numbered rows of a name and cells, as a page's text has them."""
    columns = list(zip(NAMES, *cells, strict=False))[:count]
    return " ".join(f"{n} {' '.join(row)} Thôn {n}" for n, row in enumerate(columns, 1))


def check() -> Check:
    found = catalog.read().get("information.personal_data")
    assert found is not None
    return found


def judge(*pages: Page, **crawl: Any) -> Outcome:
    limits = {"crawl": Crawl(pages, **crawl)}
    return check().rule(**limits)


def page(text: str, path: str = "", **more: Any) -> Page:
    return Page(HOME + path, HOME + path, 200, text=text, main_text=text, **more)


POOR = "Danh sách hộ nghèo được hỗ trợ năm 2026. STT Họ và tên "
IDENTITY_LIST = POOR + "Số CCCD Địa chỉ " + rows(NUMBERS)
OLD_LIST = POOR + "Số CMND Địa chỉ " + rows(OLD)
PHONE_LIST = POOR + "Điện thoại " + rows(MOBILES)
HEALTH_LIST = POOR + "Dạng " + rows(["khuyết tật nặng", "bệnh hiểm nghèo", "tâm thần", "HIV"])


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        (IDENTITY_LIST, "identity", 6),
        (rows(NUMBERS, count=2), "identity", 2),
        ("Căn cước công dân số 031 085 012 345 của người nộp", "identity", 1),
        (f"Số định danh: {NUMBERS[0]}. Số định danh: {NUMBERS[0]}", "identity", 1),
        (" ".join(NUMBERS[:3]), "identity", 3),
        (OLD_LIST, "old_identity", 6),
        ("CMND số 142345678 cấp ngày 01/02/2010", "old_identity", 1),
        (PHONE_LIST, "contacts", 6),
        (HEALTH_LIST, "health", 4),
    ],
)
def test_kinds_are_counted(text: str, kind: str, count: int) -> None:
    tally = personal_data(text)
    assert (getattr(tally, kind), tally.total) == (count, count)


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 012345678901/QĐ-UBND",
        "Ông Nguyễn Văn An, số tài khoản 031085012345, Quỹ Vì người nghèo",
        "Hộ kinh doanh Nguyễn Văn An, mã số thuế 031085012345",
        "Mã số thuế 0100109106-001, điện thoại 0225 3812 345, fax 0225.3812.346",
        "Mã hồ sơ 000.00.15.H11-260101-0001; mã thủ tục 1.000656.000.00.00.H11",
        "Tổng chi 123.456.789.000 đồng; thu 012.345.678.901,5 đồng",
        "Số liệu 123456789 và 987654321",
        "Số 031085012345",
        "Nộp bản sao CCCD hoặc CMND, số tài khoản 123456789",
        f"Căn cước công dân số 031********{NUMBERS[0][-2:]}",
        "Danh bạ cán bộ " + rows([f"Chủ tịch {number}" for number in MOBILES]),
        "Danh sách tổ hòa giải " + rows([f"Tổ trưởng {number}" for number in MOBILES]),
        "Đường dây nóng " + rows(MOBILES),
        POOR + rows(["Hộ nghèo"] * 6),
        "Ông Nguyễn Văn An, Phó Chủ tịch, thăm người khuyết tật và bệnh nhân ung thư.",
        rows(["Chủ tịch Hội Người khuyết tật"] * 6),
        rows(["liệt sĩ", "nhiệm kỳ 2026", "Bệnh viện tỉnh", "thương bệnh binh", "Đông Kinh", "x"]),
        "",
    ],
)
def test_what_must_be_public_is_left_alone(text: str) -> None:
    assert personal_data(text).total == 0


def test_outcomes() -> None:
    plain = page("Tin tức của xã")
    assert judge(plain).name == "none"
    assert judge(plain, page("CMND số 142345678", "a")).name == "few"
    assert judge(plain, page(IDENTITY_LIST, "a")).name == "list"
    assert judge().name == "unread"
    assert judge(page("", scripts=(Script(None),))).name == "unread"
    assert judge(plain, needs_browser=True).name == "unread"


def test_files_with_text_are_read_too() -> None:
    file = Document(HOME + "ds.pdf", 200, has_text=True, text=IDENTITY_LIST.replace("  ", "\n"))
    seen = judge(page("Tin"), documents=(file, Document(HOME + "quet.pdf", 200, has_text=False)))
    assert (seen.name, seen.where, seen.facts["files"]) == ("list", (HOME + "ds.pdf",), 1)


def test_the_finding_never_repeats_the_data() -> None:
    text = ". ".join((IDENTITY_LIST, OLD_LIST, PHONE_LIST, HEALTH_LIST))
    seen = judge(page("Tin"), page(text, f"ds?cccd={NUMBERS[0]}"), page(text, "khac"))
    told = [check().texts[lang].sentence(seen.name, seen.facts) for lang in ("vi", "en")]
    said = repr((seen.where, dict(seen.facts), told))
    for secret in (*NUMBERS, *OLD, *MOBILES, *NAMES, "khuyết tật", "HIV", "tâm thần"):
        assert secret not in said
    assert not re.search(r"\d{6}", said)
    assert seen.facts["places"] == 2


@pytest.mark.parametrize("piece", ["0", "031085012345 ", "1 Nguyễn ", "danh sách ", "Nguyễn Văn "])
def test_hostile_text_takes_little_time(piece: str) -> None:
    before = time.process_time()
    personal_data(piece * 20_000)
    assert time.process_time() - before < 2
