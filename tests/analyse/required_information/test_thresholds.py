"""Every figure of the judgement has a reason and cases that need it, and those cases exist."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from portal_audit.analyse.thresholds import THRESHOLDS, entries

TESTS = Path(__file__).resolve().parents[2]
CORPUS = TESTS / "corpus"


@pytest.mark.parametrize("name", sorted(entries()))
def test_a_figure_has_a_reason_and_cases(name: str) -> None:
    entry = entries()[name]
    assert str(entry["why"]).strip()
    assert entry["cases"]


def test_the_file_and_the_code_name_the_same_figures() -> None:
    assert {field.name for field in fields(THRESHOLDS)} == set(entries())


CASES = sorted({str(case) for entry in entries().values() for case in entry["cases"]})  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", CASES)
def test_a_named_case_exists(case: str) -> None:
    """A case is an item of a corpus portal (``d01-…/leaders``) or a test (``file::name``)."""
    if "::" in case:
        file, name = case.split("::")
        text = (TESTS / file).read_text(encoding="utf-8")
        assert re.search(rf"^(?:async )?def {re.escape(name)}\b", text, re.MULTILINE)
    else:
        portal, item = case.split("/")
        assert list(CORPUS.rglob(f"{portal}.toml"))
        assert (TESTS.parent / "checks" / "information" / f"{item}.toml").is_file()
