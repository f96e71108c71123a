"""Small checks on names and ways: host, picture menus, the National Portal, retired portals."""

from datetime import UTC, datetime
from functools import cache

import pytest

from portal_audit.api import Crawl, Exchange, Front, Kind, Link, Page, Script, Target, Visit
from portal_audit.collect.http.client import HttpResponse
from portal_audit.parse.html import read_page
from portal_audit.rules import catalog
from portal_audit.rules.catalog import Catalog

HOME = "https://anphu.hacson.gov.vn/"
NATIONAL = Link("https://dichvucong.gov.vn/", "Cổng Dịch vụ công quốc gia")
LOCAL = Link("https://dichvucong.hacson.gov.vn/", "Dịch vụ công")

WAITING = Page(HOME, HOME, 200, text="Xã An Phú. Đang tải...")


@cache
def checks() -> Catalog:
    return catalog.read()


def ask(name: str, **evidence: object) -> str:
    check = checks().get(f"information.{name}")
    assert check is not None
    outcome = check.rule(**{key: piece for key, piece in evidence.items() if key in check.needs})
    assert outcome.name in check.outcomes
    return str(outcome.name)


def page(*links: Link, url: str = HOME) -> Page:
    return Page(url, url, 200, text="Trang", links=links)


def front(url: str = HOME, *links: Link, read: bool = True) -> Front:
    return Front((Exchange(url, 200, (), 0.1),), page(*links, url=url) if read else None, True)


def visit(url: str, kind: Kind, parent: str = "") -> Visit:
    return Visit(Target("a", url, kind=kind, parent=parent), datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("url", "kind", "parent", "expected"),
    [
        ("https://hacson.gov.vn/", Kind.PROVINCE, "", "component"),
        ("https://www.hacson.gov.vn/", Kind.PROVINCE, "", "component"),
        ("https://cong.hacson.gov.vn/", Kind.PROVINCE, "", "deep"),
        (HOME, Kind.COMMUNE, "https://hacson.gov.vn/", "component"),
        (HOME, Kind.COMMUNE, "", "component"),
        ("https://xa.anphu.hacson.gov.vn/", Kind.COMMUNE, "https://hacson.gov.vn/", "deep"),
        ("https://xa.anphu.hacson.gov.vn/", Kind.COMMUNE, "", "unknown"),
        (HOME, Kind.COMMUNE, "https://khac.gov.vn/", "elsewhere"),
        ("https://hacson.gov.vn/so/tp", Kind.DEPARTMENT, "https://hacson.gov.vn/", "path"),
        ("https://sotuphap.vn/", Kind.DEPARTMENT, "https://hacson.gov.vn/", "foreign"),
        ("https://hacson.gov.com/", Kind.PROVINCE, "", "foreign"),
    ],
)
def test_component_site(url: str, kind: Kind, parent: str, expected: str) -> None:
    assert ask("component_site", front=front(url), visit=visit(url, kind, parent)) == expected


def tile(number: int, **words: str) -> Link:
    return Link(f"{HOME}{number}", source="image", **words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([Link(HOME + "a", "Tin")], "named"),
        ([tile(1, alt="Lịch tiếp dân"), tile(2, title="Công báo"), tile(3, text="A")], "named"),
        ([tile(1), Link(HOME + "a", "Tin")], "few"),
        ([tile(1, alt="tile-1.png"), tile(2, alt="o2.jpg"), tile(3)], "many"),
        ([tile(1), tile(1), tile(1)], "few"),
        ([Link("#menu", source="image"), Link(HOME + "a", "Tin")], "named"),
        ([], "unread"),
    ],
)
def test_image_only_menu(links: list[Link], expected: str) -> None:
    assert ask("image_only_menu", crawl=Crawl((page(*links),))) == expected


def test_pictures_without_words_on_a_real_page() -> None:
    body = """<nav><a href=/1><img src=/i/tin.png alt=""></a><a href=/2><img src=/2.jpg></a>
        <a href=/3 style="background:url(hoi-dap.png)"></a></nav><p><a href=/4>Tin</a></p>"""
    answer = HttpResponse(
        HOME, 200, (("content-type", "text/html"),), body.encode(), False, 0, 0.1, "HTTP/1.1"
    )
    home = read_page(answer, asked=HOME)
    assert home is not None
    assert ask("image_only_menu", crawl=Crawl((home,))) == "many"


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([page(NATIONAL)], "linked"),
        ([page(LOCAL), page(NATIONAL, url=HOME + "x")], "inner"),
        ([page(Link(HOME + "x", source="frame")), page(NATIONAL, url=HOME + "x")], "linked"),
        ([page(LOCAL)], "local"),
        ([page(Link(NATIONAL.url, "DVC", hidden=True))], "missing"),
        ([page(Link("https://dichvucong.gov.vn.example/", "Giả"))], "missing"),
        ([Page(HOME, HOME, 200, scripts=(Script(None),))], "unread"),
        ([WAITING], "unread"),
        ([WAITING, page(NATIONAL, url=HOME + "x")], "unread"),
        ([], "unread"),
    ],
)
def test_national_portal_link(pages: list[Page], expected: str) -> None:
    assert ask("national_portal_link", crawl=Crawl(tuple(pages))) == expected


@pytest.mark.parametrize(
    ("url", "client", "expected"),
    [
        (LOCAL.url, front("https://dichvucong.gov.vn/"), "redirects"),
        (LOCAL.url, front(LOCAL.url, NATIONAL), "links"),
        (LOCAL.url, front(LOCAL.url), "stays"),
        (LOCAL.url, front(LOCAL.url, read=False), "unread"),
        ("https://hoso.hacson.gov.vn/", front("https://hoso.hacson.gov.vn/"), "other"),
        ("https://dichvucong.gov.vn/", front("https://dichvucong.gov.vn/"), "other"),
    ],
)
def test_legacy_service_portal(url: str, client: Front, expected: str) -> None:
    visited = visit(url, Kind.PUBLIC_SERVICE)
    assert ask("legacy_service_portal", front=client, visit=visited) == expected
