"""Site functions that the law asks for beside the items: each outcome, on hand-made evidence."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portal_audit.api import (
    Crawl,
    DnsRecords,
    Evidence,
    Exchange,
    Finding,
    Front,
    Image,
    Link,
    Page,
    Robots,
    Sitemap,
    Target,
    Visit,
)
from portal_audit.model import Kind
from portal_audit.rules import catalog
from portal_audit.rules.check import Check
from portal_audit.rules.framework import citations
from portal_audit.scoring.judge import judge

CATALOG = catalog.read()
HOME = "https://anphu.hacson.gov.vn/"
SIX = ("title", "creator", "date", "description", "publisher", "identifier")
FUNCTIONS = {
    "accessibility": "PDCS",
    "dnssec": "PDCS",
    "english-version": "P",
    "feedback": "PDCS",
    "footer-contact": "PDC",
    "header": "PDC",
    "ipv6": "PDCS",
    "links-to-state-portals": "PDC",
    "metadata": "PD",
    "platform-label": "S",
    "print-and-archive": "PDC",
    "q-and-a": "PDC",
    "rss": "PDC",
    "satisfaction-rating": "PDCS",
    "site-search": "PDCS",
    "sitemap-html": "PDC",
    "sitemap_xml": "PDC",
    "source-citation": "PDC",
}
"""Function → kinds of portal."""
KINDS = {"P": Kind.PROVINCE, "D": Kind.DEPARTMENT, "C": Kind.COMMUNE, "S": Kind.PUBLIC_SERVICE}


def check(name: str) -> Check:
    found = CATALOG.get(f"information.{name}")
    assert found is not None
    return found


def judged(name: str, *evidence: object) -> Finding:
    (finding,) = judge([check(name)], Evidence(*evidence))
    for texts in check(name).texts.values():
        assert "{" not in texts.sentence(finding.outcome, finding.facts)
    return finding


def page(**facts: Any) -> Page:
    return Page(HOME, HOME, 200, **{"content_type": "text/html; charset=utf-8"} | facts)


def front(home: Page | None) -> Front:
    return Front((Exchange(HOME, 200, (), 0.1),), home, https=True)


def visit(url: str = HOME, parent: str = "https://hacson.gov.vn/") -> Visit:
    target = Target("x", url, kind=Kind.COMMUNE, parent=parent)
    return Visit(target, datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(("name", "kinds"), FUNCTIONS.items())
def test_every_function_is_asked_of_its_kinds(name: str, kinds: str) -> None:
    assert check(name).kinds == {KINDS[letter] for letter in kinds}


@pytest.mark.parametrize(
    ("sitemap", "outcome"),
    [
        (Sitemap(HOME + "sitemap.xml", 200, (HOME, HOME + "tin-tuc")), "found"),
        (Sitemap(HOME + "sitemap.xml", 200), "empty"),
        # An index, none of whose files could be read.
        (Sitemap(HOME + "sitemap.xml", 200, files=3), "unread"),
        (Sitemap(HOME + "sitemap.xml", 200, valid=False), "broken"),
        (Sitemap(HOME + "sitemap.xml", 404, valid=False), "missing"),
        (Sitemap(HOME + "sitemap.xml", 503, valid=False), "unread"),
        (Sitemap(HOME + "sitemap.xml", None, valid=False), "unread"),
        (None, "unread"),
    ],
)
def test_the_xml_site_map(sitemap: Sitemap | None, outcome: str) -> None:
    crawl = Crawl((page(),), robots=Robots(200), sitemap=sitemap)
    assert judged("sitemap_xml", crawl, front(page())).outcome == outcome


@pytest.mark.parametrize(
    ("meta", "outcome"),
    [
        (tuple((f"dc.{name}", "x") for name in SIX), "found"),
        (tuple((f"dcterms:{name}", "x") for name in SIX), "found"),
        ((("dc.date.issued", "2026-11-01"), ("dc.title", "Cổng")), "incomplete"),
        ((("dc.title", " "), ("description", "Cổng của tỉnh")), "missing"),
        ((), "missing"),
    ],
)
def test_metadata(meta: tuple[tuple[str, str], ...], outcome: str) -> None:
    assert judged("metadata", front(page(meta=meta, text="Cổng " * 60))).outcome == outcome


def test_metadata_of_no_page_could_not_be_told() -> None:
    assert judged("metadata", front(None)).outcome == "unread"


@pytest.mark.parametrize(
    ("records", "outcome"),
    [
        (DnsRecords("x", a=("192.0.2.1",), aaaa=("2001:db8::1",)), "found"),
        (DnsRecords("x", a=("192.0.2.1",)), "missing"),
        (DnsRecords("x", a=("192.0.2.1",), unanswered=("AAAA",)), "unknown"),
        (DnsRecords("x", a=("127.0.0.1",), source="inventory"), "unknown"),
        (DnsRecords("x", error="nxdomain"), "unknown"),
    ],
)
def test_ipv6(records: DnsRecords, outcome: str) -> None:
    assert judged("ipv6", records).outcome == outcome


@pytest.mark.parametrize(
    ("records", "outcome"),
    [
        (DnsRecords("x", a=("192.0.2.1",), delegation=("x: 1 13 2 AB",)), "found"),
        (DnsRecords("x", a=("192.0.2.1",), delegation=()), "missing"),
        (DnsRecords("x", a=("192.0.2.1",)), "unknown"),
        (DnsRecords("x", a=("127.0.0.1",), source="inventory", delegation=()), "unknown"),
        (DnsRecords("x", error="nxdomain", delegation=()), "unknown"),
    ],
)
def test_dnssec(records: DnsRecords, outcome: str) -> None:
    assert judged("dnssec", records).outcome == outcome


MENU = tuple(Link(HOME + name, name, region="nav") for name in ("gioi-thieu", "tin-tuc", "lien-he"))
LOGO = (Image(HOME + "images/quoc-huy.png", None),)
NAME = "Trang thông tin điện tử Ủy ban nhân dân xã An Phú. " + "Tin trong xã hôm nay. " * 12


@pytest.mark.parametrize(
    ("home", "outcome"),
    [
        (page(text=NAME, links=MENU, images=LOGO), "found"),
        (page(text=NAME, links=MENU), "no-emblem-seen"),
        (page(text="Số liệu cơ sở dữ liệu. " * 20, links=MENU, images=LOGO), "name-in-picture"),
        (page(text="Tin nông vụ. " * 20, links=MENU), "no-name"),
        (page(text=NAME, images=LOGO), "no-menu"),
        (Page(HOME, HOME, 503), "unread"),
    ],
)
def test_the_header(home: Page, outcome: str) -> None:
    assert judged("header", Crawl((home,)), front(home)).outcome == outcome


@pytest.mark.parametrize(
    ("url", "parent", "outcome"),
    [
        (HOME, "https://hacson.gov.vn/", "component"),
        ("https://hacson.gov.vn/anphu", "https://hacson.gov.vn/", "path"),
        ("https://xa.anphu.hacson.gov.vn/", "https://hacson.gov.vn/", "deep"),
        (HOME, "https://kimbang.gov.vn/", "elsewhere"),
        ("https://anphu.example/", "", "foreign"),
        ("https://a.b.anphu.gov.vn/", "", "unknown"),
    ],
)
def test_the_host_name(url: str, parent: str, outcome: str) -> None:
    assert judged("component_site", front(page()), visit(url, parent)).outcome == outcome


@pytest.mark.parametrize(
    ("footer", "outcome"),
    [("Nhãn nền tảng số: NTS-0001", "found"), ("Bản quyền của cổng", "missing")],
)
def test_the_platform_label(footer: str, outcome: str) -> None:
    words = ("Trang chủ", "Tin tức", "Hướng dẫn", "Nộp hồ sơ", "Liên hệ")
    menu = tuple(Link(f"{HOME}{n}", word, region="nav") for n, word in enumerate(words))
    home = page(text=NAME, links=menu, footer_text=footer)
    finding = judged("platform-label", Crawl((home,)), front(home), visit())
    assert finding.outcome == outcome
    if outcome == "missing":
        assert finding.status.value == "not-applicable"


def test_a_function_that_another_check_tests_is_an_article_over_that_check() -> None:
    articles = {
        "tls.https": "Điều 20",
        "usability.viewport": "điểm a khoản 3 Điều 10",
        "headers.content_type": "khoản 1 Điều 7",
        "information.component_site": "điểm c khoản 4 Điều 11",
    }
    for name, place in articles.items():
        cited = [one.text("vi") for one in citations(name, CATALOG.frameworks)]
        assert any(place in text for text in cited), name
