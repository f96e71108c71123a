"""Over-publication: lists of citizens are found, what must be public is not, and nothing leaks."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_audit.analyse.personal_data.find import personal_data
from portal_audit.api import Crawl, Document, Outcome, Page, Script
from portal_audit.rules import catalog
from portal_audit.rules.check import Check
from tests.bounded_time import cpu_seconds

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
CARDS = [f"GD479312345678{n}" for n in range(6)]
MOBILES = [f"09123456{n}{n}" for n in range(6)]


def rows(*cells: list[str], count: int = 6) -> str:
    """Return numbered rows of a name and cells, as a page's text has them."""
    columns = list(zip(NAMES, *cells, strict=False))[:count]
    return " ".join(f"{n} {' '.join(row)} Thôn {n}" for n, row in enumerate(columns, 1))


def lines(*cells: list[str], between: str) -> str:
    """Return the rows as a file's text has them: lines, and cells that stand apart."""
    columns = zip(NAMES, *cells, strict=True)
    return "\n".join(between.join((str(n), *row)) for n, row in enumerate(columns, 1))


def bare(cells: list[str]) -> str:
    """Return rows that begin with the name."""
    return "\n".join(f"{name} | {cell}" for name, cell in zip(NAMES, cells, strict=True))


@cache
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
        # As tables, files and other hands write them.
        (POOR + "| Số CCCD\n" + lines(NUMBERS, between=" | "), "identity", 6),
        (POOR + "\nSố CCCD\n" + lines(NUMBERS, between="\n"), "identity", 6),
        ("\n".join(NAMES) + "\nSố CCCD\n" + "\n".join(NUMBERS), "identity", 6),
        ("STT Họ tên CCCD " + rows(["Thôn Đông"] * 6, NUMBERS), "identity", 6),
        ("Họ và tên Số CCCD Số tài khoản " + rows(NUMBERS, ["1903123456"] * 6), "identity", 6),
        ("STT Họ tên Điện thoại Số CCCD " + rows(MOBILES, NUMBERS), "identity", 6),
        ("1 Giàng A Páo 011085012345 2 Sùng Thị Mỷ 011185012346", "identity", 2),
        ("1 NGUYỄN VĂN AN " + NUMBERS[0], "identity", 1),
        ("CCCD: 031.085.012.345", "identity", 1),
        ("CCCD: 031-085-012-345", "identity", 1),
        ("CCCD: 0310 8501 2345", "identity", 1),
        ("CCCD: 0 3 1 0 8 5 0 1 2 3 4 5", "identity", 1),
        ("CCCD: ０３１０８５０１２３４５", "identity", 1),
        ("CCCD: 031085\u200b012345", "identity", 1),
        ("CCCD: 031\u00a0085\u00a0012\u00a0345", "identity", 1),
        (unicodedata.normalize("NFD", f"Căn cước công dân: {NUMBERS[0]}"), "identity", 1),
        ("CMND số 142.345.678 do Công an cấp", "old_identity", 1),
        ("GCMND: 142 345 678", "old_identity", 1),
        ("STT | Họ tên | CMND\n" + lines(OLD, between=" | "), "old_identity", 6),
        (POOR + "SĐT " + rows([f"{m[:4]}.{m[4:7]}.{m[7:]}" for m in MOBILES]), "contacts", 6),
        (POOR + "SĐT " + rows([f"+84{m[1:]}" for m in MOBILES]), "contacts", 6),
        (POOR + "SĐT " + rows([m[1:] for m in MOBILES]), "contacts", 6),
        ("Danh sách học sinh lớp 1 " + rows(["01/02/2019"] * 6, MOBILES), "contacts", 6),
        # Without numbers before the names.
        ("Danh sách hộ nghèo\n" + bare(MOBILES), "contacts", 6),
        ("Danh sách\n" + bare(["Khuyết tật nặng"] * 6), "health", 6),
        ("Danh sách\n" + bare(["Khuyết tật nặng"] * 6).replace(" | ", "\n"), "health", 6),
        ("Danh sách | Mã số BHYT\n" + lines(CARDS, between=" | "), "insurance", 6),
        ("Danh sách tham gia, mã số BHXH " + rows(["7931234567"] * 6), "insurance", 6),
        ("Danh sách\n" + lines(["dương tính SARS-CoV-2"] * 6, between="\n"), "health", 6),
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
        rows([f"0xxxxxx{number[-3:]}" for number in NUMBERS]),
        "Họ tên Số CCCD " + rows([f"{number[:3]}******{number[-3:]}" for number in NUMBERS]),
        POOR + rows([f"0912xxx{number[-3:]}" for number in MOBILES]),
        POOR + rows([f"0912***{number[-3:]}" for number in MOBILES]),
        "STT Họ tên Số tài khoản " + rows(NUMBERS),
        "Danh sách hộ kinh doanh, mã số thuế " + rows([f"010010910{n}" for n in range(6)]),
        "Danh sách hộ kinh doanh " + rows([f"010010910{n}-001" for n in range(6)]),
        "Mã số thuế 0100109106001",
        "Quyết định số 012085012345/QĐ-UBND; hóa đơn 012085012345, seri AA",
        "Mã TBMT IB2400123456; E-TBMT 20240112345-00; gói thầu số 012085012345",
        "Tọa độ 21.028511, 105.804817; kinh độ 105804817; X=2345678.123, Y=567890.456",
        "Danh sách cấp giấy chứng nhận quyền sử dụng đất " + rows(["thửa 12 tờ 3, 150 m2"] * 6),
        "Danh sách học sinh trúng tuyển " + rows(["01/02/2019"] * 6),
        "Danh sách thí sinh, số báo danh " + rows([f"01001{n}" for n in range(6)]),
        POOR + rows(["12.000.000 đồng"] * 6),
        "Nộp bản sao CCCD và lệ phí 142.345.678 đồng",
        "Danh bạ điện thoại | " + rows(["Trưởng phòng"] * 6, MOBILES),
        "Danh sách luật sư " + rows(MOBILES),
        "Danh sách bác sĩ " + rows(["Bác sĩ khoa Ung thư"] * 6),
        "ISBN 978-604-0-12345-6; 0225 3812 345 – 0225 3812 346; 20240112345678",
        "Nhận quà: 1 Nguyễn Văn An 2 Trần Thị Bình 3 Lê Văn Cường, Hội người khuyết tật",
        "Danh bạ\n" + bare([f"Phó Chủ tịch | {number}" for number in MOBILES]),
        "Tin\n" + bare(["nhận quà nhân Ngày Người khuyết tật " + "x" * 160] * 6),
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
    assert judge(plain, page(IDENTITY_LIST, "a"), needs_browser=True).name == "list"


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


