"""What the pages load, where their forms lead, and what else stands on them."""

from collections.abc import Callable

import pytest

from portal_audit.api import (
    Crawl,
    Exchange,
    Finding,
    Form,
    Frame,
    Front,
    Image,
    Link,
    Page,
    Script,
    Stylesheet,
)

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"
OWN = "https://tinh.example.gov.vn/x.js"
CDN = "https://cdn.example.com/x.js"
CSP = "Content-Security-Policy"
NO_PAGE = Front((Exchange(URL, 200, (), 0.1),), None, True)


def inner(url: str = URL + "tin", **facts: object) -> Page:
    return Page(url, url, 200, **facts)  # type: ignore[arg-type]


def sealed(raw: str, url: str = CDN) -> Script:
    return Script(url, raw, integrity="sha384-abc", crossorigin="anonymous")


@pytest.mark.parametrize(
    ("policy", "meta", "outcome"),
    [
        (None, None, "no-csp"),
        ("default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors *", None, "all"),
        ("default-src 'self', base-uri 'self'; form-action 'self'", "frame-ancestors *", "some"),
        ("default-src 'self'; base-uri 'self'", None, "some"),
        ("default-src 'self'", "base-uri 'self'", "some"),
        ("default-src 'self'", None, "few"),
        ("script-src 'self'", None, "few"),
    ],
)
def test_csp_hardening(
    policy: str | None, meta: str | None, outcome: str, ask: Ask, see: See
) -> None:
    page = Page(URL, URL, 200, meta=((CSP.lower(), meta),) if meta else ())
    pieces = see({CSP: policy} if policy else {}, page=page)
    assert ask("content.csp_hardening", *pieces).outcome == outcome


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (inner(images=(Image("https://a.vn/x.png"), Image("data:x"))), "none"),
        (inner(images=(Image("http://a.vn/x.png"),)), "few"),
        (inner(images=tuple(Image(f"http://a.vn/{n}.png") for n in range(5))), "few"),
        (inner(images=tuple(Image(f"http://a.vn/{n}.png") for n in range(6))), "many"),
        (inner(images=(Image("http://a.vn/x.mp4", tag="video"),)), "few"),
        (
            inner(
                images=(Image("http://a.vn/x.png"),),
                headers=((CSP, "upgrade-insecure-requests"),),
            ),
            "upgraded",
        ),
    ],
)
def test_mixed_passive(page: Page, outcome: str, ask: Ask, see: See) -> None:
    assert ask("content.mixed_passive", *see(pages=(page,))).outcome == outcome


def test_mixed_passive_without_https(ask: Ask, see: See) -> None:
    pieces = see(url="http://xa.example.gov.vn/")
    assert ask("content.mixed_passive", *pieces).outcome == "no-https"


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (inner(forms=(Form(URL + "tim"),)), "none"),
        (inner(forms=(Form(URL + "vao", "post", password=True),)), "encrypted"),
        (inner(forms=(Form("http://xa.example.gov.vn/vao", "post", True),)), "sent-plain"),
        (inner("http://xa.example.gov.vn/vao", forms=(Form(URL, "post", True),)), "page-plain"),
    ],
)
def test_password_http(page: Page, outcome: str, ask: Ask, see: See) -> None:
    assert ask("content.password_http", *see(pages=(page,))).outcome == outcome


@pytest.mark.parametrize(
    ("forms", "outcome"),
    [
        ((), "none"),
        ((Form(URL + "tim"), Form("https://sso.example.gov.vn/", "post", True)), "own"),
        ((Form("https://dichvucong.gov.vn/tra-cuu", "post"),), "own"),
        ((Form("javascript:void(0)"),), "own"),
        ((Form("https://www.google.com/search"),), "foreign-search"),
        ((Form("https://docs.google.com/forms", "POST"),), "foreign"),
        ((Form("https://evilgov.vn/", "post"),), "foreign"),
        ((Form("http://xa.example.gov.vn/tim"),), "plain"),
    ],
)
def test_form_action(forms: tuple[Form, ...], outcome: str, ask: Ask, see: See) -> None:
    assert ask("content.form_action", *see(pages=(inner(forms=forms),))).outcome == outcome


