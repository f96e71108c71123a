"""Chromium lays the pages out: nothing is wider than the screen, down to a small phone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from portal_audit.output.report import Language, Report, write

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=20000",
    "--dump-dom",
]
WIDTHS = (320, 390, 800, 1280)
"""Of a window, in CSS pixels."""
TELL = """<script>addEventListener("message", heard => heard.source.postMessage(
[%s, innerWidth, document.documentElement.scrollWidth], "*"))</script>"""
ASK = """<!doctype html><pre></pre>%s<script>
const widths = %s, frames = [...document.querySelectorAll("iframe")];
let told = 0;
function ask() {
  const width = widths[told / frames.length];
  if (width) frames.forEach(frame => { frame.width = width; });
  if (width) frames.forEach(frame => frame.contentWindow.postMessage("how wide?", "*"));
}
addEventListener("message", heard => {
  document.querySelector("pre").textContent += JSON.stringify(heard.data) + "\\n";
  if (++told %% frames.length === 0) ask();
});
addEventListener("load", ask);
</script>"""


def measured(files: list[Path], folder: Path) -> dict[tuple[str, int], int]:
    """Return how wide the content of each page is in a window of each of the widths.

    The copies that are measured lose their policy, gain one script and have everything unfolded.
    """
    frames = []
    root = files[0].parent.as_uri()
    for number, file in enumerate(files):
        text = re.sub(
            '<meta http-equiv="Content-Security-Policy"[^>]*>', "", file.read_text("utf-8")
        )
        text = text.replace("<details", "<details open")
        text = text.replace("</body>", TELL % json.dumps(file.name) + "</body>")
        text = re.sub(r'(<link rel="stylesheet" href=")(\.\./)?', rf"\1{root}/", text)
        (folder / f"{number}.html").write_text(text, encoding="utf-8")
        frames.append(f'<iframe src="{number}.html" width="{WIDTHS[0]}" height="800"></iframe>')
    wrapper = folder / "wrapper.html"
    wrapper.write_text(ASK % ("".join(frames), json.dumps(WIDTHS)), encoding="utf-8")
    told = subprocess.run(
        [str(CHROMIUM), *QUIET, f"--user-data-dir={folder / 'profile'}", wrapper.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    found = re.findall(r'\["([^"]+)",(\d+),(\d+)\]', told)
    return {(name, int(width)): int(wide) for name, width, wide in found}


@pytest.mark.oracle
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_no_page_is_wider_than_the_screen(
    report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    files = write(report_in("vi"), ["html"], tmp_path / "out")
    (tmp_path / "copies").mkdir()
    widths = measured(files, tmp_path / "copies")
    assert set(widths) == {(file.name, width) for file in files for width in WIDTHS}
    assert {place: wide for place, wide in widths.items() if wide > place[1]} == {}
