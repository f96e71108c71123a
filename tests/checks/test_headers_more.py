"""Headers reported or weighed lightly: sub-domains, preload, isolation, deprecated; and pages."""

from collections.abc import Callable

import pytest

from portal_audit.api import Crawl, Exchange, Finding, Front, Page

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"
HSTS = "Strict-Transport-Security"
COOP = "Cross-Origin-Opener-Policy"
COEP = "Cross-Origin-Embedder-Policy"
CORP = "Cross-Origin-Resource-Policy"
XCTO = ("X-Content-Type-Options", "nosniff")
XFO = ("X-Frame-Options", "DENY")
NO_PAGE = Front((Exchange(URL, 200, (), 0.1),), None, True)


@pytest.mark.parametrize(
    ("value", "subdomains", "preload"),
    [
        (None, "no-hsts", "no-hsts"),
        ("max-age=x", "no-hsts", "no-hsts"),
        ("max-age=31536000", "left-out", "not-asked"),
        ("max-age=31536000; includeSubDomains", "included", "not-asked"),
        ("max-age=31536000; includeSubDomains; preload", "included", "eligible"),
        ("max-age=31536000; preload", "left-out", "asked-in-vain"),
        ("max-age=300; includeSubDomains; preload", "included", "asked-in-vain"),
    ],
)
def test_hsts_extras(value: str | None, subdomains: str, preload: str, ask: Ask, see: See) -> None:
    pieces = see([(HSTS, value)] if value else [])
    assert ask("headers.hsts_subdomains", *pieces).outcome == subdomains
    assert ask("headers.hsts_preload", *pieces).outcome == preload


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ([], "absent"),
        ([(COOP, "same-origin")], "isolated"),
        ([(COOP, 'same-origin; report-to="coop"')], "isolated"),
        ([(COOP, "unsafe-none")], "open"),
        ([(CORP, "cross-origin")], "open"),
        ([(CORP, "same-site"), (COOP, "unsafe-none")], "isolated"),
        ([(COEP, "require-corp")], "isolated"),
        ([(COOP, '"same-origin"')], "invalid"),
        ([(COOP, "same-origin"), (COOP, "same-origin")], "invalid"),
        ([(COEP, "nonsense")], "invalid"),
        ([(COEP, "a b")], "invalid"),
        ([(CORP, "same_origin"), (COOP, "same-origin")], "invalid"),
    ],
)
def test_isolation(headers: list[tuple[str, str]], outcome: str, ask: Ask, see: See) -> None:
    assert ask("headers.isolation", *see(headers)).outcome == outcome


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ([], "none"),
        ([("X-XSS-Protection", "0")], "none"),
        ([("X-XSS-Protection", "1; mode=block")], "xss-filter"),
        ([("Expect-CT", "max-age=0")], "dropped"),
        ([("P3P", "CP=x"), ("X-XSS-Protection", "1")], "xss-filter"),
        ([("Public-Key-Pins", "x"), ("X-XSS-Protection", "1")], "key-pins"),
    ],
)
def test_deprecated(headers: list[tuple[str, str]], outcome: str, ask: Ask, see: See) -> None:
    assert ask("headers.deprecated", *see(headers)).outcome == outcome


def inner(
    name: str, *headers: tuple[str, str], status: int = 200, kind: str = "text/html; charset=utf-8"
) -> Page:
    sent = (("Content-Type", kind), *headers)
    return Page(URL + name, URL + name, status, content_type=kind, headers=sent)


@pytest.mark.parametrize(
    ("kind", "meta", "outcome"),
    [
        ("text/html; charset=utf-8", (), "right"),
        ('Text/HTML;charset="UTF8"', (), "right"),
        ("application/xhtml+xml; charset=utf-8", (), "right"),
        ("text/html", (("charset", "utf-8"),), "right"),
        ("text/html", (("content-type", "text/html; charset=UTF-8"),), "right"),
        ("text/html", (), "no-charset"),
        ("text/html; charset=", (), "no-charset"),
        ("text/html; charset=windows-1258", (("charset", "utf-8"),), "other-charset"),
        ("text/html", (("charset", "x-tcvn"),), "other-charset"),
        ("text/plain; charset=utf-8", (), "wrong-type"),
        ("", (), "no-type"),
    ],
)
def test_content_type(
    kind: str, meta: tuple[tuple[str, str], ...], outcome: str, ask: Ask, see: See
) -> None:
    page = Page(URL, URL, 200, content_type=kind, meta=meta)
    assert ask("headers.content_type", *see(page=page)).outcome == outcome


def test_one_bad_inner_page_counts(ask: Ask, see: See) -> None:
    home = Page(URL, URL, 200, content_type="text/html; charset=utf-8")
    finding = ask("headers.content_type", *see(page=home, pages=(inner("a", kind="text/html"),)))
    assert (finding.outcome, finding.where) == ("no-charset", (URL + "a",))


def test_content_type_without_a_page(ask: Ask) -> None:
    assert ask("headers.content_type", NO_PAGE, Crawl(())).outcome == "not-html"
