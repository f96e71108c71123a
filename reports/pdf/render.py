"""PDF to print and to send: the page for leadership and the scorecards, as Chromium prints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from portal_audit.errors import BadInput
from portal_audit.output.report import FormatSettings, Report
from portal_audit.texts import Message

from ..html.render import render as render_pages  # noqa: TID252  (packs are mounted under varying names)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

FRONT = ("leadership.html", "index.html")
"""The page that comes first: the first of these that the HTML report has."""
LONGEST_PRINT = 120_000
"""Milliseconds that one page may take."""


def ready(settings: FormatSettings) -> None:
    """Raise BadInput where there is nothing to print with."""
    _chromium(settings)


def render(report: Report, out: Path) -> list[Path]:
    """Write the front page as ``leadership.pdf`` and each scorecard as ``scorecards/<id>.pdf``."""
    from playwright.sync_api import Error, sync_playwright

    program = _chromium(report.settings)
    (out / "scorecards").mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = render_pages(report, Path(folder))
        try:
            # Pages are our own files, scripts are off and no request leaves the folder.
            browser = playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu"]
            )
            return list(_printed(browser, _wanted(pages, out), Path(folder)))
        except Error as error:
            reason = error.message.splitlines()[0]
            raise BadInput(Message("pdf.failed", page=folder, reason=reason)) from error


def _chromium(settings: FormatSettings) -> Path:
    if find_spec("playwright") is None:
        raise BadInput(Message("pdf.no-driver"))
    program = settings.chromium()
    if program is None:
        raise BadInput(Message("pdf.no-chromium"))
    return program


def _wanted(pages: Sequence[Path], out: Path) -> Iterator[tuple[Path, Path]]:
    """Yield which page is printed to which file."""
    names = {page.name: page for page in pages if page.parent.name != "sites"}
    front = next((names[name] for name in FRONT if name in names), None)
    if front is not None:
        yield front, out / "leadership.pdf"
    for page in pages:
        if page.parent.name == "sites":
            yield page, out / "scorecards" / f"{page.stem}.pdf"


def _printed(browser: Browser, wanted: Iterator[tuple[Path, Path]], folder: Path) -> Iterator[Path]:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_default_timeout(LONGEST_PRINT)
    page.route("**/*", lambda route: _inside(route, folder))
    for source, target in wanted:
        _print(page, source, target)
        yield target
    browser.close()


def _print(page: Page, source: Path, target: Path) -> None:
    page.goto(source.as_uri())
    page.pdf(path=target, format="A4", prefer_css_page_size=True, print_background=True)


def _inside(route: Route, folder: Path) -> None:
    """Let files of the report through, and nothing else."""
    if route.request.url.startswith(f"{folder.as_uri()}/"):
        route.continue_()
    else:
        route.abort()
