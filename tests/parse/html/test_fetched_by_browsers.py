"""What pages have fetched without a click: as Chromium does, case by case."""

import tomllib
from pathlib import Path

from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.html import read_page
from portal_audit.parse.javascript.script_types import runs
from tests.every import every

CASES = tomllib.loads(
    (Path(__file__).with_name("fetched_by_browsers.toml")).read_text(encoding="utf-8")
)
KINDS = ("fetched", "not-fetched", "missed", "too-much")
URL = "https://xa.example/"


def is_fetched(html: str) -> bool:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    body = f"<!doctype html>{html}".encode()
    page = read_page(HttpResponse(URL, 200, headers, body, False, 0, 0.1, "HTTP/1.1"), asked=URL)
    assert page is not None
    urls = [
        *(script.url or "" for script in page.scripts if runs(script.type)),
        *(sheet.url for sheet in page.stylesheets),
        *(frame.url for frame in page.frames),
        *(image.url for image in page.images if image.tag != "lazy"),
        *(load.url for load in page.loads if load.kind != "form"),
    ]
    return any(url.lower().startswith(("http://other", "ws://other")) for url in urls)


@every(CASES["fetched"])
def test_what_browsers_fetch_is_found(name: str) -> None:
    assert is_fetched(CASES["fetched"][name])


@every(CASES["not-fetched"])
def test_what_browsers_leave_alone_is_never_said_to_be_loaded(name: str) -> None:
    assert not is_fetched(CASES["not-fetched"][name])


def test_the_known_differences_are_those_that_the_file_names() -> None:
    assert [name for name, html in CASES["missed"].items() if is_fetched(html)] == []
    assert [name for name, html in CASES["too-much"].items() if not is_fetched(html)] == []
