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
TELL = """<script>parent.postMessage([%s, document.documentElement.scrollWidth], "*")</script>"""
HEAR = """<!doctype html><pre></pre><script>addEventListener("message", message =>
document.querySelector("pre").textContent += JSON.stringify(message.data) + "\\n")</script>"""


def measured(files: list[Path], width: int, folder: Path) -> dict[str, int]:
    """Return how wide the content of each page is in a window of *width* CSS pixels.

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
        frames.append(f'<iframe src="{number}.html" width="{width}" height="800"></iframe>')
    wrapper = folder / "wrapper.html"
    wrapper.write_text(HEAR + "".join(frames), encoding="utf-8")
    told = subprocess.run(
        [str(CHROMIUM), *QUIET, f"--user-data-dir={folder / 'profile'}", wrapper.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    return {name: int(wide) for name, wide in re.findall(r'\["([^"]+)",(\d+)\]', told)}


@pytest.mark.oracle
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_no_page_is_wider_than_the_screen(
    report_in: Callable[[Language], Report], tmp_path: Path, width: int
) -> None:
    files = write(report_in("vi"), ["html"], tmp_path / "out")
    (tmp_path / "copies").mkdir()
    widths = measured(files, width, tmp_path / "copies")
    assert set(widths) == {file.name for file in files}
    assert {name: wide for name, wide in widths.items() if wide > width} == {}
