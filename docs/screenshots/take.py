"""Take the screenshots and printed pages of this folder from a demo's report: ``make screenshots``.

Needs Chromium and poppler. A phone's width is shown through a frame of 390 pixels, because a
headless window is never narrower than 500.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-file-access-from-files",
)
PHONE = 390
SHOTS = (
    ("index.html", "index", 1900, 2000),
    ("leadership.html", "leadership", 1450, 2000),
    ("sites/lungxanh.*.html", "scorecard", 1800, 2000),
    ("methodology.html", "methodology", 1700, 1700),
    ("shared.html", "shared", 1500, 1700),
    ("checks/tls.cert_trust.html", "check", 1500, 1700),
    ("organisations/*.html", "organisation", 900, 1500),
    ("letters/bentram.*.html", "letter", 1400, 1900),
)
"""Page, name, height wide, height narrow."""
PRINTED = (("leadership.html", "leadership"), ("sites/bentram.*.html", "scorecard"))
"""Page, name of the picture of the sheet that comes out of a printer."""


def main(report: Path) -> None:
    """Write a wide and a narrow picture of each page."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.exit("Chromium is not installed.")
    for pattern, name, wide, narrow in SHOTS:
        [page] = report.glob(pattern)
        shoot(browser, page.resolve().as_uri(), HERE / f"{name}-wide.png", 1280, wide)
        with tempfile.TemporaryDirectory() as folder:
            frame = Path(folder) / "frame.html"
            frame.write_text(
                f'<body style="margin:0"><iframe src="{page.resolve().as_uri()}" '
                f'style="border:0;width:{PHONE}px;height:{narrow}px"></iframe>',
                encoding="utf-8",
            )
            shoot(browser, frame.as_uri(), HERE / f"{name}-phone.png", PHONE, narrow)
    for pattern, name in PRINTED:
        [page] = report.glob(pattern)
        with tempfile.TemporaryDirectory() as folder:
            paper, picture = Path(folder) / "paper.pdf", HERE / f"{name}-print"
            url = page.resolve().as_uri()
            run(browser, url, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
            drawing = ["pdftoppm", "-png", "-r", "80", "-singlefile", str(paper), str(picture)]
            subprocess.run(drawing, check=True, timeout=60)


def shoot(browser: str, url: str, picture: Path, width: int, height: int) -> None:
    """Let the browser draw one page."""
    run(browser, url, f"--window-size={width},{height}", f"--screenshot={picture}")


def run(browser: str, url: str, *flags: str) -> None:
    """Start the browser for one page, with a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                browser,
                *FLAGS,
                f"--user-data-dir={profile}",
                *flags,
                url,
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
