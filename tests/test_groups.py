"""The groups that start first are groups that there are."""

import re

from tests.conftest import LONGEST_FIRST
from tests.imports import ROOT


def test_every_group_that_starts_first_exists() -> None:
    marked = {
        name
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        for name in re.findall(r'xdist_group\("([^"]+)"\)', file.read_text(encoding="utf-8"))
    }
    missing = {name for name in LONGEST_FIRST if name not in marked and not (ROOT / name).is_file()}
    assert missing == set()
