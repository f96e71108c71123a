"""The field's words: names of before 0.1.0 that had to be learnt stand nowhere any more.

``CHANGELOG.md`` alone may name them, in its tables of old and new names.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.every import every
from tests.imports import ROOT, place, tree_of

PARTS: Mapping[str, str] = {
    "door": "client, front page",
    "doors": "clients",
    "manners": "rate limits",
    "courier": "request interceptor",
    "strangers": "unnamed suites",
    "elimination": "cipher enumeration",
    "logbook": "crawl state",
    "slips": "typo matching",
    "openly": "declared language",
    "likeness": "similarity",
    "garbled": "mojibake",
    "knock": "request",
    "errand": "request",
}
"""Word → what it is called now. It is part of no name: ``FrontDoor`` and ``front_door`` neither."""

NAMES: Mapping[str, str] = {
    "told": "what it holds",
    "seen": "what it holds, such as evidence or visited",
    "known": "what it holds",
    "spot": "what it holds",
    "Trail": "RedirectChain",
    "trail": "redirect chain",
    "survey": "site index",
    "Survey": "SiteIndex",
    "behind": "link target",
    "own_pages": "section pages",
    "site_text": "boilerplate removal",
    "wall": "block page",
    "legacy_letters": "legacy encodings",
    "mended": "remediation",
    "what_if": "remediation",
}
"""Name → what it is called now. No variable, function, class, argument or attribute has it."""

FILES = {
    *PARTS,
    *NAMES,
    *(
        "views",
        "follow",
        "standing",
        "visible",
        "telling",
        "packing",
        "opening",
        "testbed",
        "net",
        "read",
    ),
}
"""Names that no module and no folder of the product has."""
COMMANDS = {"portal_audit/cli/testbed.py", "portal_audit/inventory/read.py"}
"""Files named after what a person types, or does, not after a room of before."""

WORDS = ("door", "doors", "manners", "courier", "logbook", "strangers", "slips", "openly", "errand")
"""Words that no text for people has, outside code marks."""

CODE = [
    file
    for folder in ("portal_audit", "checks", "reports")
    for file in sorted((ROOT / folder).rglob("*.py"))
]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "checks" / "README.md",
    ROOT / "tests" / "README.md",
]


def identifiers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield every name that a file gives or uses, with its line."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name, line
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, line
            case ast.ClassDef(name=name):
                yield name, line
            case ast.keyword(arg=str(name)):
                yield name, node.value.lineno
            case ast.alias(name=name, asname=alias):
                yield from ((part, line) for part in (alias or name).split("."))


def parts(name: str) -> set[str]:
    """Return the words a name is made of: ``FrontDoor`` → front, door."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def old(name: str) -> list[str]:
    """Return what a name should say instead; nothing where it is a good one."""
    plain = name.strip("_")
    instead = [PARTS[word] for word in sorted(parts(plain) & PARTS.keys())]
    return instead + ([NAMES[plain]] if plain in NAMES else [])


@every(CODE)
def test_code_has_none_of_the_old_names(file: Path) -> None:
    found = {
        f"{place(file)}:{line} {name} → {'; '.join(old(name))}"
        for name, line in identifiers(tree_of(file))
        if old(name)
    }
    assert found == set(), "\n" + "\n".join(sorted(found))


@every(CODE)
def test_no_file_is_named_after_a_room_of_before(file: Path) -> None:
    if place(file) not in COMMANDS:
        assert not {file.stem, *file.relative_to(ROOT).parts[:-1]} & FILES


@every(PAGES)
def test_texts_have_none_of_the_old_words(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.S)
    found = {word for word in WORDS if re.search(rf"\b{word}\b", text, re.IGNORECASE)}
    assert found == set()


@pytest.mark.parametrize(
    "source",
    [
        "def knock(): ...",
        "class FrontDoor: ...",
        "x.front_door",
        "f(doors=1)",
        "told = 1",
        "def f(seen): ...",
        "import portal_audit.net.courier",
        "from a import b as _wall",
    ],
)
def test_every_kind_of_name_is_looked_at(source: str) -> None:
    assert any(old(name) for name, _ in identifiers(ast.parse(source)))


@pytest.mark.parametrize(
    "name", ["outdoor", "wallet", "unknown", "seen_at", "read", "behind_proxy"]
)
def test_names_that_only_look_alike_are_left_alone(name: str) -> None:
    assert not old(name)
