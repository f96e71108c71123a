"""``docs/architecture.md`` shows the packages as they are: its picture, its table, its paths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.imports import ROOT, arrows, circles, reachable

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NOT_DRAWN = {"__init__", "__main__"}
DRAWN_AS = {"errors": "model", "run_sites": "model"}
"""Files that the picture shows as one."""
QUESTIONS = (
    "the rule for HSTS",
    "the words of a report",
    "how often a host is asked",
    "which decree asks for budgets",
    "how a crawl chooses its pages",
)


def picture() -> dict[str, set[str]]:
    """Return the arrows drawn."""
    [block] = re.findall(r"```mermaid\n(.*?)```", PAGE, re.S)
    graph: dict[str, set[str]] = {}
    for start, end in re.findall(r"^ *(\w+) --> (\w+)$", block, re.M):
        graph.setdefault(start, set()).add(end)
    return graph


def real() -> dict[str, set[str]]:
    """Return the arrows that the imports draw."""
    graph: dict[str, set[str]] = {}
    for start, ends in arrows().items():
        if start not in NOT_DRAWN:
            here = DRAWN_AS.get(start, start)
            drawn = {DRAWN_AS.get(end, end) for end in ends - NOT_DRAWN} - {here}
            graph.setdefault(here, set()).update(drawn)
    return graph


def paths(text: str) -> set[str]:
    """Return the paths of this repository in code marks; one with ``<…>`` names no one file."""
    marked = re.findall(r"`((?:portal_audit|checks|reports|tests|tools)/[^`<>]*)`", text)
    return {path for path in marked if path}


def row(question: str) -> str:
    """Return the answer of “Where do I change …?” to a question."""
    [answer] = re.findall(rf"^\| \**{re.escape(question)}\** \| (.*) \|$", PAGE, re.M)
    return str(answer)


def test_whatever_is_imported_lies_down_the_arrows() -> None:
    drawn = picture()
    missing = {
        f"{start} --> {end}"
        for start, ends in real().items()
        for end in ends - reachable(drawn, start)
    }
    assert missing == set(), "draw them, or take the import away"


def test_every_arrow_drawn_is_an_import() -> None:
    drawn = {(start, end) for start, ends in picture().items() for end in ends}
    assert drawn <= {(start, end) for start, ends in real().items() for end in ends}


def test_no_arrow_is_drawn_that_a_longer_way_says_already() -> None:
    drawn = picture()
    spare = {
        f"{start} --> {end}"
        for start, ends in drawn.items()
        for end in ends
        if any(end in reachable(drawn, other) for other in ends - {end})
    }
    assert spare == set()
    assert circles(drawn) == []


def test_every_package_has_its_row() -> None:
    rows = re.findall(r"^\| (`[^|]*`) \|", PAGE.partition("## Where do I")[0], re.M)
    named = {Path(path).stem for cell in rows for path in re.findall(r"`([^`]+)`", cell)}
    assert named - {"tests", "tools"} == set(real()) | set(DRAWN_AS)


@pytest.mark.parametrize("path", sorted(paths(PAGE)))
def test_every_path_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_five_questions_are_answered_with_a_file(question: str) -> None:
    assert any((ROOT / path).is_file() for path in paths(row(question)))
