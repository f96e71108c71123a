"""The paths and make targets that CONTRIBUTING and the README of tests name are there."""

from __future__ import annotations

import re

import pytest

from tests.imports import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PAGES = ("CONTRIBUTING.md", "tests/README.md", "README.md")


def cases(pattern: str) -> list[tuple[str, str]]:
    """Return every match of a pattern with the page it stands on."""
    return [
        (page, found)
        for page in PAGES
        for found in sorted(set(re.findall(pattern, (ROOT / page).read_text(encoding="utf-8"))))
    ]


@pytest.mark.parametrize(
    ("page", "path"), cases(r"`((?:portal_audit|checks|reports|tests|docs)/[\w./-]+)`")
)
def test_a_path_named_is_there(page: str, path: str) -> None:
    assert (ROOT / path).exists(), page


@pytest.mark.parametrize(("page", "target"), cases(r"\bmake ([a-z][a-z-]*)\b(?! sense)"))
def test_a_make_target_named_is_there(page: str, target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.M), page
