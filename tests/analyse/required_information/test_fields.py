"""What a page of required information holds: names, contacts, years, documents."""

from datetime import date
from typing import Any

import pytest

from portal_audit.analyse.boilerplate import SiteContents
from portal_audit.analyse.required_information.contacts import has_mail, has_phone
from portal_audit.analyse.required_information.fields import RECOGNISERS, RequiredField, missing
from portal_audit.evidence import Crawl, Form, Image, Link, Page, TextBox

URL = "https://anphu.hacson.gov.vn/x"
TODAY = date(2026, 11, 22)


def holds(text: str, name: str, **facts: Any) -> bool:
    page = Page(URL, URL, 200, text=text, main_text=text, **facts)
    content = SiteContents(Crawl((page,))).content(page)
    return not missing((RequiredField("", (), (name,)),), content, text, TODAY)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("person", "Ông Nguyễn Văn An", True),
        ("person", "Chủ tịch: NGUYỄN VĂN AN", True),
        ("person", "Đồng chí Nông Thị Hà", True),
        ("person", "Ủy ban nhân dân xã", False),
        ("person", "Phòng Văn hóa - Xã hội", False),
        ("phone", "Điện thoại: 0225 3812 345", True),
        ("phone", "ĐT: (0225) 3.812.345", True),
        ("phone", "+84 912 345 678", True),
        ("phone", "080 43162", True),
        ("phone", "Tổng đài 1022", True),
        ("phone", "(028) 38.000.000", False),
        ("phone", "Số 12/2026/QĐ-UBND ngày 01/02/2026", False),
        ("phone", "Đang cập nhật", False),
        ("official-email", "anphu@hacson.gov.vn", True),
        ("official-email", "anphu@gmail.com", False),
        ("official-email", "anphu@yahoo.com.vn", False),
        ("official-email", "ubnd@hn.vnn.vn", False),
        ("official-email", "anphu@gmail.com, vanthu@anphu.gov.vn", True),
        ("official-email", "webmaster@gmail.com.gov.vn", True),
        ("official-email", "@hacson.gov.vn", False),
        ("email", "anphu@gmail.com", True),
        ("email", "bbt@mysite.com", False),
        ("address", "Địa chỉ: thôn Trung, xã An Phú", True),
        ("address", "Ðịa chỉ: số 5 đường Trần Phú", True),
        ("address", "Địa chỉ: Đang cập nhật...", False),
        ("address", "Địa chỉ: ..., Xã An Phú", False),
        ("recent-year", "Dự toán năm 2026", True),
        ("recent-year", "Quyết toán năm 2025", True),
        ("recent-year", "Dự toán năm 2019", False),
        ("recent-year", "Dự toán năm 2019, đăng ngày 05/01/2026", False),
        ("recent-year", "Dự toán ngân sách, đăng ngày 05/01/2026", True),
        ("recent-year", "Điện thoại 0225 120263", False),
        ("accounts-year", "Quyết toán năm 2024", True),
        ("accounts-year", "Quyết toán năm 2022", False),
        ("accounts-year", "Quyết toán năm 2022, ký ngày 05/01/2024", False),
        ("procedures", "1.001193 Khai sinh; 1.000656 Khai tử; 2.000815 Chứng thực", True),
        ("procedures", "Thủ tục đăng ký khai sinh. Thủ tục cấp bản sao. Thủ tục xác nhận", True),
        ("procedures", "Thủ tục hành chính, thủ tục hành chính và thủ tục hành chính", False),
        ("procedures", "Quyết định 11.001193 ngày 1.2.2026", False),
        ("document-number", "Quyết định số 12/2026/QĐ-UBND", True),
        ("document-number", "Công văn 345/UBND-VP", True),
        ("document-number", "ngày 12/11/2026", False),
        ("address", "Văn phòng HĐND và UBND, số 12 đường Trần Phú", True),
        ("address", "ấp Phước An, xã Phước Thành Đông", True),
        ("address", "Lô A1, KCN Hoằng Lộc", True),
        ("address", "Địa điểm: nhà văn hóa thôn Trung", True),
        ("address", "Chuyển địa điểm giết mổ gia cầm, gia súc", False),
        ("address", "Quyết định số 12, xã An Phú ban hành", False),
        ("address", "thôn vui lắm, xã hội phát triển", False),
        ("time", "8h00 thứ năm hằng tuần", True),
        ("time", "Không có gì", False),
        ("date", "ngày 12/11/2026", True),
        ("figures", "Thu 1.250.000, chi 980.500, tồn 269.500", True),
        ("figures", "Không có số", False),
        ("figures", "Chợ | 125000 | 98000.5 | Đường | 67000 |", True),
        ("figures", "Năm | 2024 | 2025 | 2026 |", False),
    ],
)
def test_recognisers(name: str, text: str, expected: bool) -> None:
    assert holds(text, name) is expected


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("document", {"links": (Link("https://a.gov.vn/1.pdf", "Biểu 1"),)}),
        ("list", {"links": tuple(Link(f"{URL}/{n}", f"Bài {n}") for n in range(3))}),
        ("form", {"forms": (Form(URL, "post", fields=("ho_ten", "noi_dung")),)}),
        ("form", {"text_boxes": (TextBox("noi_dung", type="textarea"),)}),
        ("search-box", {"forms": (Form(URL, fields=("q",)),)}),
        ("national-portal", {"links": (Link("https://dichvucong.gov.vn/", "DVC"),)}),
        ("state-links", {"links": (Link("https://chinhphu.gov.vn/", "CP"),)}),
        ("image", {"images": (Image("https://a.gov.vn/ban-do.png"),)}),
    ],
)
def test_what_is_not_text(name: str, facts: dict[str, Any]) -> None:
    other = Page(URL + "0", URL + "0", 200)
    page = Page(URL, URL, 200, **facts)
    content = SiteContents(Crawl((other, page))).content(page)
    assert not missing((RequiredField("", (), (name,)),), content, "", TODAY)
    empty = SiteContents(Crawl((page, other))).content(other)
    assert missing((RequiredField("", (), (name,)),), empty, "", TODAY)


