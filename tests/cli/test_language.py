"""The command line speaks the chosen language: its texts, its messages, and how it is chosen."""

from __future__ import annotations

import json
import logging
import re
import string
from pathlib import Path

import pytest

from portal_audit.cli import language, words
from portal_audit.cli.visits import logs_as_notes
from portal_audit.errors import BadInput
from portal_audit.runs.processes.warnings import dump_warning, load_warning
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
        "profile-file.",
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


WAIVER = """[[waiver]]
portal = "xa.example"
check = "headers.htst"
reason = "thay máy chủ"
owner = "Phòng CNTT"
accepted_by = "Giám đốc Sở"
accepted_on = 2026-11-01
expires = 2026-10-01
"""
PROFILE = 'name = "x"\nextends = "web"\nskip = ["hedaers"]\n'


@pytest.mark.parametrize(
    ("text", "command", "vi", "en"),
    [
        (
            WAIVER,
            "waivers check {}",
            "{}:8: waiver.1.expires: hết hạn trước ngày bắt đầu (2026-11-01).",
            "{}:8: waiver.1.expires: ends before it begins (2026-11-01).",
        ),
        (
            WAIVER,
            "waivers check {}",
            "{}:3: waiver.1.check: headers.htst: không có tiêu chí này. "
            "Có phải ý bạn là headers.hsts",
            "{}:3: waiver.1.check: headers.htst: no such check. Did you mean headers.hsts",
        ),
        (
            WAIVER.replace("owner", "ownr"),
            "waivers check {}",
            "{}:5: waiver.1.ownr: ở đây không có khóa này. Có phải ý bạn là owner?",
            "{}:5: waiver.1.ownr: there is no such key here. Did you mean owner?",
        ),
        (
            "[[waiver]\n",
            "waivers check {}",
            "{}:1: không đọc được theo định dạng TOML (dòng 1, cột 9). Dòng này ghi: [[waiver]",
            "{}:1: cannot be read as TOML (at line 1, column 9). The line says: [[waiver]",
        ),
        (
            PROFILE,
            "scan a.example --profile {}",
            "{}:3: skip: hedaers: không có nhóm hay tiêu chí này. Có phải ý bạn là headers",
            "{}:3: skip: hedaers: no such family or check. Did you mean headers",
        ),
        (
            '[[channel]]\nname = "a"\n',
            "notify test --channels {}",
            "{}:1: channel.1: chỉ nhận url hoặc url_from. Hãy ghi một trong hai.",
            "{}:1: channel.1: takes either url or url_from. Give one of them.",
        ),
    ],
)
def test_faults_of_files_are_told_in_it_with_their_lines(
    cli: Cli, text: str, command: str, vi: str, en: str
) -> None:
    cli.write("mine.toml", text)
    words = command.format("mine.toml").split()
    assert vi.format("mine.toml") in cli.run(*words).stderr
    assert en.format("mine.toml") in cli.run(*words, "--lang", "en").stderr


def test_warnings_of_the_engine_are_told_in_it_from_other_processes_too() -> None:
    log, notes = logging.getLogger("portal_audit.collect"), list[str]()
    away = log.makeRecord("x", logging.WARNING, "x", 1, Message("log.no-sandbox"), (), None)
    sent = json.loads(json.dumps(dump_warning(away)))
    with logs_as_notes(notes.append, "vi"):
        log.warning(load_warning(sent))
        log.warning(load_warning({"text": "100% plain"}))
    assert notes[0].startswith("trình duyệt chạy không có lớp cách ly (sandbox)")
    assert notes[1] == "100% plain"


def test_a_message_is_worded_with_all_that_is_inside_it() -> None:
    error = BadInput(Message("lines", lines=[did_you_mean("headres", ["headers", "tls"]), "x"]))
    assert error.text("vi") == "Có phải ý bạn là headers?\nx"
    assert str(error) == "Did you mean headers? \nx"
    assert BadInput("plain").text("vi") == "plain"


def test_only_what_is_close_is_suggested() -> None:
    assert did_you_mean("zzz", ["headers", "tls"]) == ""
    assert str(did_you_mean("HEADER", ["headers", "content"])) == "Did you mean headers? "
    assert str(did_you_mean("ab", ["abc", "abd"])) == "Did you mean abd or abc? "
