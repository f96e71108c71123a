"""``--help`` in the reader's language: every command and option has its words."""

from __future__ import annotations

import re

import pytest

from portal_audit.cli.help_words import in_language
from tests.command_line import portal_audit
from tests.docs.commands import commands
from tests.every import every

from .conftest import Cli

EVERY = dict(commands())


@every(EVERY)
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


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """Return the help of every command in both languages, as a narrow terminal shows it."""
    shown = {}
    for lang in ("vi", "en"):
        folder = tmp_path_factory.mktemp(lang)
        (folder / "portal-audit.toml").write_text(f'lang = "{lang}"\n', encoding="utf-8")
        for name in EVERY:
            page = portal_audit(*name.split()[1:], "--help", folder=folder).stdout
            assert page, name
            shown[lang, name] = page
    return shown


def test_nothing_is_cut_off_in_a_narrow_terminal(pages: dict[tuple[str, str], str]) -> None:
    assert [name for name, page in pages.items() if re.search(r"\w…", page)] == []


def test_no_type_of_python_and_no_english_word_of_typer_is_shown(
    pages: dict[tuple[str, str], str],
) -> None:
    for (lang, name), page in pages.items():
        if lang == "vi":
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
