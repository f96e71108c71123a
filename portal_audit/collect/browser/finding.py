"""Find the browser: Playwright to drive it, and a Chromium of the system to be driven."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from portal_audit.errors import BadInput
from portal_audit.texts import Message

AUTO, NEVER = "auto", "never"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


def find_chromium(wanted: str) -> Path | None:
    """Return the program to drive; ``None`` where there is none, or none is wanted.

    *wanted* is ``auto`` (one if there is one), ``never``, or the path of a Chromium, Chrome or
    Edge. Raises BadInput where a browser that was named cannot be used.
    """
    if wanted == NEVER:
        return None
    if wanted == AUTO:
        return _any_chromium() if has_driver() else None
    path = Path(wanted).expanduser()
    if not path.is_file() or not os.access(path, os.X_OK):
        raise BadInput(Message("browser.no-program", path=wanted))
    if not has_driver():
        raise BadInput(Message("browser.no-driver", path=wanted))
    return path


def has_driver() -> bool:
    """Tell whether Playwright is installed."""
    return find_spec("playwright") is not None


def _any_chromium() -> Path | None:
    found = (shutil.which(name) for name in NAMES)
    places = (place for place in PLACES if Path(place).is_file())
    first = next((path for path in (*found, *places) if path), None)
    return Path(first) if first else None
