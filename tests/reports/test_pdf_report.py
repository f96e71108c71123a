"""PDF: the front page and the scorecards, printed by Chromium; what is missing is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal_audit.errors import BadInput
from portal_audit.output.report import FormatSettings, Language, Report, check_ready, write

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None or find_spec("playwright") is None, reason="no Chromium")
def test_pages_are_printed_on_a4(report_in: Callable[[Language], Report], tmp_path: Path) -> None:
    whole = report_in("vi")
    site = next(site for site in whole.run.sites if site.rank is not None)
    settings = FormatSettings("vi", None, lambda: Path(str(CHROMIUM)))
    report = replace(whole, run=replace(whole.run, sites=(site,)), settings=settings)
    front, card = write(report, ["pdf"], tmp_path)
    assert (front.name, card.parent.name) == ("leadership.pdf", "scorecards")
    page = PdfReader(card).pages[0]
    width, height = (float(side) for side in (page.mediabox.width, page.mediabox.height))
    assert abs(width - 595) < 2
    assert abs(height - 842) < 2
    assert site.name.split()[-1] in page.extract_text()


def test_a_missing_browser_is_said_before_anything_is_scanned() -> None:
    with pytest.raises(BadInput, match=r"Install Chromium|portal-audit\[browser\]"):
        check_ready(["pdf"], FormatSettings("en", None, lambda: None))


def test_the_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    import sys

    for name in [name for name in sys.modules if name.endswith("reports.pdf.render")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(BadInput, match=r"pip install 'portal-audit\[browser\]'"):
        check_ready(["pdf"], FormatSettings("en"))
