"""The sections of a portal by what they say: articles and news are none of them."""

from __future__ import annotations

import pytest

from portal_audit.analyse.required_information.section_pages import marked, section_pages
from portal_audit.analyse.required_information.site_index import site_index
from portal_audit.analyse.required_information.vocabulary import MARKED
from portal_audit.evidence import Crawl, Link, Page

HOME = "https://anphu.hacson.gov.vn/"
WORDS = "Đất này lập làng từ thế kỷ XVI, có đình thờ Thành hoàng và lễ hội tháng Giêng hằng năm."


def site(*links: Link, text: str = WORDS) -> Crawl:
    home = Page(HOME, HOME, 200, links=links, text="Trang chủ", main_text="Trang chủ")
    pages = [
        Page(link.url, link.url, 200, depth=1, via=(link.text,), text=text, main_text=text)
        for link in links
    ]
    return Crawl((home, *pages))


def link(text: str, region: str = "nav") -> Link:
    return Link(f"{HOME}{abs(hash(text))}", text, region=region)


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (link("Đảo xưa và nay"), True),
        (link("Đảo xưa và nay", "body"), True),
        # A long label amid a page is the title of an article; in a menu it may still be a section.
        (link("Xã tổ chức lễ hội truyền thống đầu năm với nhiều trò chơi", "body"), False),
        (link("Phân công nhiệm vụ của Chủ tịch và các Phó Chủ tịch"), True),
        (link("Tin tức - Sự kiện"), False),
        (link("Hoạt động của lãnh đạo"), False),
        (link("Tin học hóa"), True),
    ],
    ids=lambda value: value.text if isinstance(value, Link) else str(value),
)
def test_a_section_is_told_from_an_article(entry: Link, found: bool) -> None:
    pages = section_pages(site_index(site(entry)))
    assert [page.page.url for page in pages] == ([entry.url] if found else [])


@pytest.mark.parametrize("text", ["Nội dung đang được cập nhật", "", "Đang cập nhật..."])
def test_a_page_that_holds_nothing_is_none(text: str) -> None:
    assert section_pages(site_index(site(link("Đảo xưa và nay"), text=text))) == ()


MARKED.add(("thế kỷ", "lễ hội", "đền", "làng", "bản đồ", "den", "gói thầu", "nhà thầu"))


def test_phrases_are_counted_with_their_marks() -> None:
    [page] = section_pages(site_index(site(link("Xưa và nay"))))
    assert page.held((marked("thế kỷ"), marked("lễ hội"), marked("đền"), marked("làng"))) == 3
    assert page.held((marked("bản đồ"),), marked("Bản đồ xã")) == 1
    assert page.held((marked("den"),)) == 0


def test_a_page_that_speaks_of_everything_is_of_nothing() -> None:
    long = "Danh mục thông tin phải công khai của xã gồm nhiều loại khác nhau. " * 40
    [page] = section_pages(site_index(site(link("Danh mục"), text=f"{long} gói thầu, nhà thầu")))
    assert 0 < page.share((marked("gói thầu"), marked("nhà thầu"))) < 0.01
