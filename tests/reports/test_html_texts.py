"""The texts of the pages: both languages say the same things, and say all that can come up."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

from portal_audit.model import Cause, Kind, Severity, Status

HTML = Path(__file__).parents[2] / "reports" / "html"


def flat(table: dict[str, object], prefix: str = "") -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, value in table.items():
        texts |= (
            flat(value, f"{prefix}{key}.")
            if isinstance(value, dict)
            else {prefix + key: str(value)}
        )
    return texts


VI, EN = (
    flat(tomllib.loads((HTML / "texts" / f"{lang}.toml").read_text(encoding="utf-8")))
    for lang in ("vi", "en")
)


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert list(VI) == list(EN)


@pytest.mark.parametrize("key", list(VI))
def test_both_languages_fill_the_same_gaps(key: str) -> None:
    forms = [VI[key], EN[key]]
    if key not in ("verify.cookies", "verify.content", "verify.usability"):
        forms = [form for text in forms for form in text.split("|")]
    wanted = set().union(*(gaps(form) for form in forms)) - {"n"}
    assert all(gaps(form) - {"n"} == wanted for form in forms)
    assert all(text.strip() for text in forms)


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("kind", Kind),
        ("status", Status),
        ("severity", Severity),
        ("cause", [*Cause, "unknown"]),
        ("todo", [*Cause, "unknown"]),
        ("level", "ABCDEN"),
    ],
)
def test_every_value_has_words(group: str, members: list[str]) -> None:
    assert [str(m) for m in members if f"{group}.{m}" not in VI] == []


def test_templates_ask_for_texts_that_exist() -> None:
    for file in (HTML / "templates").glob("*.j2"):
        text = file.read_text(encoding="utf-8")
        asked = set(re.findall(r"""\bt\(["']([\w.-]+)["'](?! ~)""", text))
        assert {key for key in asked if key not in VI} == set(), file.name


def test_no_text_stands_unused() -> None:
    sources = [*(HTML / "templates").glob("*.j2"), *HTML.glob("*.py")]
    written = " ".join(file.read_text(encoding="utf-8") for file in sources)
    groups = (
        "kind",
        "family",
        "part",
        "level",
        "status",
        "severity",
        "by",
        "cause",
        "todo",
        "verify",
        "reason",
        "evidence",
    )
    loose = [
        key
        for key in VI
        if key.partition(".")[0] not in groups
        and f'"{key}"' not in written
        and f"'{key}'" not in written
        and not re.match(r"method\.(how|value|scoring|levels|caps|weights|checks)", key)
    ]
    assert loose == []
