"""Component portals, found in what was read of a provincial portal."""

from __future__ import annotations

import pytest

from portal_audit.evidence import Crawl, Frame, Image, Link, Page, Sitemap
from portal_audit.evidence.answer import HttpResponse
from portal_audit.inventory.discover import DiscoveredPortal, discover, province_of
from portal_audit.model import Kind
from portal_audit.parse.html import read_page
from portal_audit.parse.html.addresses import MAX_URL

HOME = "https://hacson.gov.test/"


def crawl(*links: Link, home: str = HOME, title: str = "", text: str = "") -> Crawl:
    return Crawl(pages=(Page(home, home, 200, title=title, text=text, links=links),))


def link(url: str, text: str = "") -> Link:
    return Link(url if "//" in url else f"https://{url}.hacson.gov.test/", text)


def one(*links: Link, home: str = HOME) -> DiscoveredPortal:
    [found] = discover(crawl(*links, home=home), home)
    return found


@pytest.mark.parametrize(
    ("links", "kind", "name", "certainty", "notes"),
    [
        ([link("stc", "Sở Tài chính")], "department", "Sở Tài chính", "sure", ()),
        ([link("stc")], "department", "", "likely", ()),
        ([link("stc", "Xem thêm")], "department", "", "likely", ()),
        ([link("stc", "stc.hacson.gov.test")], "department", "", "likely", ()),
        ([link("lungxanh", "Xã Lũng Xanh")], "commune", "Xã Lũng Xanh", "sure", ()),
        ([link("lungxanh", "Lũng Xanh")], "commune", "Lũng Xanh", "likely", ()),
        ([link("xa-lung-xanh")], "commune", "", "likely", ()),
        ([link("xalungxanh")], "commune", "", "unsure", ()),
        ([link("dvc", "Dịch vụ công")], "public-service", "Dịch vụ công", "sure", ()),
        ([link("bao", "Báo Hạc Sơn")], "web", "Báo Hạc Sơn", "unsure", ("kind-unknown",)),
        ([link("stc", "Xã Lũng Xanh")], "commune", "Xã Lũng Xanh", "unsure", ("disagree",)),
        ([link("tttt", "Huyện Tây")], "web", "Huyện Tây", "unsure", ("district",)),
        ([link("stttt")], "department", "", "unsure", ("former",)),
    ],
)
def test_kind_name_and_certainty(
    links: list[Link], kind: str, name: str, certainty: str, notes: tuple[str, ...]
) -> None:
    found = one(*links)
    assert (found.kind, found.name, found.certainty, found.notes) == (kind, name, certainty, notes)


def test_the_label_of_the_front_page_counts_not_the_titles_of_articles() -> None:
    articles = [link(f"https://stc.hacson.gov.test/tin/{n}.html", f"Họp {n}") for n in range(9)]
    assert one(*articles, link("stc", "Sở Tài chính")).name == "Sở Tài chính"
    assert one(*articles).name == ""


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("http://stc.hacson.gov.test/", "https://stc.hacson.gov.test/"),
        ("https://stc.hacson.gov.test/Trang/default.aspx", "https://stc.hacson.gov.test/"),
        ("https://stc.hacson.gov.test:8443/a", "https://stc.hacson.gov.test:8443/"),
        ("http://stc.hacson.gov.test:8080/", "http://stc.hacson.gov.test:8080/"),
    ],
)
def test_the_address_that_is_written(url: str, written: str) -> None:
    assert one(link(url, "Sở Tài chính")).url == written


def test_one_host_is_one_portal_however_often_it_is_linked() -> None:
    urls = (
        "http://stc.hacson.gov.test/",
        "https://stc.hacson.gov.test/tin",
        "http://www.stc.hacson.gov.test",
    )
    assert [
        found.url for found in discover(crawl(*(link(url, "Sở Tài chính") for url in urls)), HOME)
    ] == ["https://stc.hacson.gov.test/"]


@pytest.mark.parametrize(
    "url",
    [
        HOME,
        "https://hacson.gov.test/tin-tuc.html",
        "https://www.hacson.gov.test/",
        "https://chinhphu.vn/",
        "https://dichvucong.gov.vn/",
        "https://moet.gov.vn/",
        "mailto:a@stc.hacson.gov.test",
        "javascript:void(0)",
        "https://nothacson.gov.test/",
        "https://user@stc.hacson.gov.test/",
        "https://stc.hacson.gov.test:99999/",
        "https://[bad/",
    ],
)
def test_what_is_no_component(url: str) -> None:
    assert discover(crawl(Link(url, "Trang chủ")), HOME) == ()


def test_functional_hosts_are_told_apart_and_come_last() -> None:
    found = discover(
        crawl(link("mail", "Thư công vụ"), link("qlvb2"), link("stc", "Sở Tài chính")), HOME
    )
    assert [(one.functional, one.kind.value) for one in found] == [
        (False, "department"),
        (True, "web"),
        (True, "web"),
    ]


@pytest.mark.parametrize(
    ("url", "label", "written"),
    [
        ("/So/sotaichinh/Trang/default.aspx", "Sở Tài chính", "/So/sotaichinh/Trang/default.aspx"),
        ("/web/phuong-tu-lan", "Phường Tu Lan", "/web/phuong-tu-lan"),
        ("/donvi/lungxanh/home", "Xã Lũng Xanh", "/donvi/lungxanh/home"),
        ("/gioi-thieu/so-tai-chinh.html", "Sở Tài chính", None),
        ("/so-tai-chinh/tin", "Sở Tài chính tổ chức họp", None),
        ("/tin-tuc/lung-xanh", "Tin xã", None),
    ],
)
def test_components_that_share_the_host(url: str, label: str, written: str | None) -> None:
    found = discover(crawl(link(HOME + url[1:], label)), HOME)
    assert [one.url for one in found] == ([HOME + written[1:]] if written else [])
    assert all(one.certainty == "unsure" and "path" in one.notes for one in found)


