"""What the portals answer over HTTP: each shows its one fault and no other."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from lxml import etree, html  # type: ignore[import-untyped]

from portal_audit.demo.control import Testbed
from portal_audit.demo.province import BY_SLUG

pytestmark = pytest.mark.testbed

SPEAKS_HTTPS = (
    *("hacson", "sotaichinh", "sonoivu", "sokhcn", "sotuphap", "lungxanh", "suoinga", "dongmay"),
    *("thungsuong", "hackhe", "nganthong", "vanchai", "deosim", "dichvucong"),
)
SECURITY = (
    *("strict-transport-security", "x-content-type-options", "x-frame-options"),
    *("content-security-policy", "referrer-policy", "permissions-policy"),
)


class Visitor:
    """Asks portals for pages; certificates are not verified."""

    def __init__(self, testbed: Testbed, client: httpx.Client) -> None:
        self.testbed = testbed
        self.client = client

    def get(self, slug: str, path: str = "/", **options: object) -> httpx.Response:
        return self.ask(self.testbed.url(slug), path)

    def get_http(self, slug: str, path: str = "/") -> httpx.Response:
        return self.ask(self.testbed.http_url(slug), path)

    def ask(self, base: str, path: str, method: str = "GET") -> httpx.Response:
        url = httpx.URL(base).join(path)
        return self.client.request(
            method,
            url.copy_with(host="127.0.0.1"),
            headers={"Host": url.netloc.decode()},
            extensions={"sni_hostname": url.host},
        )

    def tree(self, slug: str, path: str = "/") -> html.HtmlElement:
        return html.fromstring(self.get(slug, path).text)

    def find(self, slug: str, label: str) -> str:
        """Return the address behind a link of the site map page."""
        home = self.tree(slug)
        (where,) = set(home.xpath('//a[text()="Sơ đồ cổng"]/@href'))
        (address,) = set(self.tree(slug, where).xpath(f'//main//a[text()="{label}"]/@href'))
        return str(address)


@pytest.fixture(scope="module")
def visitor(testbed: Testbed) -> Iterator[Visitor]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with httpx.Client(verify=context, timeout=10) as client:
        yield Visitor(testbed, client)


@pytest.mark.parametrize("slug", SPEAKS_HTTPS)
def test_home_page_answers(visitor: Visitor, slug: str) -> None:
    answer = visitor.get(slug)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert "server" not in answer.headers
    tree = html.fromstring(answer.text)
    assert tree.get("lang") == "vi"
    assert tree.xpath('//meta[@name="viewport"]')
    assert BY_SLUG[slug].name in tree.findtext(".//title")


@pytest.mark.parametrize("slug", SPEAKS_HTTPS)
def test_security_headers_are_complete_but_for_one_portal(visitor: Visitor, slug: str) -> None:
    present = [name for name in SECURITY if name in visitor.get(slug).headers]
    assert present == ([] if slug == "sokhcn" else list(SECURITY))


@pytest.mark.parametrize("slug", SPEAKS_HTTPS)
def test_csp_is_strict_but_for_one_portal(visitor: Visitor, slug: str) -> None:
    policy = visitor.get(slug).headers.get("content-security-policy", "")
    assert ("'unsafe-eval'" in policy) == (slug == "sotuphap")


@pytest.mark.parametrize("slug", SPEAKS_HTTPS)
def test_http_redirects_to_https_but_for_one_portal(visitor: Visitor, slug: str) -> None:
    answer = visitor.get_http(slug, "/tim-kiem?q=a")
    if slug == "thungsuong":
        assert answer.status_code == 200
    else:
        assert answer.status_code == 301
        assert answer.headers["location"] == visitor.testbed.url(slug) + "tim-kiem?q=a"


@pytest.mark.parametrize("slug", SPEAKS_HTTPS)
def test_cookies_are_safe_but_for_one_portal(visitor: Visitor, slug: str) -> None:
    (cookie,) = visitor.get(slug).headers.get_list("set-cookie")
    safe = [flag in cookie for flag in ("; Secure", "; HttpOnly", "; SameSite=Lax")]
    assert safe == [slug != "dichvucong"] * 3


@pytest.mark.parametrize("slug", SPEAKS_HTTPS)
def test_security_txt_is_valid(visitor: Visitor, slug: str) -> None:
    answer = visitor.get(slug, "/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:attt@hacson.gov.test"
    assert fields["Canonical"] == visitor.testbed.url(slug) + ".well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=100) < expires - datetime.now(UTC) < timedelta(days=365)


@pytest.mark.parametrize("slug", ["hacson", "sotuphap", "bentram", "dichvucong"])
def test_robots_sitemap_and_feed(visitor: Visitor, slug: str) -> None:
    get = visitor.get_http if slug == "bentram" else visitor.get
    base = visitor.testbed.http_url(slug) if slug == "bentram" else visitor.testbed.url(slug)
    assert f"Sitemap: {base}sitemap.xml" in get(slug, "/robots.txt").text
    listed = etree.fromstring(get(slug, "/sitemap.xml").content).xpath("//*[local-name()='loc']")
    assert len(listed) > 15
    assert all(entry.text.startswith(base) for entry in listed)
    assert etree.fromstring(get(slug, "/rss.xml").content).xpath("//item/pubDate")


def test_no_https_at_all(visitor: Visitor) -> None:
    with pytest.raises(httpx.ConnectError):
        visitor.get("bentram")
    answer = visitor.get_http("bentram")
    assert answer.status_code == 200
    assert "phường Bến Trầm" in answer.text


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/sitemap.xml", "/bat-ky"])
def test_firewall_blocks_every_path(visitor: Visitor, path: str) -> None:
    for answer in (visitor.get("bao", path), visitor.get_http("bao", path)):
        assert answer.status_code == 403
        assert len(answer.content) < 500


def test_retired_portal_is_closed(visitor: Visitor) -> None:
    for get in (visitor.get, visitor.get_http):
        with pytest.raises(httpx.ConnectError):
            get("motcua")


def test_one_portal_never_answers(testbed: Testbed) -> None:
    for url in (testbed.url("bqlkcn"), testbed.http_url("bqlkcn")):
        address = httpx.URL(url).copy_with(host="127.0.0.1")
        with pytest.raises(httpx.TimeoutException), httpx.Client(timeout=0.2) as client:
            client.get(address)


@pytest.mark.parametrize("slug", ["hacson", "sotuphap", "hackhe", "dichvucong"])
def test_news_is_fresh_but_for_one_portal(visitor: Visitor, slug: str) -> None:
    days = visitor.tree(slug).xpath("//main//time/@datetime")
    age = (datetime.now(UTC).date() - max(map(date.fromisoformat, days))).days
    assert age > 60 if slug == "hackhe" else age <= 2


def test_placeholder_sections(visitor: Visitor) -> None:
    for label in ("Lịch sử - Văn hóa", "Đầu tư công", "Kết luận thanh tra"):
        for slug, empty in (("nganthong", True), ("lungxanh", False)):
            page = visitor.get(slug, visitor.find(slug, label)).text
            assert ("đang được cập nhật" in page) == empty, (slug, label)


def test_gambling_links_are_hidden_in_the_footer_of_several_pages(visitor: Visitor) -> None:
    hidden = "//footer//div[contains(@style,'left:-9999px')]/a/@href"
    assert len(visitor.tree("vanchai").xpath(hidden)) == 6
    assert visitor.tree("vanchai", visitor.find("vanchai", "Thủ tục hành chính")).xpath(hidden)
    assert not visitor.tree("vanchai", visitor.find("vanchai", "Liên hệ")).xpath(hidden)
    assert not visitor.tree("lungxanh").xpath(hidden)


@pytest.mark.parametrize("slug", ["hacson", "sotuphap"])
def test_a_news_item_about_gambling_is_legitimate(visitor: Visitor, slug: str) -> None:
    (where,) = set(visitor.tree(slug).xpath("//main//a[contains(.,'đánh bạc')]/@href"))
    article = visitor.get(slug, where).text
    assert "cá độ bóng đá, tài xỉu và lô đề" in article
    assert "Ngày đăng: " in article


def test_pages_without_javascript_are_empty(visitor: Visitor) -> None:
    body = visitor.tree("deosim").find("body")
    assert "".join(body.itertext()).strip() == ""
    assert body.xpath(".//script/@src") == ["/assets/app.js"]


@pytest.mark.parametrize("slug", ["hacson", "dongmay", "suoinga", "vanchai", "thungsuong"])
def test_unknown_paths_are_404_with_navigation(visitor: Visitor, slug: str) -> None:
    answer = visitor.get(slug, "/khong-co-trang-nay")
    assert answer.status_code == 404
    assert len(html.fromstring(answer.text).xpath("//nav//a | //nav//option")) > 20


def test_documents_are_pdf_with_text_and_head_is_answered(visitor: Visitor) -> None:
    page = visitor.tree("hacson", visitor.find("hacson", "Quyết toán ngân sách"))
    first, second = page.xpath("//main//a[contains(@href,'.pdf')]/@href")
    base = visitor.testbed.url("hacson")
    head = visitor.ask(base, first, "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    document = visitor.get("hacson", second)
    assert document.headers["content-type"] == "application/pdf"
    assert document.content.startswith(b"%PDF-1.4")
    assert b"beginbfchar" in document.content


def test_search_finds_sections(visitor: Visitor) -> None:
    found = visitor.tree("hacson", "/tim-kiem?q=ngân sách").xpath("//main//li/a/text()")
    assert "Quyết toán ngân sách" in found
