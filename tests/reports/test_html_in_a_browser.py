"""The pages of a report in Chromium: laid out, searched, sorted, printed; nothing leaves them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from pypdf import PdfReader

from portal_audit.model import Kind
from portal_audit.output.report import Language, Report, write
from portal_audit.output.trend import OverTime, RunChange, SiteChange, Trend, TrendPoint

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
AXE = Path(__file__).parents[1] / "oracles/axe/node_modules/axe-core/axe.min.js"
KINDS = (
    "index.html",
    "leadership.html",
    "shared.html",
    "methodology.html",
    "methodology-tls.html",
    "checks/tls.cert_trust.html",
    "organisations/*.html",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with playwright.sync_playwright() as run:
        opened = run.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(
    report_in: Callable[[Language], Report], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    out = tmp_path_factory.mktemp("in-a-browser")
    write(report_in("vi"), ["html"], out)
    return out


@dataclass
class Watched:
    """A page, what it complained of, and what it asked for outside its folder."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def watch(browser: Browser, width: int, dark: bool, script: bool) -> Watched:
    """Open a window that tells of everything."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
    )
    watched = Watched(context.new_page())
    watched.page.on("console", lambda message: watched.complaints.append(message.text))
    watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    watched.page.on("request", lambda request: watched.asked.append(request.url))
    return watched


def address(folder: Path, name: str) -> str:
    """Return where a page is, which may be named by a pattern and have an anchor."""
    place, _, anchor = name.partition("#")
    file = next(iter(sorted(folder.glob(place))))
    return file.as_uri() + (f"#{anchor}" if anchor else "")


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Callable[..., Watched]]:
    """Open a page in a window of its own."""
    opened = []

    def go(name: str, width: int = 1440, *, dark: bool = False, script: bool = True) -> Watched:
        watched = watch(browser, width, dark, script)
        opened.append(watched)
        watched.page.goto(address(folder, name))
        return watched

    yield go
    for watched in opened:
        watched.page.context.close()


@pytest.fixture(scope="module", params=[(1440, False), (390, True)], ids=["wide", "narrow-dark"])
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[int, bool, Watched]]:
    """One window of a width and a scheme, for all pages: opening one takes longer than a page."""
    width, dark = request.param
    watched = watch(browser, width, dark, script=True)
    yield width, dark, watched
    watched.page.context.close()


def shown(page: Page) -> list[str]:
    names: list[str] = page.evaluate(
        "[...document.querySelectorAll('[data-l]')].filter(row => row.offsetParent)"
        ".map(row => row.querySelector('a').textContent)"
    )
    return names


@pytest.mark.parametrize("name", KINDS)
def test_no_page_overflows_complains_or_asks_for_anything_outside(
    window: tuple[int, bool, Watched], folder: Path, name: str
) -> None:
    width, dark, opened = window
    page = opened.page
    page.goto(address(folder, name))
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.complaints == []
    assert all(url.startswith(folder.as_uri()) for url in opened.asked)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") is not dark


@pytest.mark.oracle
@pytest.mark.skipif(not AXE.is_file(), reason="needs npm and `make oracle-axe`")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, folder: Path, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page, told = context.new_page(), {}
    for name in KINDS:
        page.goto(address(folder, name))
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.add_script_tag(path=AXE)
        for one in page.evaluate("axe.run()")["violations"]:
            told[f"{name}: {one['id']}"] = [node["html"][:120] for node in one["nodes"][:3]]
    context.close()
    assert told == {}


def test_everything_is_there_without_a_script(visit: Callable[..., Watched]) -> None:
    with_script, without = visit("index.html").page, visit("index.html", script=False).page
    assert without.locator("#controls:visible").count() == 0
    assert shown(without) == shown(with_script) != []
    assert without.locator("th button").count() == 0


def test_search_finds_words_without_their_marks(visit: Callable[..., Watched]) -> None:
    page = visit("index.html").page
    everything = shown(page)
    page.fill("#words", "hoa loc")
    found = shown(page)
    assert found
    assert len(found) < len(everything)
    assert any("Hòa Lộc" in name for name in found)
    assert f"Tìm thấy {len(found)} trên {len(everything)} cổng." in page.inner_text("#hits")
    page.click("#controls > button")
    assert shown(page) == everything


def test_a_filter_by_fault_shows_as_many_as_the_page_of_the_check(
    visit: Callable[..., Watched],
) -> None:
    page = visit("checks/tls.cert_trust.html").page
    listed = page.locator("#failing ~ table tbody tr").count()
    said = page.inner_text("section[aria-labelledby=failing] .headline")
    assert said.startswith(f"{listed} trên ")
    page.click("section[aria-labelledby=failing] a >> nth=0")
    page.wait_for_selector("#controls")  # its script has run
    assert page.url.endswith("index.html#fault=tls.cert_trust")
    assert len(shown(page)) == listed
    other = visit("shared.html").page
    row = other.locator("section[aria-labelledby=faults] tr", has_text="không được trình duyệt")
    assert f"{listed} trên " in row.inner_text()


def test_levels_and_kinds_narrow_what_is_shown_together(visit: Callable[..., Watched]) -> None:
    page = visit("index.html").page
    page.select_option("#by-level", "B")
    level = len(shown(page))
    page.select_option("#by-kind", index=1)
    assert 0 <= len(shown(page)) < level


def test_a_column_is_sorted_by_keyboard_alone(visit: Callable[..., Watched]) -> None:
    page = visit("index.html").page
    table = page.locator("table.ranking").nth(2)
    scores = table.locator("tbody td:nth-child(4) strong")
    before = [float(text.replace(",", ".")) for text in scores.all_inner_texts()]
    table.locator("th", has_text="Điểm").locator("button").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    after = [float(text.replace(",", ".")) for text in scores.all_inner_texts()]
    assert after == sorted(before)
    assert table.locator("[aria-sort=ascending]").count() == 1


def test_a_fault_in_the_ranking_leads_to_the_finding_itself(visit: Callable[..., Watched]) -> None:
    page = visit("index.html").page
    page.locator("table.ranking tbody td:last-child a").last.click()
    anchor = page.url.partition("#")[2]
    assert page.locator(f"[id='{anchor}']").count() == 1


def many(report: Report, provinces: list[str]) -> Report:
    """Return a run of 168 communes, as many as the largest province has, without findings."""
    model = next(site for site in report.run.sites if site.kind is Kind.COMMUNE and site.rank)
    sites = tuple(
        replace(
            model,
            id=f"xa{number}",
            name=f"Trang thông tin điện tử xã Quảng Thượng {number}",
            province=provinces[number % len(provinces)],
            level="ABCDE"[number % 5],
            findings=(),
            views={},
        )
        for number in range(168)
    )
    since = report.run.started_at
    moves = [SiteChange(60.0, 60.0 + points, "C", 2, 1) for points in (4.5, 3.0, -2.0)]
    change = RunChange(
        since, "before", {site.id: one for site, one in zip(sites, moves, strict=False)}
    )
    past = OverTime(Trend((TrendPoint(since, 61.5), TrendPoint(since, 63.0))), {}, change)
    title = "Tỉnh Thạch Giang – danh sách cổng cấp xã quý IV năm 2026"
    return replace(report, run=replace(report.run, sites=sites), over_time=past, title=title)


@pytest.mark.parametrize("provinces", [None, ["Thanh Hóa"], ["Thanh Hóa", "Hà Nội", "Cà Mau"]])
def test_the_page_for_decision_makers_prints_on_one_sheet(
    browser: Browser,
    report_in: Callable[[Language], Report],
    tmp_path: Path,
    provinces: list[str] | None,
) -> None:
    report = report_in("vi")
    write(many(report, provinces) if provinces else report, ["html"], tmp_path)
    page = browser.new_page()
    page.goto((tmp_path / "leadership.html").as_uri())
    tiles = page.locator(".tiles li").count()
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    page.close()
    assert tiles == {0: 36, 1: 168}.get(len(provinces or ()), 34)
    assert len(pages) == 1
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
