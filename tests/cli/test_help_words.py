"""``--help`` in the reader's language: every command and option has its words."""

from __future__ import annotations

import re

import pytest

from portal_audit.cli.help_words import in_language
from tests.docs.commands import commands

from .conftest import Cli

EVERY = dict(commands())


@pytest.mark.parametrize("name", EVERY)
def test_every_command_and_option_has_vietnamese_help(name: str) -> None:
    english = EVERY[name]
    *above, _ = name.split()
    shown = in_language(english, "vi", " ".join(above[1:]))
    assert _words(shown.help) != _words(english.help)
    for before, after in zip(english.params, shown.params, strict=True):
        if before.help or before.param_type_name == "argument":
            assert after.help, after.name
            assert _words(after.help) != _words(before.help), after.name


def _words(text: str | None) -> str:
    """Return a help text without what it ends with: default, variable, example."""
    return re.split(r"\\\[|Example:|Ví dụ:", text or "", maxsplit=1)[0].strip()


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_cut_off_in_a_narrow_terminal(name: str, lang: str, cli: Cli) -> None:
    cli.write("portal-audit.toml", f'lang = "{lang}"\n')
    page = cli.run(*name.split()[1:], "--help").stdout
    assert page
    assert not re.search(r"\w…", page)


def test_no_type_of_python_and_no_english_word_of_typer_is_shown(cli: Cli) -> None:
    for name in EVERY:
        page = cli.run(*name.split()[1:], "--help").stdout
        assert page, name
        assert not re.search(r"<[a-z\[\]]+( range)?>|OPTIONS|ARGS", page), name


def test_english_help_names_no_type_of_python_either(cli: Cli) -> None:
    cli.write("portal-audit.toml", 'lang = "en"\n')
    for name in EVERY:
        page = cli.run(*name.split()[1:], "--help").stdout
        assert page, name
        assert not re.search(r"<[a-z\[\]]+( range)?>", page), name


def test_a_command_itself_stays_as_it_is() -> None:
    before = {name: command.help for name, command in commands()}
    for command in EVERY.values():
        in_language(command, "vi")
    assert {name: command.help for name, command in commands()} == before


def test_defaults_and_variables_are_kept(cli: Cli) -> None:
    page = " ".join(cli.run("scan", "--help").stdout.replace("│", " ").split())
    assert "Số trang đọc ở mỗi cổng. [mặc định: 30;" in page
    assert "PORTAL_AUDIT_MAX_PAGES" in page
    assert "Hiện phần trợ giúp này." in page
    assert "Ví dụ: portal-audit scan -i portals.csv" in page


def test_the_language_is_chosen_for_help_too(cli: Cli) -> None:
    assert "Audit portals; write a ranked report." in cli.run("scan", "--lang", "en", "-h").stdout
    assert "Quét các cổng" in cli.run("--help").stdout
    cli.write("portal-audit.toml", 'lang = "en"\n')
    assert "Audit portals; write a ranked report." in cli.run("--help").stdout


def test_what_typer_notes_itself_is_in_the_language_too(cli: Cli) -> None:
    page = cli.run("why", "--help").stdout
    assert page.count("[bắt buộc]") == 2
    assert "Cách dùng: portal-audit why" in page
    assert "[mặc định: latest]" in cli.run("report", "--help").stdout
    for text in (page, cli.run("demo", "--help").stdout):
        assert "[required]" not in text
        assert "Usage:" not in text
    cli.write("portal-audit.toml", 'lang = "en"\n')
    english = cli.run("why", "--help").stdout
    assert english.count("[required]") == 2
    assert "Usage: portal-audit why" in english