def test_an_address_that_holds_a_number_of_the_page_is_told_without_it() -> None:
    seen = judge(page("Tin"), page("CMND số 142345678. Tin 4690851", "tin-4690851-142345678"))
    assert seen.where == (HOME + "tin-…-…",)
    kept = judge(page("Tin"), page("CMND số 142345678", "tin-4690851"))
    assert kept.where == (HOME + "tin-4690851",)


WORDS = ("CCCD", "CMND", "Số CCCD", "Điện thoại", "Mã số BHYT", "Danh sách hộ nghèo", *NAMES)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(WORDS),
            st.sampled_from((*NUMBERS, *OLD, *MOBILES, *CARDS)),
            st.text("0123456789", min_size=6, max_size=14),
        ),
        max_size=40,
    ),
    st.sampled_from([" ", " | ", "\n", ": ", "; "]),
)
@settings(max_examples=80, deadline=None)
def test_no_long_number_of_a_page_is_ever_told(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    long = [piece for piece in pieces if piece.isdigit()][:5]
    seen = judge(page("Tin"), page(text, "ds?so=" + "-".join(long)))
    said = repr((seen.where, dict(seen.facts)))
    for run in re.findall(r"[0-9]{6,}", text):
        assert run not in said


@pytest.mark.parametrize("piece", ["0", "031085012345 ", "1 Nguyễn ", "danh sách ", "Nguyễn Văn "])
def test_hostile_text_takes_little_time(piece: str) -> None:
    with cpu_seconds(2):
        personal_data(piece * 20_000)
