"""exposure.default_page: what servers, panels and installers show by default."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from portal_audit.analyse.default_pages import default_page_of
from portal_audit.api import Exchange, Finding, HttpFront
from tests.checks.conftest import URL, read

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
DEBIAN = (
    "<title>Apache2 Ubuntu Default Page: It works</title>"
    "<div>Apache2 Default Page</div>"
    "<div>It works!</div><p>This is the default welcome page used to test the correct operation of "
    "the Apache2 server after installation on Ubuntu systems.</p>"
    + "<p>Configuration Overview</p>"
    * 80
)
NGINX = (
    "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1><p>If you see this page, the nginx "
    "web server is successfully installed and working. Further configuration is required.</p>"
)
TOMCAT = (
    "<title>Apache Tomcat/9.0.65</title><h1>Apache Tomcat/9.0.65</h1><h2>If you're seeing this, "
    "you've successfully installed Tomcat. Congratulations!</h2>"
)
NUKEVIET = (
    "<title>Cài đặt NukeViet</title><link rel=stylesheet href=/install/css/style.css>"
    "<script src=/install/js/main.js></script><h1>Cài đặt NukeViet (4.5.06)</h1>"
)


@pytest.mark.parametrize(
    ("html", "product"),
    [
        ("<html><body><h1>It works!</h1></body></html>", "Apache HTTP Server"),
        (DEBIAN, "Apache HTTP Server (Debian, Ubuntu)"),
        (
            "<title>Test Page for the HTTP Server on AlmaLinux</title>",
            "Apache HTTP Server (Red Hat, ",
        ),
        (
            "<title>Apache HTTP Server Test Page powered by CentOS</title>",
            "Apache HTTP Server (Red",
        ),
        (NGINX, "nginx"),
        ("<title>IIS Windows Server</title><img src=iisstart.png>", "Microsoft IIS"),
        ("<title>IIS7</title><img src=welcome.png>", "Microsoft IIS"),
        (TOMCAT, "Apache Tomcat"),
        ("<title>Default Web Site Page</title><h1>SORRY!</h1>", "cPanel"),
        ("<title>Laravel</title><p>Laravel v10.48.4 (PHP v8.1.2)</p>", "Laravel"),
        ("<p>Xin lỗi, tên miền này đang được rao bán</p>", "domain parking"),
        ("<title>WordPress › Installation</title><h1>Welcome</h1>", "WordPress (installer)"),
        ("<title>WordPress &rsaquo; Setup Configuration File</title>", "WordPress (installer)"),
        (NUKEVIET, "NukeViet (installer)"),
    ],
)
def test_a_default_page_is_known_by_its_words(html: str, product: str) -> None:
    found = default_page_of(read(html))
    assert found is not None
    assert found.name.startswith(product)


@pytest.mark.parametrize(
    "html",
    [
        "<title>UBND xã</title><p>It works! là câu mà máy chủ Apache hiện ra.</p>",
        "<title>Hướng dẫn cài đặt NukeViet</title><p>Tải bộ cài đặt tại nukeviet.vn</p>",
        "<title>Cài đặt WordPress cho người mới</title><p>Bài viết</p>",
        "<title>Cổng thông tin</title><p>Máy chủ nginx được cài đặt thành công.</p>",
        "<title>Laravel</title><p>Khóa học Laravel</p>",
    ],
)
def test_a_page_that_speaks_of_one_is_none(html: str) -> None:
    assert default_page_of(read(html)) is None


@pytest.mark.parametrize(
    ("html", "outcome"), [("<p>Tin tức</p>", "none"), (DEBIAN, "found"), (NUKEVIET, "installer")]
)
def test_exposure_default_page(html: str, outcome: str, ask: Ask, see: See) -> None:
    finding = ask("exposure.default_page", *see(pages=(read(html),)))
    assert finding.outcome == outcome


def test_http_that_shows_another_page_than_https_counts(ask: Ask, see: See) -> None:
    url = "http://xa.example.gov.vn/"
    http = HttpFront(url, (Exchange(url, 200, (), 0.1),), page=read(NGINX, url))
    finding = ask("exposure.default_page", *see(http=http))
    assert (finding.outcome, finding.where) == ("found", (url,))


def test_an_open_installer_is_critical(ask: Ask, see: See) -> None:
    finding = ask("exposure.default_page", *see(pages=(read(NUKEVIET, URL + "install/"),)))
    assert finding.severity.value == "critical"


def test_without_a_page(ask: Ask, see: See) -> None:
    front, https, http, crawl, visit = see()
    pieces = (replace(front, page=None), https, http, replace(crawl, pages=()), visit)  # type: ignore[type-var]
    assert ask("exposure.default_page", *pieces).outcome == "not-html"


PAGES = tomllib.loads(Path(__file__).with_name("default_pages.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in PAGES for name in PAGES[kind]])
def test_pages_as_the_products_ship_them(kind: str, name: str) -> None:
    found = default_page_of(read(PAGES[kind][name], URL))
    assert (found is not None, bool(found and found.installer)) == (
        kind != "honest",
        kind == "installer",
    )
