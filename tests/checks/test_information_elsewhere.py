"""An item under a name that no list has: what its page says counts, its label only hints."""

from __future__ import annotations

import pytest

from portal_audit.evidence import Document, Form, Link, Unread
from tests.checks.test_information_item import FILLER, HOME, Asked, at, home, link, page, rule

TENDERS = (
    "Mời chào giá gói thầu sửa chữa trụ sở, giá gói thầu 480.000.000 đồng. Kết quả lựa chọn nhà "
    "thầu gói mua sắm bàn ghế: Công ty Hoàng An trúng thầu. Chủ đầu tư: UBND xã."
)
ISLAND = (
    "Thế kỷ XVII những người đầu tiên ra đảo lập làng chài. Lễ hội cầu ngư hằng năm, di tích nhà "
    "tù thời Pháp thuộc và làng nghề nước mắm làm nên truyền thống của đảo."
)
CITIZEN = "Xã tổ chức ra quân dọn vệ sinh, người dân các thôn tham gia đông đủ. " * 3
PLACES = (
    "Danh mục thông tin phải công khai: ngân sách, đất đai, gói thầu, nhà thầu, đấu thầu, kết quả "
    "lựa chọn nhà thầu và nhiều nội dung khác. " + FILLER * 12
)


def under(item: str, label: str, text: str, region: str = "nav") -> Asked:
    return rule(item, home(link(label, "x", region=region)), page("x", text))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        # A word of the item in the label, and the page holds it.
        (under("procurement", "Mời thầu, chào giá", TENDERS), "found"),
        (under("local-history-culture", "Đảo xưa và nay", ISLAND), "found"),
        # The label says nothing; the page speaks of little else.
        (under("procurement", "Góc doanh nghiệp", TENDERS), "inside"),
        (under("local-history-culture", "Hành trình của đảo nhỏ", ISLAND), "found"),
        # A hint alone is nothing.
        (under("procurement", "Mời thầu, chào giá", CITIZEN), "missing"),
        (under("local-history-culture", "Đảo xưa và nay", CITIZEN), "missing"),
        # A page that lists everything holds nothing of it.
        (under("procurement", "Danh mục thông tin", PLACES), "missing"),
        # The title of an article is no label.
        (
            under(
                "procurement", "Xã mở lớp tập huấn về đấu thầu cho cán bộ các thôn", TENDERS, "body"
            ),
            "missing",
        ),
    ],
    ids=lambda value: f"{value.item}" if isinstance(value, Asked) else str(value),
)
def test_what_a_page_says_counts(asked: Asked, expected: str) -> None:
    assert asked.judged().name == expected


@pytest.mark.parametrize("label", ["Nộp hồ sơ qua mạng", "Tra cứu hồ sơ"])
def test_the_national_system_counts_by_whatever_name(label: str) -> None:
    away = Link("https://dichvucong.gov.vn/p/home/dvc-trang-chu.html", label, region="nav")
    outcome = rule("online-services", home(away)).judged()
    assert (outcome.name, outcome.facts["label"]) == ("national", label)


@pytest.mark.parametrize(
    ("reason", "status", "expected"),
    [("robots", None, "unread"), ("http-403", 403, "blocked"), ("timeout", None, "unread")],
)
def test_an_entry_that_hints_and_could_not_be_read_leaves_the_item_undetermined(
    reason: str, status: int | None, expected: str
) -> None:
    gap = Unread(at("x"), reason, status)
    asked = rule("procurement", home(link("Chào giá", "x")), unread=(gap,))
    assert asked.judged().name == expected


@pytest.mark.parametrize(
    ("region", "has_text", "expected"),
    [
        # A scan or a locked file behind a menu entry may be it; an attachment proves nothing.
        ("nav", False, "unread"),
        ("nav", None, "unread"),
        ("body", None, "missing"),
        # What has text was read, and does not speak of it.
        ("nav", True, "missing"),
    ],
)
def test_a_menu_entry_that_hints_and_leads_to_a_file_nobody_can_read_leaves_it_undetermined(
    region: str, has_text: bool | None, expected: str
) -> None:
    gap = Unread(at("x"), "not-html", 200, "application/pdf")
    read = Document(at("x"), 200, "application/pdf", has_text=has_text, text=FILLER)
    entry = home(link("Chào giá", "x", region=region))
    assert rule("procurement", entry, unread=(gap,), documents=(read,)).judged().name == expected


def test_an_empty_section_of_its_own_stays_empty() -> None:
    """Whatever other pages say of the matter."""
    entries = home(link("Lịch sử - Văn hóa", "x"), link("Lễ hội của xã", "y"))
    asked = rule(
        "local-history-culture",
        entries,
        page("x", "Nội dung đang được cập nhật"),
        page("y", "Góc ảnh. " + ISLAND),
    )
    assert asked.judged().name == "placeholder"
    alone = home(link("Lịch sử - Văn hóa", "x"), link("Góc ảnh", "y"))
    asked = rule("local-history-culture", alone, page("x", "Đang cập nhật"), page("y", ISLAND))
    assert asked.judged().name == "placeholder"


@pytest.mark.parametrize(
    ("text", "forms", "expected"),
    [
        ("Đường dây nóng 24/7, tiếp nhận phản ánh của người dân: 0911 404 505.", (), "inside"),
        ("Bạn đọc góp ý", (Form(HOME, "post", fields=("noi_dung",)),), "inside"),
        ("Phản ánh của báo chí về vụ mùa năm nay.", (), "missing"),
        ("Điện thoại văn phòng: 0225 3812 345.", (), "missing"),
    ],
)
def test_a_line_on_the_home_page_takes_feedback(
    text: str, forms: tuple[Form, ...], expected: str
) -> None:
    asked = rule("feedback", home(text=text, main_text=text, forms=forms))
    assert asked.judged().name == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        # Whose it is says nothing of what it is; another budget is named by the rest.
        ("Công khai ngân sách xã", "unread"),
        ("Dự toán ngân sách năm 2021", "unrelated"),
    ],
)
def test_the_name_of_a_file_that_was_not_read_may_tell_that_it_is_another(
    label: str, expected: str
) -> None:
    gap = Unread(at("x"), "not-html", status=200, content_type="application/pdf")
    asked = rule("budget-proposal", home(link(label, "x")), unread=(gap,))
    assert asked.judged().name == expected
