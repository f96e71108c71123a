"""Mixed content: what https pages load without encryption."""

from collections.abc import Callable

import pytest

from portal_audit.api import Finding, Form, Frame, Page, Script, Stylesheet
from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.html import read_page
from tests.checks.conftest import read

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"
BAD = "http://cdn.example/x"
GOOD = "https://cdn.example/x"
UPGRADE = (("Content-Security-Policy", "upgrade-insecure-requests"),)


def inner(**facts: object) -> Page:
    return Page(URL + "tin", URL + "tin", 200, **facts)  # type: ignore[arg-type]


def answer(html: str) -> HttpResponse:
    headers = (("Content-Type", "text/html"),)
    return HttpResponse(URL, 200, headers, html.encode(), False, 0, 0.1, "HTTP/1.1")


def script(code: str) -> Page:
    return read(f"<script>{code}</script>")


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (inner(), "none"),
        (inner(scripts=(Script(GOOD), Script(None))), "none"),
        (inner(scripts=(Script("http://localhost:8080/x.js"),)), "none"),
        (inner(scripts=(Script(BAD),)), "script"),
        (inner(scripts=(Script("HTTP://cdn.example/x"),)), "script"),
        (inner(frames=(Frame(BAD),)), "frame"),
        (inner(frames=(Frame(BAD, tag="object"),)), "frame"),
        (inner(stylesheets=(Stylesheet(BAD),)), "style"),
        (inner(forms=(Form(BAD, "post"),)), "form"),
        (script(f'fetch("{BAD}")'), "request"),
        (script(f"$.ajax({{url: '{BAD}'}})"), "request"),
        (script(f'var x = new XMLHttpRequest(); x.open("GET", "{BAD}"); x.send()'), "request"),
        (script(f'new WebSocket("{BAD.replace("http", "ws")}")'), "request"),
        (script(f'var s = document.createElement("script"); s.src = "{BAD}"; f(s)'), "none"),
        (
            script(f'var s = document.createElement("script"); s.src = "{BAD}"; a.append(s)'),
            "script",
        ),
        (script(f"document.write('<script src=\"{BAD}\"><\\/script>')"), "script"),
        (script(f'var link = "{BAD}"'), "none"),
        (script(f"// fetch('{BAD}')"), "none"),
        (script(f"function lk(){{ window.open('{BAD}', '_blank') }}"), "none"),
        (script(f"cfg.get('{BAD}'); map.get('{BAD}')"), "none"),
        (script(f"b.onclick = function(){{ fetch('{BAD}') }}"), "none"),
        (script(f"if (agreed()) fetch('{BAD}')"), "none"),
        (read(f"<style>@import '{BAD}';</style>"), "style"),
        (read(f"<style>@import url({BAD});</style>"), "style"),
        (read(f"<style>/* @import url({BAD}); */</style>"), "none"),
        (
            read(f"<style>@font-face{{font-family:a;src:url({BAD})}}p{{font:9px a}}</style>"),
            "font",
        ),
        (read(f"<style>@font-face{{font-family:a;src:url({BAD})}}</style>"), "none"),
        (inner(scripts=(Script("http://api.localhost:8080/x.js"),)), "none"),
        (read(f"<link rel=preload as=script href='{BAD}'>"), "script"),
        (read(f"<link rel=preload as=font href='{BAD}'>"), "font"),
        (read(f"<link rel=modulepreload href='{BAD}'>"), "script"),
        (read(f"<link rel=canonical href='{BAD}'>"), "none"),
        (read(f"<svg><script href='{BAD}'></script></svg>"), "script"),
        (read(f"<form><button formaction='{BAD}'>Gửi</button></form>"), "form"),
        (read(f"<form><input type=submit formaction='{BAD}'></form>"), "form"),
        (read(f"<form id=a></form><button form=a formaction='{BAD}'>Gửi</button>"), "form"),
        (read(f"<button formaction='{BAD}'>Gửi</button>"), "none"),
        (read(f"<form><button type=button formaction='{BAD}'>Gửi</button></form>"), "none"),
        (read(f"<form><input type=text formaction='{BAD}'></form>"), "none"),
        (read(f"<!--[if lt IE 9]><script src='{BAD}'></script><![endif]-->"), "none"),
        (read(f"<template><script src='{BAD}'></script></template>"), "none"),
        (read(f"<noscript><iframe src='{BAD}'></iframe></noscript>"), "none"),
        # What a browser asked for is what counts, where one was at hand.
        (inner(rendered=True, requested=(("xhr", BAD),)), "request"),
        (inner(rendered=True, requested=(("script", GOOD),)), "none"),
        (inner(forms=(Form(BAD),), scripts=(Script(BAD),)), "script"),
        (inner(scripts=(Script(BAD),), headers=UPGRADE), "upgraded"),
        (inner(scripts=(Script(BAD),), meta=((UPGRADE[0][0].lower(), UPGRADE[0][1]),)), "upgraded"),
    ],
)
def test_active(page: Page, outcome: str, ask: Ask, see: See) -> None:
    finding = ask("content.mixed_active", *see(pages=(page,)))
    assert finding.outcome == outcome


def test_active_names_page_and_address(ask: Ask, see: See) -> None:
    page = inner(scripts=(Script(BAD), Script(BAD + "2")))
    finding = ask("content.mixed_active", *see(pages=(page,)))
    assert dict(finding.facts) == {"count": 2, "url": BAD, "page": URL + "tin"}
    assert finding.where == (URL + "tin",)


def test_a_portal_without_https_has_no_mixed_content(ask: Ask, see: See) -> None:
    pieces = see(url="http://xa.example.gov.vn/")
    assert ask("content.mixed_active", *pieces).outcome == "no-https"


@pytest.mark.parametrize(
    ("html", "outcome"),
    [
        (f"<img src='{BAD}'>", "few"),
        (f"<img srcset='{GOOD} 1x, {BAD} 2x'>", "few"),
        (f"<div style='background:url({BAD})'></div>", "few"),
        (f"<style>.a{{background:url({BAD})}}</style><p class='a'>", "few"),
        (f"<style>.a{{background:url({BAD})}}</style><p class='b'>", "none"),
        (f"<script>new Image().src = '{BAD}'</script>", "few"),
        (f"<img src='{GOOD}'><style>.a{{background:url({GOOD})}}</style>", "none"),
        (f"<a href='{BAD}'>Ảnh</a>", "none"),
    ],
)
def test_passive(html: str, outcome: str, ask: Ask, see: See) -> None:
    assert ask("content.mixed_passive", *see(pages=(read(html),))).outcome == outcome


def test_a_browser_shows_what_scripts_of_a_page_really_ask_for() -> None:
    page = read_page(answer(f"<script>fetch('{BAD}')</script>"), asked=URL, rendered=True)
    assert page is not None
    assert page.loads == ()
