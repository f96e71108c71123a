"""Injected spam: what is an attack, what is a stray link, and what is honest reporting."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from portal_audit import catalog
from portal_audit.api import Crawl, HiddenBlock, Link, Outcome, Page, Sitemap
from portal_audit.check import Check

HOME = "https://anphu.hacson.gov.vn/"
POLICE = (
    "Công an xã An Phú phối hợp triệt phá một ổ cờ bạc qua mạng, tạm giữ tám người chơi tài xỉu, "
    "cá độ bóng đá và lô đề. Các đối tượng lập nhà cái trên casino trực tuyến. Công an khuyến cáo "
    "người dân không tải app, không đăng ký tài khoản, không nạp tiền."
)
PROMOTION = (
    "Cách chơi tài xỉu luôn thắng. Nhà cái uy tín nhất, đăng ký nhận khuyến mãi 88k, nạp rút nhanh."
)


@cache
def check() -> Check:
    found = catalog.read().get("content.injected_spam")
    assert found is not None
    return found


def judged(*pages: Page, **crawl: Any) -> Outcome:
    return check().rule(crawl=Crawl(pages, **crawl))


def page(text: str = "", *, path: str = "", links: Sequence[Link] = (), **more: Any) -> Page:
    url = HOME + path
    return Page(url, url, 200, text=text, main_text=text, links=tuple(links), **more)


def block(text: str, *urls: str, how: str = "off-screen") -> HiddenBlock:
    return HiddenBlock(how, text, urls)


SPAM = tuple(
    Link(f"https://{host}/", text, region="footer")
    for host, text in (
        ("taixiu88.example", "tài xỉu online đổi thưởng"),
        ("nhacai8899.example", "nhà cái uy tín"),
        ("nohu68.example", "nổ hũ club"),
        ("cado247.example", "cá độ bóng đá"),
        ("xosode99.example", "lô đề online"),
    )
)
BLOCK = block(" ".join(link.text for link in SPAM), *(link.url for link in SPAM))
NEWS = Link(HOME + "tin/1", "Cảnh báo lừa đảo tài xỉu, nhà cái trên mạng")
VENDOR = Link("https://karion.example/", "Thiết kế web", hidden=True)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        # Honest pages.
        ([page("Tin tức của xã.")], "none"),
        ([page(POLICE, title="Triệt phá ổ cờ bạc, tài xỉu qua mạng")], "none"),
        ([page(POLICE, path=str(n), title="Xử phạt đánh bạc, lô đề") for n in range(4)], "none"),
        ([page("Tin", links=[NEWS]), page(POLICE, path="tin/1")], "none"),
        ([page("Tin", hidden=(block(POLICE, HOME + "tin/1", how="display-none"),))], "none"),
        ([page("Xổ số kiến thiết tỉnh mở thưởng.", links=[Link("https://xskt.com.vn/", "Xổ số")])],
         "none"),
        ([page("Ông chủ nợ hư, nhà cải tạo, lo đẽ gỗ, nổi da gà, đã gả con.")], "none"),
        ([page("Trang", links=[Link("https://office365.example/", "Thư công vụ")])], "none"),
        ([page("Trang", links=[Link("https://alphabet.example/", "Đối tác")])], "none"),
        ([page("Trang", links=[Link("https://congan.gov.vn/co-bac", "Tố giác cờ bạc")])], "none"),
        ([page("Trang", links=[Link("https://vtv.example/1", "Công an bắt ổ cờ bạc")])], "none"),
        # Hidden blocks.
        ([page("Tin tức của xã.", hidden=(BLOCK,))], "hidden"),
        ([page("Tin", hidden=(block("xem thêm", "https://fa88.example", "https://98win.example"),))],
         "hidden"),
        ([page("Tin", hidden=(block("tài xỉu đổi thưởng, nổ hũ", HOME + "tx", how="zero-size"),))],
         "hidden"),
        ([page("Tin", hidden=(block("nha cai uy tin", "https://a.example", how="after-html"),))],
         "hidden"),
        ([page("Tin", links=[Link("https://a.example/", "game bài đổi thưởng", hidden=True)])],
         "hidden"),
        # Shown.
        ([page("Tin", links=SPAM)], "repeated"),
        ([page("Tin", links=SPAM[:1]), page("Tin", path="b", links=SPAM[:1])], "repeated"),
        ([page("Hỏi đáp", links=SPAM[:2])], "links"),
        ([page("Hỏi đáp", links=[Link("https://kubet99.example/", "bấm vào đây")])], "links"),
        ([page("Hoi dap", links=[Link("https://a.example/", "choi tai xiu")])], "links"),
        # Pages of the portal's own that advertise.
        ([page("Tin"), page(PROMOTION, path="uploads/tx.html", title="Cách chơi tài xỉu")],
         "doorway"),
        # A vendor's hidden link is not gambling.
        ([page("Tin", links=[VENDOR])], "hidden-link"),
        ([page("Tin", hidden=(block("Thiết kế", "https://karion.example/"),))], "hidden-link"),
        ([], "unread"),
    ],
)  # fmt: skip
def test_outcome(pages: list[Page], expected: str) -> None:
    outcome = judged(*pages)
    assert outcome.name == expected, dict(outcome.facts)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["cach-choi-tai-xiu-online", "nha-cai-uy-tin-2026", "game-bai-doi-thuong-1"], "indexed"),
        (["gioi-thieu", "tin-tuc", "cong-an-triet-pha-o-tai-xiu-online"], "none"),
        (["nha-cai-tao", "nha-cai-tao-2", "danh-bai-tho", "no-hu-hong", "lo-de-nang"], "none"),
    ],
)
def test_orphan_pages_in_the_site_map(paths: list[str], expected: str) -> None:
    site_map = Sitemap(HOME + "sitemap.xml", 200, tuple(HOME + path for path in paths))
    assert judged(page("Tin"), sitemap=site_map).name == expected


def test_every_hit_quotes_its_place() -> None:
    outcome = judged(page("Tin"), page("Tin", path="b", hidden=(BLOCK,)))
    assert outcome.where == (HOME + "b",)
    assert "tài xỉu" in str(outcome.facts["quote"])
    assert len(str(outcome.facts["quote"])) <= 120


def test_a_page_without_text_is_not_judged() -> None:
    assert judged(page(""), needs_browser=True).name == "unread"
