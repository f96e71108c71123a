"""The catalogue in ``docs/checks`` is that of the checks as they are."""

from __future__ import annotations

import re
from functools import cache

import pytest

from portal_audit.rules import catalog
from tests.docs.catalogue import FOLDER, pages
from tests.every import every

CATALOG = catalog.read()
CHECKS = {check.id: check for check in CATALOG}
NAMES = ["README.md", *(f"{family}.md" for family in CATALOG.families)]


@cache
def written() -> dict[str, str]:
    """Return what `make docs` writes, file name → page."""
    return pages(CATALOG)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_as_make_docs_writes_it(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == written()[name], "run `make docs`"


def test_there_is_no_page_of_a_family_that_is_gone() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(written()) == set(NAMES)


@every(check.id for check in CATALOG)
def test_a_check_has_its_section_with_outcomes_and_sources(check_id: str) -> None:
    check = CHECKS[check_id]
    page = written()[f"{check.family}.md"]
    [section] = re.findall(rf"^## {re.escape(check.id)}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    assert check.texts["en"].title in section
    assert "- Source: " in section
    assert "- Outcomes: " in section or all(f"| `{name}` |" in section for name in check.outcomes)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    page = written()[name]
    headings = re.findall(r"^## (.*)$", page, re.M)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    for link in re.findall(r"\]\(([^)]+)\)", page):
        if link.startswith("#"):
            assert link[1:] in anchors
        elif "://" not in link:
            assert (FOLDER / link).exists(), link
