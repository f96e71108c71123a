"""Run ``portal-audit`` as a program of its own, with nothing but what a measurement gives it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def command(*arguments: str) -> list[str]:
    """Return the command line."""
    return [sys.executable, "-m", "portal_audit", *arguments]


def environment() -> dict[str, str]:
    """Return the environment: this checkout, and no settings of whoever measures."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
    return kept | {"PYTHONPATH": os.pathsep.join(paths)}


def judged(record: Path) -> list[object]:
    """Return what a report says of every site, without the time it was visited at."""
    sites = json.loads(record.read_text(encoding="utf-8"))["sites"]
    return [{name: value for name, value in site.items() if name != "visited_at"} for site in sites]
