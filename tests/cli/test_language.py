"""The command line speaks the chosen language: its texts, its messages, and how it is chosen."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from portal_audit.cli import language, words
from portal_audit.errors import BadInput
from portal_audit.texts import LANGUAGES, Message, TextTable, did_you_mean, message

from .conftest import Cli

ROOT = Path(__file__).parents[2]
PAIRS = {
    folder.parent.name + "/" + folder.name: {
        lang: TextTable(lang, folder / f"{lang}.toml").table for lang in LANGUAGES
    }
    for folder in (words.FOLDER, message.FOLDER)
}


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} - {"n"}


@pytest.mark.parametrize("place", PAIRS)
def test_both_languages_have_the_same_texts_with_the_same_gaps(place: str) -> None:
    vi, en = PAIRS[place]["vi"], PAIRS[place]["en"]
    assert list(vi) == list(en)
    for key in vi:
        forms = [*vi[key].split("|"), *en[key].split("|")]
        assert {frozenset(gaps(form)) for form in forms} == {frozenset(gaps(vi[key]))}, key


def test_every_message_that_is_raised_has_a_text_and_every_text_is_raised() -> None:
    engine, packs = (
        [file.read_text(encoding="utf-8") for file in (ROOT / part).rglob("*.py")]
        for part in ("portal_audit", "reports")
    )
    mentioned = {
        name for text in (*engine, *packs) for name in re.findall(r'"([a-z][\w.-]+)"', text)
    }
    raised = {code for text in engine for code in re.findall(r'Message\(\s*"([a-z][\w.-]*)"', text)}
    texts = set(PAIRS["portal_audit/texts"]["en"])
    assert raised <= texts
    built = (
        "fault.at-",
        "settings.no",
        "network.",
    )  # their codes are put together where they are raised
    assert {code for code in texts - mentioned if not code.startswith(built)} == set()


@pytest.mark.parametrize(
    ("arguments", "environment", "toml", "lang"),
    [
        ([], {}, "", "vi"),
        ([], {}, 'lang = "en"', "en"),
        ([], {"PORTAL_AUDIT_LANG": "vi"}, 'lang = "en"', "vi"),
        (["scan", "--lang", "en"], {"PORTAL_AUDIT_LANG": "vi"}, "", "en"),
        (["scan", "--lang=en", "a.example"], {}, "", "en"),
        (["scan", "--lang", "fr"], {}, "", "vi"),
        ([], {}, "lang = ", "vi"),
    ],
)
def test_the_language_is_chosen_like_every_setting(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], toml: str, lang: str
) -> None:
    file = tmp_path / "portal-audit.toml"
    file.write_text(toml, encoding="utf-8")
    assert language.chosen(arguments, environment, file) == lang


@pytest.mark.parametrize(
    ("command", "vi", "en"),
    [
        ("scan", "chưa có cổng nào để quét", "no portals given"),
        ("scan portals.csv", "Có phải ý bạn là -i portals.csv?", "Did you mean -i portals.csv?"),
        ("scan a.example --format htm", "không có định dạng này", "no such format"),
        ("scan a.example --max-pages 0", "phải từ 1 trở lên", "must be at least 1"),
        ("scan a.example --only tsl", "Có phải ý bạn là tls?", "Did you mean tls?"),
    ],
)
def test_errors_are_told_in_it(cli: Cli, command: str, vi: str, en: str) -> None:
    assert vi in cli.run(*command.split()).stderr
    assert en in cli.run(*command.split(), "--lang", "en").stderr


def test_a_message_is_worded_with_all_that_is_inside_it() -> None:
    error = BadInput(Message("lines", lines=[did_you_mean("headres", ["headers", "tls"]), "x"]))
    assert error.text("vi") == "Có phải ý bạn là headers?\nx"
    assert str(error) == "Did you mean headers? \nx"
    assert BadInput("plain").text("vi") == "plain"


def test_only_what_is_close_is_suggested() -> None:
    assert did_you_mean("zzz", ["headers", "tls"]) == ""
    assert str(did_you_mean("HEADER", ["headers", "content"])) == "Did you mean headers? "
    assert str(did_you_mean("ab", ["abc", "abd"])) == "Did you mean abd or abc? "
