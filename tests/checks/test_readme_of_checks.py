"""The example in ``checks/README.md`` works exactly as it is printed there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal_audit import catalog

README = Path(__file__).parents[2] / "checks" / "README.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write every block that the README gives a file name to."""
    text = README.read_text(encoding="utf-8")
    blocks = re.findall(r"`my-checks/([^`]+)`:?\n\n```\w+\n(.*?)```", text, re.S)
    assert [name for name, _ in blocks] == [
        "usability/hotline.py",
        "usability/hotline.toml",
        "test_hotline.py",
    ]
    for name, content in blocks:
        file = tmp_path / "my-checks" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return tmp_path / "my-checks"


def test_the_example_joins_the_catalog(folder: Path) -> None:
    check = catalog.read([folder]).get("usability.hotline")
    assert check is not None
    assert check.source == folder / "usability" / "hotline.toml"
    assert check.texts["vi"].sentence("missing", {"number": "1022"}) == (
        "Trang chủ không có số 1022."
    )


def test_the_examples_own_test_passes(folder: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout


@pytest.mark.parametrize("command", [["test"], ["explain", "usability.hotline", "--checks"]])
def test_the_commands_of_the_readme_know_it(folder: Path, command: list[str]) -> None:
    line = [sys.executable, "-m", "portal_audit", "checks", *command, str(folder)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "usability.hotline: Trang chủ có số tổng đài" in done.stdout
