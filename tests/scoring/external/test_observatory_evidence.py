"""What the Observatory view takes from evidence: headers, cookies, certificates, the way there."""

from __future__ import annotations

from typing import Any

import pytest

from portal_audit.evidence import (
    Evidence,
    Exchange,
    Front,
    HttpFront,
    HttpsFront,
    Page,
    Samples,
    TlsAddress,
    TlsServer,
)
from portal_audit.evidence.samples import CrossOrigin
from portal_audit.scoring.external.observatory import rate
from portal_audit.scoring.external.observatory.inputs import ObservatoryInput, observatory_input

HTTPS, HTTP = "https://a.test/", "http://a.test/"
Headers = tuple[tuple[str, str], ...]


def answer(url: str, *headers: tuple[str, str], status: int = 200) -> Exchange:
    """Return an answer of HTML with these headers."""
    return Exchange(url, status, (("Content-Type", "text/html"), *headers), 0.1)


def evidence(
    https: tuple[Exchange, ...] | None, http: tuple[Exchange, ...] | None = None, *more: object
) -> Evidence:
    """Return evidence of a portal that answers so."""
    pieces: list[object] = [*more]
    chain = https or http or ()
    page = Page(chain[-1].url, chain[-1].url, chain[-1].status)
    if https:
        pieces.append(HttpsFront(HTTPS, https, None, page))
    if http:
        pieces.append(HttpFront(HTTP, http, None, page))
    return Evidence(*pieces, Front(chain, page, https=chain[-1].url.startswith("https:")))


def seen(found: Evidence) -> ObservatoryInput:
    """Return what the view sees; there is something to see."""
    view = observatory_input(found)
    assert view is not None
    return view


def address(**changes: Any) -> TlsServer:
    """Return a server whose certificate is judged so."""
    return TlsServer((TlsAddress("192.0.2.1", 443, (), **changes),))


def test_repeated_headers_are_joined_as_node_does() -> None:
    sent = (
        ("X-Frame-Options", "DENY"),
        ("x-frame-options", "DENY"),
        ("Content-Type", "text/plain"),
        ("Set-Cookie", "a=1"),
        ("set-cookie", "b=2"),
        ("Strict-Transport-Security", "max-age=31536000"),
        ("Strict-Transport-Security", "max-age=31536000"),
    )
    view = seen(evidence((answer(HTTPS, *sent),)))
    assert view.auto is not None
    assert view.auto.all("x-frame-options") == ["DENY, DENY"]
    assert view.auto.all("content-type") == ["text/html"]
    assert view.auto.all("set-cookie") == ["a=1", "b=2"]
    results = rate(view, 4).results
    assert results["strict-transport-security"] == "hsts-header-invalid"
    assert results["x-frame-options"] == "x-frame-options-header-invalid"


def test_cookies_come_from_every_step_to_the_page_and_from_nowhere_else() -> None:
    first = answer(HTTPS, ("Location", "/vi"), ("Set-Cookie", "a=1"), status=302)
    there = answer("https://www.a.test/vi", ("Set-Cookie", "b=2; Domain=www.a.test"))
    plain = answer(HTTP, ("Set-Cookie", "c=3"))
    view = seen(evidence((first, there), (plain,)))
    assert view.cookies == (("a.test", "a=1"), ("www.a.test", "b=2; Domain=www.a.test"))
    assert rate(view, 4).results["cookies"] == "cookies-without-secure-flag"


@pytest.mark.parametrize(
    ("server", "result"),
    [
        (address(trusted=True, host_matches=True), "hsts-not-implemented"),
        (address(trusted=False, host_matches=True), "hsts-invalid-cert"),
        (address(trusted=True, host_matches=False), "hsts-invalid-cert"),
        (address(), "hsts-not-implemented"),
        (TlsServer(()), "hsts-not-implemented"),
        (None, "hsts-not-implemented"),
    ],
)
def test_certificate(server: TlsServer | None, result: str) -> None:
    more = (server,) if server else ()
    over = answer(HTTP, ("Location", HTTPS), status=301), answer(HTTPS)
    results = rate(seen(evidence((answer(HTTPS),), over, *more)), 4).results
    assert results["strict-transport-security"] == result
    bad = result == "hsts-invalid-cert"
    assert results["redirection"] == ("redirection-invalid-cert" if bad else "redirection-to-https")


def test_a_site_without_https() -> None:
    view = rate(seen(evidence(None, (answer(HTTP, ("Set-Cookie", "a=1")),))), 4)
    assert view.results["strict-transport-security"] == "hsts-not-implemented-no-https"
    assert view.results["redirection"] == "redirection-missing"
    assert view.results["cookies"] == "cookies-without-secure-flag"
    assert (sum(view.modifiers.values()), view.score, view.grade) == (-110, 0, "F")


def test_a_bad_certificate_does_not_spoil_a_site_that_never_leads_there() -> None:
    server = address(trusted=False)
    view = rate(seen(evidence((answer(HTTPS),), (answer(HTTP),), server)), 4)
    assert view.results["redirection"] == "redirection-missing"


@pytest.mark.parametrize(
    ("status", "graded"),
    [(200, True), (302, True), (401, True), (403, True), (404, False), (500, False), (503, False)],
)
def test_which_answers_are_graded(status: int, graded: bool) -> None:
    assert (observatory_input(evidence((answer(HTTPS, status=status),))) is not None) is graded


def test_no_page_no_view() -> None:
    assert observatory_input(Evidence()) is None


def test_meta_elements_count_in_html_only() -> None:
    meta = (("content-security-policy", "default-src 'none'"), ("referrer", "origin"))
    page = Page(HTTPS, HTTPS, 200, meta=meta)
    for kind, wanted in (("text/html; charset=utf-8", True), ("application/json", False)):
        chain = (Exchange(HTTPS, 200, (("content-type", kind),), 0.1),)
        view = seen(Evidence(Front(chain, page, https=True)))
        assert (bool(view.meta_csp), view.meta_referrer is not None) == (wanted, wanted)


def test_foreign_origins_come_from_the_samples() -> None:
    origin = "https://khac.example"
    sent = (
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Allow-Credentials", "true"),
    )
    asked = CrossOrigin(origin, foreign=answer(HTTPS, *sent))
    view = seen(evidence((answer(HTTPS),), None, Samples(cors=asked)))
    name = "cross-origin-resource-sharing"
    assert rate(view, 4).results[name] == f"{name}-implemented-with-universal-access"
    refused = CrossOrigin(origin, foreign=answer(HTTPS, *sent), preflight=answer(HTTPS))
    view = seen(evidence((answer(HTTPS),), None, Samples(cors=refused)))
    assert rate(view, 4).results[name] == f"{name}-not-implemented"