def test_any_word_or_recogniser_is_enough() -> None:
    page = Page(URL, URL, 200)
    content = SiteContents(Crawl((page,))).content(page)
    sought = (
        RequiredField("place", ("trụ sở",), ("address",)),
        RequiredField("x", ("kế … đất",)),
    )
    assert missing(sought, content, "tại trụ sở xã; kế hoạch sử dụng đất", TODAY) == []
    assert [want.name for want in missing(sought, content, "chưa rõ", TODAY)] == ["place", "x"]


@pytest.mark.parametrize(("words", "has"), [((), ()), ((), ("telepathy",))])
def test_a_field_that_could_never_be_found_is_refused(
    words: tuple[str, ...], has: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match="recogniser"):
        RequiredField("x", words, has)


def test_hostile_digits_take_no_time() -> None:
    assert not has_phone("1-" * 15_000)
    assert not has_mail("a@" * 15_000)
    assert set(RECOGNISERS)


ASP_NET = Form(URL, "post", fields=("__VIEWSTATE", "__EVENTTARGET"))
LETTER = Form(URL, "post", fields=("hoten", "noidung"))
SEARCH = Form(URL, "post", fields=("__VIEWSTATE", "txtSearch"))
ASK = Form(URL, "get", fields=("tu",))


@pytest.mark.parametrize(
    ("form", "expected"), [(ASP_NET, False), (LETTER, False), (SEARCH, True), (ASK, True)]
)
def test_the_form_around_a_whole_page_is_no_search_box(form: Form, expected: bool) -> None:
    assert holds("", "search-box", forms=(form,)) is expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("chinhphu.vn", True),
        ("bvhttdl.gov.vn", True),
        ("dichvucong.gov.vn", False),
        ("anphu.hacson.gov.vn", False),
        ("facebook.com", False),
    ],
)
def test_links_to_other_bodies_of_the_state(host: str, expected: bool) -> None:
    assert holds("", "state-links", links=(Link(f"https://{host}/"),)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Công khai dự toán ngân sách năm 2026", True),
        ("Công khai dự toán chi ngân sách năm 2026 của Văn phòng", False),
        ("Công khai dự toán năm 2026 của Văn phòng. Công khai dự toán của xã", True),
    ],
)
def test_words_do_not_count_beside_others(text: str, expected: bool) -> None:
    content = SiteContents(Crawl((Page(URL, URL, 200),))).content(Page(URL, URL, 200))
    budget = RequiredField("", ("công khai dự toán",), unless=("của văn phòng",))
    assert (not missing((budget,), content, text, TODAY)) is expected
