"""exposure.diagnostic: technical errors on the pages met anyway."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from portal_audit.api import (
    Crawl,
    ErrorPage,
    Exchange,
    Finding,
    Front,
    NotFound,
    Page,
    Samples,
    Script,
)
from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.html import read_page
from portal_audit.parse.html.error_page import read_error

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"
NO_PAGE = Front((Exchange(URL, 200, (), 0.1),), None, True)


def inner(**facts: object) -> Page:
    return Page(URL + "tin", URL + "tin", 200, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (inner(text="Thông báo lỗi khi nộp hồ sơ và cách khắc phục"), "none"),
        (inner(text="Bài viết: Warning: đường trơn in ấn tài liệu .php"), "none"),
        (inner(title="Server Error in '/' Application."), "trace"),
        (inner(text="Warning: mysqli_connect() in /var/www/html/db.php on line 12"), "trace"),
        (inner(text="Fatal error: Uncaught Error: Call to undefined function"), "trace"),
        (inner(text="java.lang.NullPointerException at vn.gov.Xa.tim(Xa.java:12)"), "trace"),
        (inner(text="You have an error in your SQL syntax; check the manual"), "trace"),
        (inner(text="ORA-00942: table or view does not exist"), "trace"),
        (inner(scripts=(Script(URL + "_debugbar/assets.js"),)), "debugger"),
    ],
)
def test_exposure_diagnostic(page: Page, outcome: str, ask: Ask, see: See) -> None:
    assert ask("exposure.diagnostic", *see(pages=(page,)), Samples()).outcome == outcome


DJANGO = (
    "Using the URLconf defined in portal.urls, Django tried these URL patterns. You're seeing this "
    "error because you have DEBUG = True in your Django settings file."
)
NET = (
    "Server Error in '/' Application. [NullReferenceException: Object reference not set] "
    "Version Information: Microsoft .NET Framework Version:4.0; ASP.NET Version:4.8.4494.0"
)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Không tìm thấy trang", "none"),
        (NET, "trace"),
        (DJANGO, "trace"),
        ("SQLSTATE[42S02]: Base table or view not found", "trace"),
        ("Apache/2.4.41 (Ubuntu) Server at xa.example.gov.vn Port 443", "version"),
        ("404 Not Found nginx/1.18.0 (Ubuntu)", "version"),
        ("404 Not Found nginx", "none"),
        ("HTTP Status 404 – Not Found Apache Tomcat/9.0.31", "version"),
    ],
)
def test_error_pages_are_read(text: str, outcome: str, ask: Ask, see: See) -> None:
    front, _, _, crawl, _ = see()
    error = ErrorPage(URL + "x", 500, text=text)
    met = replace(crawl, errors=(error,))  # type: ignore[type-var]
    finding = ask("exposure.diagnostic", front, met, Samples())
    assert finding.outcome == outcome
    if outcome != "none":
        assert finding.where == (URL + "x",)
    lost = NotFound(URL + "x", (Exchange(URL + "x", 404, (), 0.1),), error=error)
    assert ask("exposure.diagnostic", front, crawl, Samples(lost)).outcome == outcome


def test_an_article_about_servers_gives_no_version_away(ask: Ask, see: See) -> None:
    page = inner(text="Cài đặt nginx/1.18.0 trên máy chủ")
    assert ask("exposure.diagnostic", *see(pages=(page,)), Samples()).outcome == "none"


def test_without_a_page(ask: Ask) -> None:
    assert ask("exposure.diagnostic", NO_PAGE, Crawl(()), Samples()).outcome == "not-html"


ERROR_PAGES = tomllib.loads(
    Path(__file__).with_name("error_pages.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("outcome", "name"), [(outcome, name) for outcome, rows in ERROR_PAGES.items() for name in rows]
)
def test_error_pages_of_the_products_in_use(outcome: str, name: str, ask: Ask, see: See) -> None:
    status, source = ERROR_PAGES[outcome][name]
    kind = "application/json" if source.startswith("{") else "text/html; charset=utf-8"
    headers = (("Content-Type", kind),)
    answer = HttpResponse(URL + "x", status, headers, source.encode(), False, 0, 0.1, "HTTP/1.1")
    page = read_page(answer, asked=answer.url)
    error = read_error(answer, page, asked=answer.url)
    front, *_ = see()
    pages = () if page is None or error else (page,)
    crawl = Crawl(pages, errors=(error,) if error else ())
    assert ask("exposure.diagnostic", front, crawl, Samples()).outcome == outcome
