"""What is misspelt on a command line is told in the reader's language, with what was near."""

from __future__ import annotations

import pytest

from .conftest import Cli

CASES = [
    ("scna", "scna: không có lệnh này. Có phải ý bạn là scan?", "Did you mean scan?"),
    ("history lst", "lst: không có lệnh này. Có phải ý bạn là list?", "There are: "),
    ("scan --formt html", "Có phải ý bạn là --format?", "--formt: no such option."),
    ("scan a.example --max-pages x", "--max-pages x: không phải số nguyên", "not a whole number"),
    ("scan a.example --rate x", "--rate x: không phải số", "--rate x: is not a number"),
    ("scan --max-pages", "--max-pages cần một giá trị", "--max-pages needs a value"),
    ("report latest latest", "thừa từ: latest", "one word too many: latest"),
    ("inventory discover", "thiếu URL", "URL is missing"),
    ("store prune --keep-runs -1", "phải từ 0 trở lên", "must be at least 0"),
    ("checks explain headers", "là một nhóm tiêu chí", "is a family of checks"),
    ("checks explain tsl", "Có phải ý bạn là tls?", "Did you mean tls?"),
    ("checks list --only tsl", "Có phải ý bạn là tls?", "Did you mean tls?"),
    ("scan a.example --profile comune", "Có phải ý bạn là commune?", "Did you mean commune?"),
    ("scan a.example --format xslx", "Có phải ý bạn là xlsx?", "Did you mean xlsx?"),
    ("scan portals.csv", "Có phải ý bạn là -i portals.csv?", "Did you mean -i portals.csv?"),
    ("report", "chưa có kho dữ liệu", "there is no store yet"),
    ("scan a.example --letter x.odt", "hãy đưa mẫu .docx", "give a .docx template"),
]


@pytest.mark.parametrize(("command", "vi", "en"), CASES, ids=[case[0] for case in CASES])
def test_it_is_said_in_both_languages(cli: Cli, command: str, vi: str, en: str) -> None:
    if "--letter" in command:
        command += " --format docx"
    for lang, said in (("vi", vi), ("en", en)):
        # Before the command, the language is set as it may be for good.
        cli.write("portal-audit.toml", f'lang = "{lang}"\n')
        result = cli.run(*command.split())
        assert result.exit_code == 2, result.output
        assert said in result.stderr
        assert "Input should" not in result.output
        assert "│" not in result.output
    assert cli.visited == []


def test_the_way_to_the_help_is_named(cli: Cli) -> None:
    assert "Xem `portal-audit history --help`." in cli.run("history", "lst").stderr


def test_a_misspelt_run_and_portal_are_suggested(cli: Cli) -> None:
    cli.run("scan", "xa.example", "phuong.example", "--format", "csv")
    assert "Có phải ý bạn là latest?" in cli.run("report", "latets").stderr
    for name in ("xa.exmaple", "phuo"):
        result = cli.run("history", "site", name)
        assert result.exit_code == 2
        assert "Có phải ý bạn là" in result.stderr
        assert "Các cổng: phuong.example, xa.example." in result.stderr
    nothing = cli.run("history", "trend", "--site", "zzzz", "--lang", "en").stderr
    assert "The portals are: phuong.example, xa.example." in nothing
    assert "Did you mean" not in nothing


def test_a_list_of_checks_has_words_of_the_language(cli: Cli) -> None:
    head, *rows = cli.run("checks", "list", "--only", "headers").stdout.splitlines()
    assert head.split() == ["mã", "mức", "độ", "trọng", "số", "tiêu", "chí"]
    assert any(row.split()[:2] == ["headers.hsts", "cao"] for row in rows)


def test_a_shell_can_complete_commands_and_options(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_PORTAL_AUDIT_COMPLETE", "complete_bash")
    for words, place, expected in (
        ("portal-audit sca", "1", "scan"),
        ("portal-audit scan --max", "2", "--max-pages"),
        ("portal-audit history si", "2", "site"),
    ):
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", place)
        assert cli.run().stdout.split() == [expected]
