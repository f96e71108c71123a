"""What kind of page a person would call this, told from its structure."""

import pytest

from portal_audit.analyse.boilerplate import SiteContents
from portal_audit.analyse.required_information.page_kind import page_kind
from portal_audit.analyse.required_information.postings import has_posting_date, names_news
from portal_audit.evidence import Crawl, Form, Link, Page

HOME = "https://anphu.hacson.gov.vn/"
PROSE = " ".join(f"câu thứ {n} nói về việc làng và mùa màng năm nay" for n in range(12))
TITLES = [f"Ủy ban nhân dân xã họp bàn việc thứ {n} của thôn" for n in range(8)]


def page(path: str, text: str, links: tuple[Link, ...] = (), forms: tuple[Form, ...] = ()) -> Page:
    url = HOME + path
    return Page(url, url, 200, text=text, main_text=text, links=links, forms=forms)


def listed(ending: str = "") -> tuple[Link, ...]:
    return tuple(Link(f"{HOME}bai-{n}{ending}", title) for n, title in enumerate(TITLES))


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (page("tin/1", f"Tin tức 30/07/2026 Xứng danh đơn vị {PROSE}"), "article"),
        (page("gioi-thieu", f"Giới thiệu {PROSE}"), "static"),
        # A day within the text is no date line.
        (page("lich-su", f"Lịch sử {PROSE} {PROSE} thành lập ngày 02/09/1945"), "static"),
        (page("tin", " ".join(TITLES), listed()), "list"),
        (page("van-ban", " ".join(TITLES), listed(".pdf")), "documents"),
        (page("gop-y", "Góp ý", (), (Form(HOME, "post", fields=("hoten", "noidung")),)), "form"),
        # ASP.NET makes of every page one form.
        (
            page(
                "gt", f"Giới thiệu {PROSE}", (), (Form(HOME, "post", fields=("__VS", "ctl00$x")),)
            ),
            "static",
        ),
        # A document's own day is no date line.
        (page("kh", f"Kế hoạch số 05/KH-UBND ngày 09/01/2026 của UBND xã {PROSE}"), "static"),
        (page("vao", "Đăng nhập", (), (Form(HOME, "post", password=True),)), "login"),
        (page("x", "Default 404 Not Found Page"), "error"),
        (page("", PROSE), "home"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.url.removeprefix(HOME),
)
def test_kind(asked: Page, kind: str) -> None:
    home = asked if asked.url == HOME else page("", "Trang chủ")
    crawl = Crawl((home,) if home is asked else (home, asked))
    assert page_kind(SiteContents(crawl).content(asked), home).value == kind


def test_forms_of_the_home_page_are_furniture() -> None:
    poll = Form(HOME, "post", fields=("binh_chon", "y_kien"))
    login = Form(HOME, "post", password=True, fields=("ten", "mat_khau"))
    home = page("", "Trang chủ", (), (poll, login))
    asked = page("tin/1", f"Tin tức 30/07/2026 Xứng danh đơn vị {PROSE}", (), (poll, login))
    assert page_kind(SiteContents(Crawl((home, asked))).content(asked), home).value == "article"


@pytest.mark.parametrize(
    ("label", "dated"),
    [
        ("Lãnh đạo tỉnh thăm xã (24.06.2026 12:00)", True),
        ("Thông báo mời thầu 05/08/2026", True),
        ("Kế hoạch năm 2026", False),
        ("Danh mục thông tin (kèm theo Quyết định số 5 ngày 20/8/2026)", False),
        ("Nghị quyết ngày 12/03/2026 của Hội đồng nhân dân", False),
    ],
)
def test_a_title_with_the_day_it_was_posted(label: str, dated: bool) -> None:
    assert has_posting_date(label) is dated


@pytest.mark.parametrize(
    ("key", "news"), [("tin moi", True), ("su kien noi bat", True), ("tin hoc hoa", False)]
)
def test_boxes_of_news(key: str, news: bool) -> None:
    assert names_news(key) is news
