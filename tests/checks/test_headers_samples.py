"""Headers beside those of the home page: consistency over all answers, and foreign origins."""

from collections.abc import Callable

import pytest

from portal_audit.api import (
    CrossOrigin,
    Exchange,
    Finding,
    Front,
    HttpsFront,
    NotFound,
    Page,
    Samples,
)

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
Headers = list[tuple[str, str]]
URL = "https://xa.example.gov.vn/"
HSTS = ("Strict-Transport-Security", "max-age=31536000")
XCTO = ("X-Content-Type-Options", "nosniff")
XFO = ("X-Frame-Options", "SAMEORIGIN")
CSP = ("Content-Security-Policy", "default-src 'self'")
ANCESTORS = ("Content-Security-Policy", "frame-ancestors 'self'")
REFERRER = ("Referrer-Policy", "same-origin")
META_CSP = ("content-security-policy", "default-src 'self'")
META_REFERRER = ("referrer", "same-origin")


def inner(name: str, *headers: tuple[str, str], meta: Headers | None = None) -> Page:
    sent = (("Content-Type", "text/html"), *headers)
    return Page(URL + name, URL + name, 200, headers=sent, meta=tuple(meta or ()))


def answer(*headers: tuple[str, str], url: str = URL, status: int = 200) -> Exchange:
    return Exchange(url, status, tuple(headers), 0.1)


def lost(*headers: tuple[str, str], status: int = 404, html: bool = True) -> NotFound:
    return NotFound(URL + "x", (answer(*headers, url=URL + "x", status=status),), html)


ASSET = URL + "a.js"


@pytest.mark.parametrize(
    ("home", "pages", "samples", "outcome"),
    [
        ([], [inner("a")], Samples(lost(), answer()), "nothing"),
        ([], [], Samples(lost(XCTO)), "nothing"),
        ([XCTO], [], Samples(), "only-home"),
        ([XCTO, XFO], [inner("a", XCTO, XFO), inner("b", XFO, XCTO)], Samples(), "same"),
        ([XCTO], [inner("a", ("x-content-type-options", "nosniff"))], Samples(), "same"),
        ([XCTO], [], Samples(lost(XCTO)), "same"),
        # As a browser takes it: an element of the page, or another directive, does as well.
        ([CSP, REFERRER], [inner("a", meta=[META_CSP, META_REFERRER])], Samples(), "same"),
        ([XFO], [inner("a", ANCESTORS), inner("b", XFO)], Samples(), "same"),
        ([XFO], [inner("a", meta=[("content-security-policy", ANCESTORS[1])])], None, "home-only"),
        ([XCTO, XFO], [inner("a", XCTO), inner("b", XCTO, XFO)], Samples(), "inner-missing"),
        ([XCTO], [inner("a"), inner("b")], Samples(), "home-only"),
        ([XCTO, XFO], [inner("a", XCTO), inner("b", XCTO)], Samples(), "home-only"),
        ([], [inner("a", XFO), inner("b", XFO)], Samples(), "home-bare"),
        ([XCTO], [inner("a", XCTO, XFO), inner("b", XCTO)], Samples(), "same"),
        ([XCTO], [inner("a", XCTO)], Samples(lost()), "errors-bare"),
        ([XCTO], [inner("a", XCTO)], Samples(lost(html=False)), "same"),
        ([XCTO], [inner("a", XCTO)], Samples(lost(status=503)), "same"),
        ([XCTO, XFO, CSP], [], Samples(asset=answer(XCTO, url=ASSET)), "same"),
        ([XCTO, HSTS], [], Samples(asset=answer(XCTO, url=ASSET)), "files-bare"),
        ([XCTO], [], Samples(asset=answer(url=ASSET, status=404)), "only-home"),
    ],
)
def test_consistency(
    home: Headers, pages: list[Page], samples: Samples | None, outcome: str, ask: Ask, see: See
) -> None:
    pieces = see(home, pages=tuple(pages))
    assert ask("headers.consistency", *pieces, samples or Samples()).outcome == outcome


@pytest.mark.parametrize(
    ("hop", "outcome"),
    [
        (answer(HSTS, status=302), "same"),
        (answer(status=302), "redirects-bare"),
        (answer(status=302, url="https://sso.example.vn/"), "same"),
    ],
)
def test_redirects_carry_what_is_for_the_whole_host(
    hop: Exchange, outcome: str, ask: Ask, see: See
) -> None:
    _, _, *rest = see([HSTS, XFO], pages=(inner("a", HSTS, XFO),))
    chain = (hop, answer(HSTS, XFO, url=URL + "vi"))
    page = Page(URL + "vi", URL, 200)
    pieces = (Front(chain, page, https=True), HttpsFront(URL, chain, page=page), *rest)
    assert ask("headers.consistency", *pieces, Samples()).outcome == outcome


ORIGIN = "https://portal-audit.invalid"
ALLOW, WITH = "Access-Control-Allow-Origin", ("Access-Control-Allow-Credentials", "true")


def allow(*values: str) -> tuple[tuple[str, str], ...]:
    return tuple((ALLOW, value) for value in values)


@pytest.mark.parametrize(
    ("foreign", "null", "outcome"),
    [
        ((), (), "none"),
        ((WITH,), (WITH,), "none"),
        (allow("*"), allow("*"), "public"),
        ((*allow("*"), WITH), (), "public-credentials"),
        (allow("https://dichvucong.gov.vn"), allow("https://dichvucong.gov.vn"), "fixed"),
        ((*allow("https://dichvucong.gov.vn"), WITH), (), "fixed"),
        (allow(ORIGIN), (), "reflects"),
        ((*allow(ORIGIN), ("Access-Control-Allow-Credentials", "True")), (), "reflects"),
        (allow(ORIGIN), allow("null"), "reflects-null"),
        ((), (*allow("null"), WITH), "reflects-null-credentials"),
        (allow("null"), allow("null"), "reflects-null"),
        ((*allow(ORIGIN), WITH), allow("null"), "reflects-credentials"),
        ((*allow(f" {ORIGIN} "), WITH), (), "reflects-credentials"),
        (allow("*", "*"), (), "unreadable"),
        (allow("https://a.vn https://b.vn"), (), "unreadable"),
        (allow(""), (), "unreadable"),
    ],
)
def test_cors(
    foreign: tuple[tuple[str, str], ...],
    null: tuple[tuple[str, str], ...],
    outcome: str,
    ask: Ask,
) -> None:
    cors = CrossOrigin(ORIGIN, answer(*foreign), answer(*null))
    assert ask("headers.cors", Samples(cors=cors)).outcome == outcome


def test_a_preflight_counts_where_one_was_sent(ask: Ask) -> None:
    cors = CrossOrigin(ORIGIN, answer(), None, answer(*allow(ORIGIN), WITH))
    assert ask("headers.cors", Samples(cors=cors)).outcome == "reflects-credentials"


@pytest.mark.parametrize("cors", [None, CrossOrigin(ORIGIN)])
def test_cors_that_was_not_asked(cors: CrossOrigin | None, ask: Ask) -> None:
    assert ask("headers.cors", Samples(cors=cors)).outcome == "not-asked"
