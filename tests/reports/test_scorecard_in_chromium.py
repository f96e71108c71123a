"""A bad portal's scorecard in Chromium: on screens, on paper, by keyboard, judged by axe-core."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from portal_audit.model import Kind, Status
from portal_audit.output.report import write
from tests.fixtures.faulty_portal import CATALOG, report_of, site_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "oracles/axe/node_modules/axe-core/axe.min.js"
PAGES = ("sites/xa.example.html", "letters/xa.example.html")
MOST_BYTES = 40_000


def bad_portal() -> list[tuple[str, str]]:
    """Return a fault of every check that counts for a commune's portal and can fail."""
    return [
        (
            check.id,
            next(name for name, rule in check.outcomes.items() if rule.status is Status.FAIL),
        )
        for check in CATALOG
        if check.weight
        and Kind.COMMUNE in check.kinds
        and any(rule.status is Status.FAIL for rule in check.outcomes.values())
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of one bad portal, written once."""
    out = tmp_path_factory.mktemp("report")
    write(report_of(site_with(*bad_portal())), ["html"], out)
    return out


@pytest.fixture
def open_page(chromium: Browser, folder: Path) -> Iterator[Callable[..., Page]]:
    """Open a page of the report in a window of its own."""
    contexts = []

    def show(name: str = "sites/xa.example.html", **settings: Any) -> Page:
        context = chromium.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.goto((folder / name).as_uri())
        return page

    yield show
    for context in contexts:
        context.close()


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def pages_of(page: Page) -> list[str]:
    """Return the text of each page that is printed."""
    pdf = page.pdf(prefer_css_page_size=True)
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_screen(
    open_page: Callable[..., Page], folder: Path, scheme: str, scripts: bool
) -> None:
    page = open_page(color_scheme=scheme, java_script_enabled=scripts)
    for name in PAGES:
        page.goto((folder / name).as_uri())
        if scripts:
            unfold(page)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.locator("html").evaluate("root => root.scrollWidth") <= width


def test_no_console_message_and_no_request_leaves_the_report(
    chromium: Browser, folder: Path
) -> None:
    page = chromium.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        page.goto((folder / name).as_uri())
    page.close()
    assert said == []
    assert any(url.endswith("scorecard.css") for url in asked)
    assert [url for url in asked if not url.startswith(folder.as_uri())] == []


def test_a_bad_portal_prints_on_two_pages_that_are_numbered(
    open_page: Callable[..., Page],
) -> None:
    first, second = pages_of(open_page())
    assert "1 / 2" in first
    assert "2 / 2" in second
    assert "Việc cần làm" in first
    assert "Làm xong tất cả" in first, "all tasks stand on page one"
    assert "Nơi tiếp nhận" not in first + second, "nobody is named, so no line for it"


def test_what_is_folded_is_printed_only_once_it_is_opened(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    heading = "Những mục đã đạt"
    assert heading not in "".join(pages_of(page)), "a heading without its list says nothing"
    page.locator("#more summary", has_text=heading).click()
    assert heading in "".join(pages_of(page))


def test_a_link_to_a_finding_opens_it(open_page: Callable[..., Page]) -> None:
    page = open_page()
    link = page.locator(".task a[href^='#'][href*='.']").first
    link.click()
    target = page.locator(f"id={(link.get_attribute('href') or '')[1:]}")
    assert target.is_visible()


def test_the_keyboard_alone_ticks_a_task_and_opens_a_finding(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    ticked = opened = 0
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.evaluate("document.activeElement.matches('.task input')")
        if focus and not ticked:
            page.keyboard.press("Space")
            ticked = page.locator(".task input:checked").count()
        if page.evaluate("document.activeElement.matches('.faulty summary')"):
            page.keyboard.press("Enter")
            opened = page.locator(".faulty [open]").count()
            break
    assert (ticked, opened) == (1, 1)


def test_the_contents_stay_in_sight(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1440, "height": 700})
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'; scrollTo(0, 9999)")
    assert page.locator(".toc").evaluate("bar => bar.getBoundingClientRect().top") == 0


def test_a_scorecard_is_small(folder: Path) -> None:
    assert (folder / "sites/xa.example.html").stat().st_size <= MOST_BYTES


@pytest.mark.oracle
@pytest.mark.skipif(not AXE.is_file(), reason="needs npm and `make oracle-axe`")
@pytest.mark.parametrize(
    ("name", "scheme"), [(PAGES[0], "light"), (PAGES[0], "dark"), (PAGES[1], "light")]
)
def test_axe_finds_nothing(open_page: Callable[..., Page], name: str, scheme: str) -> None:
    page = open_page(name, color_scheme=scheme, bypass_csp=True)
    unfold(page)
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run()")["violations"]
    told = {one["id"]: [node["html"][:120] for node in one["nodes"][:3]] for one in found}
    assert told == {}, json.dumps(told, indent=1, ensure_ascii=False)
