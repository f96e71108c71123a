"""One term for one thing: no Vietnamese text for readers uses a word the glossary refuses."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal_audit.rules import catalog
from portal_audit.rules.check import Texts

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "glossary.vi.md"
TEXTS = sorted(
    file
    for folder in ("portal_audit", "reports")
    for file in (ROOT / folder).rglob("vi.toml")
    if file.parent.name == "texts"
)
CATALOG = catalog.read()
PATTERNS = {
    "`chứng thư` không có “số”": r"\bchứng thư(?! số)",
    "`bộ mã`": r"\bbộ mã\b",
    "`Điều 9, khoản 1` (viết ngược thứ tự)": r"\bĐiều \d+, khoản \d",
}
"""Cell of the glossary → what it refuses, where that is more than the words in quotes."""
PORT = re.compile(r"\bcổng (?:\d+|TCP|HTTPS?|kết nối)\b", re.IGNORECASE)
PERCENT = re.compile(r"[\d})*]\s%(?![{}%\w])")
HEADER = re.compile(r"\btiêu đề(?! HTTP)", re.IGNORECASE)


def refused() -> dict[str, re.Pattern[str]]:
    """Return what the last column refuses, as the glossary writes it → pattern."""
    rows = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line[:2] == "| "]
    found = {}
    for row in rows[1:]:
        cell = row.strip("| ").split(" | ")[-1] if row.count("|") == 4 else ""
        if "`" not in cell:
            continue
        words = [re.escape(word) for word in re.findall(r"`([^`]+)`", cell)]
        pattern = PATTERNS.get(cell) or rf"\b(?:{'|'.join(words)})\b"
        found[cell] = re.compile(pattern, re.IGNORECASE)
    return found


def strings(value: object) -> Iterator[str]:
    """Yield every text in a table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)


def of_check(texts: Texts) -> Iterator[str]:
    """Yield every text of a check that a reader sees."""
    yield from (texts.title, texts.fault, texts.want, texts.why, texts.fix)
    for table in (texts.outcomes, texts.faults, texts.rows):
        yield from table.values()
    for words in texts.codes.values():
        yield from words.values()


def seen() -> list[tuple[str, str]]:
    """Return where → each Vietnamese text that a reader sees."""
    found = [(check.id, text) for check in CATALOG for text in of_check(check.texts["vi"])]
    found += [(check.id, lines) for check in CATALOG for lines in check.config.values()]
    for law in CATALOG.frameworks:
        found += [(law.id, text) for text in (law.names["vi"], law.titles["vi"])]
        found += [(law.id, law.remark["vi"])] if law.remark else []
        found += [(law.id, each.note["vi"]) for each in law.articles if each.note]
    for file in TEXTS:
        table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        found += [(str(file.relative_to(ROOT)), text) for text in strings(table)]
    return found


SEEN = seen()


def test_there_are_texts_and_words_to_look_for() -> None:
    assert len(SEEN) > 2000
    assert len(TEXTS) >= 3
    assert set(PATTERNS) <= set(refused())
    assert len(refused()) >= 10


@pytest.mark.parametrize("words", sorted(refused()))
def test_no_text_uses_a_word_that_the_glossary_refuses(words: str) -> None:
    pattern = refused()[words]
    assert [(where, text) for where, text in SEEN if pattern.search(text)] == []


REFUSED_IN_ENGLISH = re.compile(
    r"\b(mend\w*|untold|could not be told|asked of|are wanted|the wanted|most worth|held at"
    r"|held down|what is asked|kept apart|gets out|passes for it|beginning to take care"
    r"|not yet taking care|broken off)\b",
    re.IGNORECASE,
)
"""Words that English readers stumbled over."""


def test_no_english_text_uses_words_that_readers_stumbled_over() -> None:
    seen = [(check.id, text) for check in CATALOG for text in of_check(check.texts["en"])]
    for file in (file.with_name("en.toml") for file in TEXTS):
        table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        seen += [(str(file.relative_to(ROOT)), text) for text in strings(table)]
    assert len(seen) > 2000
    assert [(where, text) for where, text in seen if REFUSED_IN_ENGLISH.search(text)] == []


def test_a_port_is_never_called_as_a_portal_is() -> None:
    assert [(where, text) for where, text in SEEN if PORT.search(text)] == []


@pytest.mark.parametrize("pattern", ["checks/*/*.toml", "**/texts/*.toml", "docs/*.md", "*.md"])
def test_the_percent_sign_follows_its_number_without_a_space(pattern: str) -> None:
    files = [file for file in ROOT.glob(pattern) if ".venv" not in file.parts]
    assert files
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if PERCENT.search(line)] == []


def test_an_http_header_is_never_a_title_alone() -> None:
    texts = [
        (check.id, text)
        for check in CATALOG.select(only=["headers"])
        for text in of_check(check.texts["vi"])
    ]
    assert texts
    assert [(where, text) for where, text in texts if HEADER.search(text)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Chứng thư đã hết hạn.", "`chứng thư` không có “số”"),
        ("Máy chủ nhận bộ mã yếu.", "`bộ mã`"),
        ("Mã lệnh lạ", "`mã lệnh`"),
        ("NĐ 224/2026/NĐ-CP, Điều 9, khoản 1", "`Điều 9, khoản 1` (viết ngược thứ tự)"),
    ],
)
def test_a_refused_word_is_found(text: str, words: str) -> None:
    assert refused()[words].search(text)
