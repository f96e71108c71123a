"""Help and version load nothing that they do not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("sslyze", "sqlalchemy", "lxml", "pydantic", "httpx", "cryptography", "selectolax", "bs4")
PROGRAM = """
import sys
from portal_audit.cli import main
sys.argv = ["portal-audit", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""


@pytest.mark.parametrize("flag", ["--version", "-V", "--help", "-h"])
def test_help_and_version_import_no_heavy_library(flag: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, flag], capture_output=True, text=True, check=True
    )
    assert "portal-audit" in done.stdout
    assert set(HEAVY) & set(done.stderr.split()) == set()


def test_version_needs_no_rich() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--version"], capture_output=True, text=True, check=True
    )
    assert "rich" not in done.stderr.split()


VISITING = (
    "httpx",
    "httpcore",
    "dns",
    "selectolax",
    "lxml",
    "cryptography",
    "portal_audit.collect.crawl",
)


def test_what_visits_portals_is_loaded_by_commands_that_do_alone() -> None:
    names = ("judge", "report", "why", "evidence", "checks", "history", "waivers")
    load = "".join(f"import portal_audit.cli.{name}\n" for name in names)
    done = subprocess.run(
        [sys.executable, "-c", f"{load}import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(VISITING) & set(done.stdout.split()) == set()


def test_a_command_ends_without_a_search_through_all_that_is_left() -> None:
    at_last = "import atexit, gc\natexit.register(lambda: print(gc.get_freeze_count()))\n"
    done = subprocess.run(
        [sys.executable, "-c", at_last + PROGRAM, "--version"], capture_output=True, text=True
    )
    assert int(done.stdout.split()[-1]) > 1_000