def test_forms_of_a_portal_without_https_are_plain(ask: Ask, see: See) -> None:
    url = "http://xa.example.gov.vn/"
    page = Page(url, url, 200, forms=(Form(url + "tim"),))
    assert ask("content.form_action", *see(url=url, page=page)).outcome == "plain"


@pytest.mark.parametrize(
    ("scripts", "sheets", "outcome"),
    [
        ((), (), "no-external"),
        ((Script(None), Script(OWN)), (), "no-external"),
        ((sealed(CDN),), (Stylesheet(CDN, CDN, "sha256-abc", ""),), "all"),
        ((sealed(CDN),), (Stylesheet(CDN, CDN),), "some"),
        ((Script(CDN, CDN, integrity="sha384-abc"),), (), "unprotected"),
        ((Script(CDN, CDN, integrity="md5-abc", crossorigin=""),), (), "unprotected"),
        ((sealed("//cdn.example.com/x.js"),), (), "insecure"),
        ((sealed("", "http://cdn.example.com/x.js"),), (), "insecure"),
    ],
)
def test_sri(
    scripts: tuple[Script, ...], sheets: tuple[Stylesheet, ...], outcome: str, ask: Ask, see: See
) -> None:
    page = inner(scripts=scripts, stylesheets=sheets)
    assert ask("content.sri", *see(pages=(page,))).outcome == outcome


@pytest.mark.parametrize(
    ("count", "outcome"), [(0, "none"), (1, "few"), (2, "few"), (3, "some"), (11, "many")]
)
def test_third_party(count: int, outcome: str, ask: Ask, see: See) -> None:
    frames = tuple(Frame(f"https://h{n}.com/") for n in range(count))
    page = inner(frames=frames, images=(Image(OWN), Image("data:x")))
    finding = ask("content.third_party", *see(pages=(page,)))
    assert (finding.outcome, finding.facts.get("count", 0)) == (outcome, count)


@pytest.mark.parametrize(
    ("hosts", "outcome"),
    [
        (["www.google-analytics.com"], "trackers"),
        (["stats.g.doubleclick.net", "a.com", "b.com", "c.com"], "trackers"),
        (["notdoubleclick.net"], "few"),
        (["google-analytics.com", *(f"h{n}.com" for n in range(10))], "many"),
    ],
)
def test_third_parties_that_track(hosts: list[str], outcome: str, ask: Ask, see: See) -> None:
    page = inner(scripts=tuple(Script(f"https://{host}/x.js") for host in hosts))
    assert ask("content.third_party", *see(pages=(page,))).outcome == outcome


def test_inline_handlers(ask: Ask, see: See) -> None:
    finding = ask("content.inline_handlers", *see(pages=(inner(inline_handlers=3),)))
    assert (finding.outcome, finding.facts["count"]) == ("found", 3)
    assert ask("content.inline_handlers", *see()).outcome == "none"


@pytest.mark.parametrize(
    ("link", "outcome"),
    [
        (Link("https://a.com/", target="_blank"), "found"),
        (Link("https://a.com/", target="_blank", rel="nofollow NoOpener"), "none"),
        (Link("https://a.com/"), "none"),
        (Link(OWN, target="_blank"), "none"),
    ],
)
def test_opener(link: Link, outcome: str, ask: Ask, see: See) -> None:
    assert ask("content.opener", *see(pages=(inner(links=(link,)),))).outcome == outcome


def test_meta_refresh(ask: Ask, see: See) -> None:
    page = inner(meta=(("refresh", "300"),))
    assert ask("content.meta_refresh", *see(pages=(page,))).outcome == "found"
    assert ask("content.meta_refresh", *see()).outcome == "none"


def test_without_a_page(ask: Ask) -> None:
    assert ask("content.third_party", NO_PAGE, Crawl(())).outcome == "not-html"