@pytest.mark.parametrize(
    ("url", "label", "notes"),
    [
        ("https://soyte-hacson.vn/", "Sở Y tế", ("outside",)),
        ("https://soyte-hacson.vn/tin/1", "Sở Y tế", None),
        ("https://soyte-hacson.vn/", "Bệnh viện", None),
        ("https://stc.hanoi.gov.vn/", "Sở Tài chính", None),
    ],
)
def test_components_under_other_domains(
    url: str, label: str, notes: tuple[str, ...] | None
) -> None:
    assert [one.notes for one in discover(crawl(link(url, label)), HOME)] == (
        [] if notes is None else [notes]
    )


def test_hosts_of_a_province_that_was_merged_into_this_one() -> None:
    found = one(
        link("https://stc.bacgiang.gov.vn/", "Sở Tài chính"), home="https://bacninh.gov.vn/"
    )
    assert (found.certainty, found.notes) == ("unsure", ("former-host",))


def test_portals_that_only_scripts_and_select_boxes_lead_to() -> None:
    script = r"""var list = [{"url": "https:\/\/xa-lungxanh.hacson.gov.test\/"}];
        $.get("//ajax.hacson.gov.test:8443/list"); $("#x").load("https://khac.gov.vn/a")"""
    options = (
        '<select onchange="location=this.value"><option value="">Chọn</option>'
        '<option value="https://suoinga.hacson.gov.test/">Xã Suối Ngà</option></select>'
        "<p>Xem sonoivu.hacson.gov.test</p>"
    )
    html = f"<title>Cổng</title><script>{'x' * 600};{script}</script>{options}"
    found = {one.url: one for one in discover(Crawl((parsed(html),)), HOME)}
    assert set(found) == {
        *("https://suoinga.hacson.gov.test/", "https://xa-lungxanh.hacson.gov.test/"),
        *("https://sonoivu.hacson.gov.test/", "https://ajax.hacson.gov.test/"),
    }
    assert found["https://suoinga.hacson.gov.test/"].certainty == "sure"
    named = found["https://xa-lungxanh.hacson.gov.test/"]
    assert (named.kind, named.notes) == (Kind.COMMUNE, ("mentioned-only",))


def parsed(html: str) -> Page:
    answer = HttpResponse(
        url=HOME,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html.encode(),
        truncated=False,
        wire_bytes=0,
        elapsed=0.1,
        http_version="HTTP/1.1",
    )
    page = read_page(answer, asked=HOME)
    assert page is not None
    return page


def test_what_is_only_mentioned() -> None:
    page = Page(
        HOME,
        HOME,
        200,
        text="Truy cập sonoivu.hacson.gov.test hoặc thư a@soyte.hacson.gov.test.",
        images=(Image("https://cdn.hacson.gov.test/a.png"),),
        frames=(Frame("https://lungxanh.hacson.gov.test/", "Xã Lũng Xanh"),),
    )
    sitemap = Sitemap(HOME + "sitemap.xml", 200, ("https://stp.hacson.gov.test/a",))
    found = {
        one.url.split(".")[0][8:]: one for one in discover(Crawl((page,), sitemap=sitemap), HOME)
    }
    assert {name: one.notes for name, one in found.items()} == {
        "sonoivu": ("mentioned-only",),
        "stp": ("mentioned-only",),
        "lungxanh": (),
        "cdn": ("mentioned-only", "kind-unknown"),
    }
    assert found["cdn"].functional


def test_two_portals_of_one_name_are_both_marked() -> None:
    found = discover(crawl(link("stc", "Sở Tài chính"), link("sotaichinh", "Sở Tài chính")), HOME)
    assert [one.notes for one in found] == [("same-name",), ("same-name",)]


@pytest.mark.parametrize(
    ("title", "home", "name"),
    [
        ("Cổng Thông tin điện tử tỉnh Hạc Sơn", HOME, "Hạc Sơn"),
        ("Cổng TTĐT thành phố Cần Thơ - Trang chủ", HOME, "Cần Thơ"),
        ("Trang chủ", HOME, ""),
        ("Trang chủ", "https://caobang.gov.vn/", "Cao Bằng"),
    ],
)
def test_the_name_of_the_province(title: str, home: str, name: str) -> None:
    assert province_of(crawl(title=title, home=home), home) == name


def test_hostile_labels_and_addresses_cost_nothing() -> None:
    labels = ["=HYPERLINK(1)", "\u202e" * 300, "Sở " * 400, "\x00", "a" * 5_000, "Xã " + "Á" * 900]
    links = [
        *(link(f"h{number}", label) for number, label in enumerate(labels)),
        Link("https://" + "a." * 900 + "hacson.gov.test/"),
        Link("https://x.hacson.gov.test/" + "a" * MAX_URL),
    ]
    found = discover(crawl(*links, text="x.vn " * 5_000), HOME)
    assert all(len(one.name) <= 200 and one.name[:1] != "=" for one in found)


def test_nothing_read_is_nothing_found() -> None:
    assert discover(Crawl(()), HOME) == ()
