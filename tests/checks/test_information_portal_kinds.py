"""Kinds of mark-up and content met on real portals, each with what a person says of it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

import pytest

from portal_audit.api import (
    Crawl,
    Exchange,
    Front,
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
