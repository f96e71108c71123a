"""Injected spam: what is an attack, what is a stray link, and what is honest reporting."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from portal_audit.api import Crawl, HiddenBlock, Link, Outcome, Page, Robots, Sitemap
from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.html import read_page
from portal_audit.rules import catalog
from portal_audit.rules.check import Check

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
FOOTER = tuple(
    Link(f"https://{host}.example/", "xem", region="footer")
    for host in ("fa88", "98win", "mxh", "video", "tro-giup", "ban-do")
)
OWN = "Ủy ban nhân dân xã An Phú thông báo lịch tiếp công dân, kết quả giải quyết hồ sơ. " * 4
THAI = "สล็อตเว็บตรง แตกง่าย สมัครวันนี้ รับเครดิตฟรี บาคาร่าออนไลน์ ฝากถอนไม่มีขั้นต่ำ"
CHINESE = "安富社人民委员会通知公民接待时间表"
LAO = "ຄະນະກຳມະການປະຊາຊົນບ້ານ"
KHMER = "គណៈកម្មាធិការប្រជាជនឃុំ"
LISTED = ("sitemap.xml", "x")
ODD = (
    *("uploads/a/tx.html", "Portals/0/x.html", "documents/x.htm", "viewspace-469085.html"),
    "423295/",
)
NEWS = Link(HOME + "tin/1", "Cảnh báo lừa đảo tài xỉu, nhà cái trên mạng")
VENDOR = Link("https://karion.example/", "Thiết kế web", hidden=True)


LINK = '<a href="https://fa88.example/">tài xỉu online</a>'
SITE = "<html lang=vi><title>Xã An Phú</title><body><p>Tin tức của xã.</p>{}</body></html>"


@pytest.mark.parametrize(
    ("html", "place"),
    [
        ('<div style="display: none">{}</div>', "block hidden by display:none"),
        ('<div style="visibility:hidden">{}</div>', "block hidden by visibility:hidden"),
        ('<div style="font-size:0">{}</div>', "block of no size"),
        ('<div style="FONT-SIZE: 0PX !important">{}</div>', "block of no size"),
        ('<div style="font-size:1px">{}</div>', "block of no size"),
        ('<div style="font-size:0.1px">{}</div>', "block of no size"),
        ('<div style="position:absolute;left:-9999px">{}</div>', "block pushed off the screen"),
        ('<div style="position:absolute; top: -5000px">{}</div>', "block pushed off the screen"),
        ('<div style="text-indent:-9999em">{}</div>', "block pushed off the screen"),
        ('<div style="transform: translateX(-9999px)">{}</div>', "block pushed off the screen"),
        ('<div style="height:0;overflow:hidden">{}</div>', "block of no size"),
        ('<marquee width="0" height="0">{}</marquee>', "block of no size"),
        ('<marquee style="width:1px;height:1px">{}</marquee>', "block of no size"),
        ('<div class="hidden">{}</div>', "hidden block"),
        ('<p class="box hide">{}</p>', "hidden block"),
        ("<div hidden>{}</div>", "hidden block"),
        ("</body></html>{}", "after </html>"),
    ],
)
def test_a_hidden_block_is_found_however_it_is_hidden(html: str, place: str) -> None:
    seen = judged(parsed(SITE.format(html.format(LINK))))
    assert seen.name == "hidden"
    assert f"({place})" in told(seen)[1]


@pytest.mark.parametrize(
    "html",
    [
        '<div style="font-size:10px">{}</div>',
        '<div style="font-size:0.8em">{}</div>',
        '<div style="margin-left:-15px">{}</div>',
        '<div style="transform:translateX(-50%)">{}</div>',
        '<marquee width="100%">{}</marquee>',
        '<div class="d-none d-md-block">{}</div>',
    ],
)
def test_what_is_shown_is_not_called_hidden(html: str) -> None:
    assert judged(parsed(SITE.format(html.format(LINK)))).name == "links"


@pytest.mark.parametrize(
    ("html", "outcome", "place"),
    [
        (f"<textarea rows=1>{LINK} nhà cái uy tín</textarea>", "hidden", "in a text area"),
        ("<textarea>Tài xỉu online, nhà cái uy tín</textarea>", "hidden", "in a text area"),
        ('<form action="https://taixiu88.example/"></form>', "redirect", "form that sends there"),
        (f"<svg>{LINK.replace('href', 'xlink:href')}</svg>", "links", "body of the page"),
        ('<svg><a href="https://thoclub88.example/">xem</a></svg>', "links", "body of the page"),
        ('<a href="https://thoclub88.example/">Xem thêm</a>', "links", "body of the page"),
        ('<a href="https://x.example/">nohucasino88</a>', "links", "body of the page"),
    ],
)
def test_spam_is_found_wherever_it_stands(html: str, outcome: str, place: str) -> None:
    seen = judged(parsed(SITE.format(html)))
    assert seen.name == outcome
    assert f"({place})" in told(seen)[1]


@pytest.mark.parametrize(
    "html",
    [
        "<textarea>Nội dung phản ánh về tệ nạn cờ bạc trên địa bàn xã</textarea>",
        '<textarea readonly><a href="https://vendor.example/">Nhúng bản đồ</a></textarea>',
        '<form action="https://www.google.com/search"><input name=q></form>',
        '<svg><a href="/xa/1"><text>Xã An Phú</text></a></svg>',
        '<a href="https://fanclub.example/">Câu lạc bộ</a>',
    ],
)
def test_what_people_write_send_and_draw_is_none(html: str) -> None:
    assert judged(parsed(SITE.format(html))).name == "none"


def test_a_list_of_police_news_in_a_closed_tab_is_no_injection() -> None:
    tab = (
        '<div style="display:none"><a href="https://cand.example/1">Công an phá ổ tài xỉu</a></div>'
    )
    assert judged(parsed(SITE.format(tab))).name == "hidden-link"


def parsed(html: str) -> Page:
    body = html.encode()
    answer = HttpResponse(
        url=HOME,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=body,
        truncated=False,
        wire_bytes=len(body),
        elapsed=0.1,
        http_version="HTTP/1.1",
    )
    page = read_page(answer, asked=HOME)
    assert page is not None
    return page


SLUGS = ("cach-choi-tai-xiu-online", "nha-cai-uy-tin-2026", "game-bai-doi-thuong-1")
ADDRESSES = tuple(HOME + slug for slug in SLUGS)


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
        # Hidden in other ways, and with other words.
        *(([page("Tin", hidden=(block("nhà cái, tài xỉu", "https://a.example", how=how),))],
           "hidden")
          for how in ("display-none", "visibility", "off-screen", "zero-size", "hidden",
                      "after-html")),
        ([page("Tin", hidden=(block(THAI, "https://a.example"),))], "hidden"),
        ([page("Tin", hidden=(block("Nhà cái uy tín không lừa đảo", "https://fa88.example"),))],
         "hidden"),
        ([page("Tin", hidden=(block("Công an tỉnh: tài xỉu, nhà cái", "https://bet365.example"),))],
         "hidden"),
        ([page("Tin", hidden=(block("中文 日本語 한국어 ไทย Русский", "https://dich.example"),))],
         "hidden-link"),
        ([page("Tin", hidden=(block("中文版", "https://zh.doitac.example"),))], "hidden-link"),
        # Footers.
        ([page("Tin", links=FOOTER)], "footer"),
        ([page("Tin", links=FOOTER[:5])], "none"),
        ([page("Tin", links=FOOTER[2:])], "none"),
        ([page("Tin", links=[replace(link, region="body") for link in FOOTER])], "none"),
        # Titles and descriptions above a text of the agency's own.
        ([page(OWN, title="FA88 – nhà cái uy tín")], "page-title"),
        ([page(OWN, title="Xã An Phú", meta=(("og:title", "Tài xỉu online"),))], "page-title"),
        ([page(OWN, title="Xã An Phú", meta=(("description", "nổ hũ, cá độ"),))], "page-title"),
        ([page(OWN, title="Bắt giữ nhóm tài xỉu")], "none"),
        ([page("", title="Nhà cái")], "page-title"),
        ([page("Tin"), page("", path="a", title="Nhà cái", via=("Tin",))], "none"),
        ([page(OWN + " Ông B mở nhà cái.", title="Nhà cái ở làng tôi")], "none"),
        ([page(OWN, meta=(("keywords", "an ninh, ma túy, cờ bạc, lô đề"),))], "none"),
        ([page(OWN, meta=(("keywords", "nhà cái uy tín, đăng ký, tài xỉu"),))], "page-title"),
        ([page("Nghị định cho phép đặt cược, cá cược bóng đá; người chơi đăng ký trước.",
               title="Quy định mới về cá cược bóng đá", path="a", via=LISTED)], "none"),
        ([page("Quản lý thị trường thu giữ lô thuốc kích dục, viagra.", via=LISTED, path="a",
               title="Lô viagra không hóa đơn")], "none"),
        # Warnings.
        ([page(POLICE, links=[Link("https://nhacai88.example/", "https://nhacai88.example/")])],
         "none"),
        ([page(POLICE, path="uploads/tin.html", title="Triệt phá ổ tài xỉu")], "none"),
        ([page("Tin"), page(POLICE, path="123456", title="Tài xỉu trên mạng", via=LISTED)], "none"),
        ([page("Dự án du lịch.", title="Khu nghỉ dưỡng có casino", via=LISTED, path="a")], "none"),
        ([page("Thông báo mở thưởng.", title="Kết quả xổ số", path="1", via=LISTED)], "none"),
        # Doorways: a term in the title and one odd sign; never the sign alone.
        ([page("Tin"), page("Nhà cái số 1.", title="Nhà cái uy tín", path="a", via=LISTED)],
         "doorway"),
        *(([page("Tin"), page("Tài xỉu, nổ hũ.", title="Tài xỉu", path=path)], "doorway")
          for path in ODD),
        *(([page("Tin"), page("Thông báo của xã.", title="Thông báo", path=path)], "none")
          for path in ODD),
        ([page("Tin"), page("Xem", title="Tài xỉu", path="a", links=SPAM[:1])], "doorway"),
        ([page("Tin"), page("Cảnh báo: gplx gov.vn. " + PROMOTION, title="Tài xỉu uy tín",
                            path="a", via=LISTED)], "doorway"),
        # Other scripts.
        ([page("Tin"), page(THAI, title="สล็อตเว็บตรง แตกง่าย", path="a", via=LISTED)], "doorway"),
        ([page("Tin"), page(THAI, title="สล็อตเว็บตรง แตกง่าย", path="a", lang="vi")], "doorway"),
        ([page("Tin"), page("Xem", title="ブランド時計 通販", path="a", via=LISTED)], "foreign"),
        ([page("Xem", title="Купить справку недорого")], "foreign"),
        ([page("Tin"), page(CHINESE, title=CHINESE, path="zh/1")], "none"),
        ([page("Tin"), page(CHINESE, title=CHINESE, path="tin?lang=zh-cn")], "none"),
        ([page("Tin"), page(CHINESE, title=CHINESE, path="1", lang="zh-CN")], "none"),
        ([page("Tin"), page(CHINESE, title=CHINESE, path="1", via=("中文",))], "none"),
        ([page("Tin"), page(CHINESE, title=CHINESE, path="1", via=("Tiếng Trung Quốc",))], "none"),
        ([page("Tin", relations=(("alternate zh", HOME + "1"),)),
          page(CHINESE, title=CHINESE, path="1")], "none"),
        ([page("Tin"), page(LAO, title=LAO, path="lo")], "none"),
        ([page("Tin"), page(KHMER, title=KHMER, path="km-kh/tin")], "none"),
        ([page("Cửa khẩu Hà Khẩu (河口), Bằng Tường (凭祥)", title="Giao lưu 河口")], "none"),
        ([page("Police broke an illegal gambling ring; casino online.", title="Police news",
               path="en/1", lang="en")], "none"),
        ([page("Tin"), page("公安打击赌博、投注犯罪。", title="公安打击投注网站", path="zh/2")],
         "none"),
        ([page("Tin"), page(CHINESE, title=CHINESE, path="tieng-trung/1.html")], "none"),
        ([page("Tin"), page(CHINESE, title=CHINESE, path="zh-cn.aspx")], "none"),
        # Official words do not make a link to gambling honest.
        ([page("Tin", links=[Link("https://taixiu88.example/", "Công an xác minh: uy tín")])],
         "links"),
        ([page("Tin", links=[Link("https://fa88.example/", "Nhà cái không lừa đảo")])], "links"),
        # Text in another script within a page of the agency's own.
        ([page(OWN + THAI + OWN, title="Tin tức")], "doorway"),
        ([page(OWN + "เว็บตรง" + OWN, title="Tin tức")], "none"),
        ([page(OWN + CHINESE + LAO, title="Tin đối ngoại")], "none"),
        ([page(OWN + "公安机关打击赌博、投注犯罪" + OWN, title="Tin đối ngoại")], "none"),
        # The template around it, with its column of police news, does not make it honest.
        ([page("Tin"), page((PROMOTION + " ") * 20 + OWN + POLICE, title="Tài xỉu", path="a")],
         "doorway"),
        ([page("Tin"), page((POLICE + " ") * 6 + OWN, title="Vụ tài xỉu ở An Phú", path="a",
                            via=LISTED)], "none"),
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


@pytest.mark.parametrize(
    ("crawl", "listed"),
    [
        ({"feed": Sitemap(HOME + "rss.xml", 200, ADDRESSES)}, "RSS"),
        ({"robots": Robots(200, "\n".join(f"Disallow: /{slug}/" for slug in SLUGS))}, "robots.txt"),
    ],
)
def test_orphan_pages_in_other_lists(crawl: dict[str, Any], listed: str) -> None:
    outcome = judged(page("Tin"), **crawl)
    assert outcome.name == "indexed"
    assert listed in told(outcome)[0]


def test_an_address_that_was_read_is_judged_by_what_it_says() -> None:
    site_map = Sitemap(HOME + "sitemap.xml", 200, ADDRESSES)
    read = [page("Cổng của xã.", path=slug, via=LISTED, title="Tin") for slug in SLUGS]
    assert judged(page("Tin"), *read, sitemap=site_map).name == "none"


def told(outcome: Outcome) -> tuple[str, str]:
    vi, en = (check().texts[lang].sentence(outcome.name, outcome.facts) for lang in ("vi", "en"))
    return vi, en


def test_every_hit_quotes_its_place() -> None:
    outcome = judged(page("Tin"), page("Tin", path="b", hidden=(BLOCK,)))
    assert outcome.where == (HOME + "b",)
    assert "tài xỉu" in str(outcome.facts["quote"])
    assert len(str(outcome.facts["quote"])) <= 120
    vi, en = told(outcome)
    assert f"{HOME}b (khối bị đẩy ra ngoài màn hình): “tài xỉu online" in vi
    assert f"{HOME}b (block pushed off the screen): “tài xỉu online" in en


def test_several_hits_are_listed_and_the_same_one_only_once() -> None:
    footers = [page("Tin", path=str(n), links=SPAM) for n in range(4)]
    vi, en = told(judged(page(OWN, title="Nhà cái uy tín"), *footers))
    assert f"(1) {HOME} (tiêu đề trang): “Nhà cái uy tín”" in vi
    assert f"(2) {HOME}0 (chân trang): “tài xỉu online đổi thưởng → https://taixiu88" in vi
    assert "; và 3 trang khác" in vi
    assert "; and 3 more pages" in en
    assert "(5)" in en
    assert "(6)" not in en


def test_an_orphan_is_said_to_be_one() -> None:
    orphan = page("Nhà cái số 1.", title="Nhà cái uy tín", path="a", via=LISTED)
    vi, en = told(judged(page("Tin"), orphan))
    assert "không trang nào đã đọc dẫn tới trang này" in vi
    assert "not linked from any page that was read" in en
    friend = page("Tài xỉu, nổ hũ", path="b", via=LISTED, links=[Link(HOME + "a", "xem")])
    assert "not linked" in told(judged(page("Tin"), friend, orphan))[1]  # orphans know each other
    linked = page("Tin", links=[Link(HOME + "a", "xem")])
    seen = judged(linked, replace(orphan, text="Nhà cái số 1. Đăng ký. Nổ hũ", main_text=""))
    assert seen.name == "doorway"
    assert "not linked" not in told(seen)[1]


def test_a_quote_repeats_no_telephone_number() -> None:
    spam = block("tài xỉu uy tín, gọi 0912345678", "https://fa88.example/")
    outcome = judged(page("Tin", hidden=(spam,)))
    assert "0912345678" not in repr((outcome.where, dict(outcome.facts)))


def test_a_page_without_text_is_not_judged() -> None:
    assert judged(page(""), needs_browser=True).name == "unread"
    orphan = page("Nhà cái số 1.", title="Nhà cái uy tín", path="a", via=LISTED)
    assert judged(page(""), orphan, needs_browser=True).name == "doorway"
