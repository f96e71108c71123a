"""Kinds of mark-up and content met on real portals, each with what a person says of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from portal_audit.api import (
    Crawl,
    Exchange,
    Front,
    Image,
    Kind,
    Link,
    Outcome,
    Page,
    Target,
    Unread,
    Visit,
)
from portal_audit.rules import catalog
from portal_audit.rules.check import Check

HOME = "https://anphu.hacson.gov.vn/"
VISIT = Visit(
    Target("anphu", HOME, kind=Kind.COMMUNE, parent="https://hacson.gov.vn/"),
    datetime(2026, 11, 22, tzinfo=UTC),
)
MENU = tuple(Link(f"{HOME}muc-{n}", f"Mục số {n}", region="nav") for n in range(6))
PROSE = " ".join(f"Thôn {n} gặt xong lúa, sửa lại mương và đường làng." for n in range(9))
LEADERS = (
    "Ông Nguyễn Văn An, Chủ tịch, phụ trách chung, điện thoại 0225 3812 345. Bà Trần Thị Bình, "
    f"Phó Chủ tịch, phụ trách văn hóa, xã hội. {PROSE}"
)
VISITING = "Lãnh đạo UBND tỉnh thăm và tặng quà cho trẻ em"


@cache
def check(item: str) -> Check:
    found = catalog.read().get(f"information.{item}")
    assert found is not None
    return found


def page(path: str, text: str, *links: Link, headings: Sequence[str] = ()) -> Page:
    url = HOME + path
    words = tuple(headings)
    return Page(url, url, 200, text=text, main_text=text, links=(*MENU, *links), headings=words)


def judged(item: str, *pages: Page, unread: tuple[Unread, ...] = ()) -> Outcome:
    front = Front((Exchange(HOME, 200, (), 0.1),), pages[0], True)
    return check(item).rule(crawl=Crawl(pages, unread), front=front, visit=VISIT)


@pytest.mark.parametrize(
    ("home", "article"),
    [
        # The day in the label, the day beside the headline, the box of news.
        (page("", "Tin", Link(f"{HOME}a", f"{VISITING} (20.11.2026 14:00)")), LEADERS),
        (page("", "Tin", Link(f"{HOME}a", VISITING)), f"20/11/2026 {VISITING} {LEADERS}"),
        (
            page("", f"Tin mới {VISITING}", Link(f"{HOME}a", VISITING), headings=["Tin mới"]),
            f"{VISITING} {LEADERS}",
        ),
    ],
    ids=["dated label", "date line", "box of news"],
)
def test_news_holds_no_item(home: Page, article: str) -> None:
    outcome = judged("leaders", home, page("a", article, headings=[VISITING]))
    assert outcome.name == "missing"


def picture(file: str, url: str) -> Link:
    return Link(url, alt=file, source="image")


@pytest.mark.parametrize(
    ("item", "link"),
    [
        ("draft-documents", picture("LayYKienDuThao357X50.png", f"{HOME}x")),
        ("legal-documents", picture("VBQPPL.png", f"{HOME}x")),
        ("citizen-reception", picture("anphu-tcd.png", f"{HOME}x")),
        ("legal-documents", Link(f"{HOME}x", "Văn bản PL", region="nav")),
        (
            "development-plan",
            picture("p7.jpg", f"{HOME}quy-hoach-ke-hoach/Lists/Posts/AllPosts.aspx"),
        ),
    ],
    ids=lambda value: value.alt or value.text if isinstance(value, Link) else value,
)
def test_a_picture_or_an_abbreviation_names_a_section(item: str, link: Link) -> None:
    dead = Unread(link.url, "http-404", 404)
    outcome = judged(item, page("", PROSE, link), unread=(dead,))
    assert outcome.name in ("dead", "grace-unfilled")  # the label was understood: it leads nowhere


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("feedback", "https://nguoidan.chinhphu.vn/"),
        ("legal-documents", "https://vbpl.vn/hacson/Pages/Home.aspx"),
        ("online-services", "https://dichvucong.gov.vn/"),
    ],
)
def test_a_national_system_is_known_by_its_host(item: str, url: str) -> None:
    assert judged(item, page("", PROSE, picture("b3.png", url))).name == "national"


def test_another_bodys_system_is_not_for_us_to_judge() -> None:
    link = picture("b2.jpg", "https://motcua.khac.gov.vn/thu-tuc")
    assert judged("admin-procedures", page("", PROSE, link)).name == "unread"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Cơ cấu tổ chức test cơ cấu tổ chức", (Link(f"{HOME}t", "test cơ cấu tổ chức"),)),
        ("Cơ cấu tổ chức ĐÂY LÀ NỘI DUNG ĐĂNG BÀI CƠ CẤU TỔ CHỨC", ()),
        ('Cơ cấu tổ chức "Sơ đồ và cơ cấu tổ chức của đơn vị".', ()),
        (
            "Cơ cấu tổ chức Chào tất cả mọi người!",
            (Link(f"{HOME}chao", "Chào tất cả mọi người!"),),
        ),
        (f"Cơ cấu tổ chức Đang cập nhật Tin đã đưa {PROSE}", ()),
    ],
    ids=["test row", "this is the content", "quoted sentence", "package post", "older posts"],
)
def test_what_holds_nothing_yet(text: str, links: tuple[Link, ...]) -> None:
    entry = Link(f"{HOME}x", "Cơ cấu tổ chức", region="nav")
    body = page("x", text, *links, headings=["Cơ cấu tổ chức"])
    assert judged("org-structure", page("", PROSE, entry), body).name == "placeholder"


def test_one_true_entry_beside_a_test_is_a_section_begun() -> None:
    entry = Link(f"{HOME}x", "Cơ cấu tổ chức", region="nav")
    rows = (Link(f"{HOME}t", "test cơ cấu tổ chức"), Link(f"{HOME}v", "Văn phòng và các phòng"))
    body = page("x", "test cơ cấu tổ chức Văn phòng và các phòng chuyên môn của xã", *rows)
    assert judged("org-structure", page("", PROSE, entry), body).name != "placeholder"


def test_sections_that_all_lead_to_one_piece_of_news_hold_nothing() -> None:
    names = ("Cơ cấu tổ chức", "Chức năng nhiệm vụ", "Lãnh đạo xã", "Đơn vị trực thuộc")
    links = tuple(Link(f"{HOME}bai", name) for name in names)
    news = page("bai", f"Công đoàn thăm hỏi cán bộ. {LEADERS}")
    assert judged("leaders", page("", PROSE, *links), news).name == "unrelated"


def test_a_list_of_other_bodies_hints_at_nothing() -> None:
    link = Link("http://stc.hacson.gov.vn/", "Sở Tài chính")
    assert judged("budget-approved", page("", PROSE, link)).name in ("missing", "grace")


def test_an_entry_that_only_hints_and_is_dead_is_named() -> None:
    link = Link(f"{HOME}x", "Kế hoạch - Chiến lược", region="nav")
    outcome = judged(
        "development-plan", page("", PROSE, link), unread=(Unread(f"{HOME}x", "http-404", 404),)
    )
    assert outcome.name == "dead"


def test_the_number_of_the_portals_maker_takes_no_petitions() -> None:
    home = page("", f"{PROSE} Góp ý | Thiết kế web: Công ty Giải Pháp, hotline 1900 1234")
    assert judged("feedback", home).name == "missing"


@pytest.mark.parametrize(
    "text",
    [
        "Nội dung đang được biên tập",
        "Không có tin tức nào.",
        "Hiển thị 0 - 0 trong tổng số 0 bản ghi",
        "There are no articles in this category. If subcategories display on this page, they may "
        "have articles.",
        "Không có mục nào để hiển thị trong dạng xem này của danh sách.",
        "Bạn hãy thay thế nội dung này bằng chức năng, nhiệm vụ, quyền hạn của cơ quan.",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor ut labore",
        f"Đang cập nhật Các bài viết khác {PROSE}",
    ],
)
def test_the_words_of_more_systems_for_nothing_yet(text: str) -> None:
    assert behind("Chức năng nhiệm vụ", text, "functions-duties").name == "placeholder"


def test_other_posts_below_a_notice_fill_no_section() -> None:
    posts = tuple(
        Link(f"{HOME}p{n}", f"Phòng Kinh tế và Văn phòng UBND xã họp giao ban lần {n}")
        for n in range(4)
    )
    listed = " ".join(post.text for post in posts)
    outcome = behind("Cơ cấu tổ chức", f"Đang cập nhật Xem nhiều {listed}", "org-structure", *posts)
    assert (outcome.name, outcome.facts["reason"]) == ("placeholder", "đang cập nhật")


def test_a_picture_that_says_so_fills_no_section() -> None:
    entry = Link(f"{HOME}x", "Cơ cấu tổ chức", region="nav")
    drawn = replace(
        page("x", "", headings=["Cơ cấu tổ chức"]), images=(Image(f"{HOME}dang-cap-nhat.png"),)
    )
    assert judged("org-structure", page("", PROSE, entry), drawn).name == "placeholder"


@pytest.mark.parametrize(
    ("item", "label", "text"),
    [
        # Gaps of a form that nobody filled in.
        ("natural-conditions", "Điều kiện tự nhiên", "Xã có diện tích ... ha, dân số ... người."),
        ("citizen-reception", "Lịch tiếp công dân", "Người tiếp ......; địa điểm: ......."),
        # Names and numbers of samples.
        (
            "leaders",
            "Lãnh đạo xã",
            "Ông Nguyễn Văn A, điện thoại 0123456789. Bà Trần Thị B, điện thoại 0123 456 789.",
        ),
        # A list of documents without a row: the head of the table, the kinds to choose from.
        (
            "legal-documents",
            "Văn bản pháp luật",
            "Loại Nghị quyết Quyết định Chỉ thị Thông tư STT Số hiệu Ngày ban hành Trích yếu",
        ),
    ],
)
def test_what_is_only_a_form_to_be_filled_in_holds_nothing(
    item: str, label: str, text: str
) -> None:
    outcome = behind(label, text, item)
    assert outcome.name in ("unrelated", "placeholder", "grace-unfilled"), outcome


def behind(label: str, text: str, item: str, *links: Link) -> Outcome:
    """Judge an item whose menu entry leads to a page that says this."""
    entry = Link(f"{HOME}x", label, region="nav")
    body = page("x", f"{label} {text}", *links, headings=[label])
    return judged(item, page("", PROSE, entry), body)


def test_signs_of_numbers_tell_administrative_documents_in_a_wider_section() -> None:
    rows = "120/QĐ-UBND 05/03/2026 45/TB-UBND Thông báo 08/03/2026 18/HD-UBND 20/11/2026"
    assert behind("Văn bản", rows, "administrative-documents").name == "inside"
    decisions = "120/QĐ-UBND 05/03/2026 121/QĐ-UBND 08/03/2026 14/NQ-HĐND 20/11/2026"
    assert behind("Văn bản", decisions, "administrative-documents").name == "missing"


def test_a_section_of_sample_posts_is_not_quoted_as_if_its_title_said_so() -> None:
    link = Link(f"{HOME}chao", "Chào tất cả mọi người!")
    outcome = behind("Cơ cấu tổ chức", "Chào tất cả mọi người!", "org-structure", link)
    assert outcome.facts["reason"] == "only-tests"


def test_a_picture_whose_address_says_nothing_but_the_matter_names_it() -> None:
    dead = Unread(f"{HOME}lay-y-kien-gop-y", "http-404", 404)
    link = picture("banner1.jpg", dead.url)
    assert judged("draft-documents", page("", PROSE, link), unread=(dead,)).name == "dead"
    news = Unread(f"{HOME}tin-dieu-hanh?id=7", "http-404", 404)
    link = picture("a.jpg", news.url)
    other = judged("administrative-documents", page("", PROSE, link), unread=(news,))
    assert other.name == "missing"


def test_a_jump_within_the_text_of_a_page_is_no_tab() -> None:
    terms = page("dk", PROSE, Link("#index", "Trở lại danh mục"))
    home = page("", PROSE, Link(f"{HOME}dk", "Điều khoản", region="nav"))
    assert judged("must-publish-list", home, terms).name == "missing"


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("feedback", "https://paht.hacson.gov.vn/"),
        ("procurement", "https://muasamcong.mpi.gov.vn/web/guest"),
        ("legal-dissemination", "https://pbgdpl.hacson.gov.vn/"),
    ],
)
def test_a_system_for_one_purpose_needs_no_words(item: str, url: str) -> None:
    assert judged(item, page("", PROSE, picture("b7.png", url))).name == "national"


def test_a_name_in_the_query_of_an_address_names_a_section() -> None:
    url = f"{HOME}Default.aspx?tabname=lich-tiep-cong-dan"
    dead = Unread(url, "http-404", 404)
    home = page("", PROSE, picture("b1.jpg", url))
    assert judged("citizen-reception", home, unread=(dead,)).name == "dead"
