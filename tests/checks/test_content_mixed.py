"""Mixed content: what https pages load without encryption."""

from collections.abc import Callable

import pytest

from portal_audit.api import Finding, Form, Frame, Page, Script, Stylesheet

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"
BAD = "http://cdn.example/x"
GOOD = "https://cdn.example/x"
UPGRADE = (("Content-Security-Policy", "upgrade-insecure-requests"),)


def inner(**facts: object) -> Page:
    return Page(URL + "tin", URL + "tin", 200, **facts)  # type: ignore[arg-type]


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
        (inner(scripts=(Script(None, text=f'fetch("{BAD}")'),)), "request"),
        (inner(scripts=(Script(None, text=f"$.ajax({{url: '{BAD}'}})"),)), "request"),
        (inner(scripts=(Script(None, text=f'x.open("GET", "{BAD}")'),)), "request"),
        (inner(scripts=(Script(None, text=f'var link = "{BAD}"'),)), "none"),
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
