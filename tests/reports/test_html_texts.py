"""The texts of the pages: both languages say the same things, and say all that can come up."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

from portal_audit.analyse.shared_traits import ADDRESS, PROVIDER, SYSTEM
from portal_audit.model import Cause, Fact, Finding, Kind, Severity, Status
from portal_audit.rules.framework import Certainty, Force
from portal_audit.rules.plugins import find
from portal_audit.scoring.external.observatory import priced
from portal_audit.scoring.external.observatory.rules import TESTS_6
from portal_audit.scoring.external.ssl_labs import CAPS, OVERRIDES, WARNINGS
from portal_audit.texts import without_facts
from tests.every import every

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


@every(VI)
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
        ("item_verdict", Status),
        ("severity", Severity),
        ("cause", [*Cause, "unknown"]),
        ("todo", [*Cause, "unknown"]),
        ("level", "ABCDEN"),
        ("force", Force),
        ("certainty", Certainty),
        ("shared_trait", [ADDRESS, PROVIDER, SYSTEM]),
    ],
)
def test_every_value_has_words(group: str, members: list[str]) -> None:
    assert [str(m) for m in members if f"{group}.{m}" not in VI] == []


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("observatory_test", TESTS_6),
        ("observatory_result", [result for test in TESTS_6 for result in priced(test)]),
        ("ssl_labs_reason", [*OVERRIDES, *CAPS, *WARNINGS]),
        ("mozilla_profile", ["modern", "intermediate", "old", "none"]),
    ],
)
def test_every_code_of_a_view_has_words(group: str, codes: list[str]) -> None:
    assert {key for key in VI if key.startswith(f"{group}.")} == {f"{group}.{c}" for c in codes}


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
        "change",
        "verify",
        "reason",
        "evidence",
        *("observatory_test", "observatory_result", "ssl_labs_reason"),
        *("mozilla_rule", "mozilla_profile", "view_gap"),
        "force",
        "certainty",
        "item_verdict",
        "doer",
        "family_short",
        "shared_trait",
    )
    loose = [
        key
        for key in VI
        if key.partition(".")[0] not in groups
        and f'"{key}"' not in written
        and f"'{key}'" not in written
        and not re.match(r"method\.(how|value|scoring|levels|caps|weights|checks|basis)", key)
    ]
    assert loose == []


def _words(lang: str) -> Any:
    pack = next(find("reports"))
    return pack.load(pack.folder / "html" / "words.py").ReportWords(lang)


@pytest.mark.parametrize(
    ("lang", "facts", "shown"),
    [
        ("vi", {"share": 0.125, "date": "2026-03-09"}, {"share": "0,125", "date": "09/03/2026"}),
        ("en", {"share": 0.125, "date": "2026-03-09"}, {"share": "0.125", "date": "2026-03-09"}),
        ("vi", {"at": "2026-03-09T01:02:03Z"}, {"at": "09/03/2026 01:02 (UTC)"}),
        ("vi", {"age": 31_536_000, "on": True, "gone": None}, None),
        ("vi", {"kind": "TlsServer", "reason": "timeout"}, {"reason": "máy chủ không trả lời kịp"}),
        (
            "en",
            {"reason": "probe-failed: KeyError"},
            {"reason": "the tool failed, through our fault (KeyError)"},
        ),
        ("vi", {"reason": "chỉ là tệp ảnh"}, None),
        ("vi", {"value": "a\u202eb"}, {"value": "a⟨U+202E⟩b"}),
    ],
)
def test_facts_are_told_in_the_language(
    lang: str, facts: dict[str, Fact], shown: dict[str, Fact] | None
) -> None:
    finding = Finding("a.b", "a", Status.FAIL, "o", Severity.LOW, 1, facts=facts)
    told = _words(lang).facts(finding)
    assert {name: told[name] for name in shown or facts} == (shown or facts)


@pytest.mark.parametrize(
    ("lang", "number", "digits", "shown"),
    [
        ("vi", 73.4, 1, "73,4"),
        ("en", 73.4, 1, "73.4"),
        ("vi", 1_234.5, 1, "1.234,5"),
        ("en", 1_234.5, 2, "1,234.50"),
        ("vi", None, 1, "–"),
    ],
)
def test_numbers(lang: str, number: float | None, digits: int, shown: str) -> None:
    assert _words(lang).number(number, digits) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(1, "100%"), (0.999, "99%"), (0.67, "67%"), (0.666, "67%"), (0.6, "60%"), (0.0, "0%")],
)
def test_only_the_whole_is_a_hundred_per_cent(share: float, shown: str) -> None:
    assert _words("vi").percent(share) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(1, "100%"), (0.6, "60%"), (0.5999, "59%"), (0.57, "57%"), (0.0, "0%")]
)
def test_what_misses_a_limit_is_never_shown_as_the_limit(share: float, shown: str) -> None:
    assert _words("vi").coverage(share) == shown


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/b?c=d#e", True),
        ("HTTP://a.example:8080/", True),
        ("https://[::1]:8443/", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)//https://a.example/", False),
        (" https://a.example/", False),
        ("data:text/html,x", False),
        ("//a.example/", False),
        ("https:///x", False),
        ("https://user@evil.example/", False),
        ("https://a.example/\u202e", False),
        ('https://a.example/"onmouseover=x', False),
        ("https://a.example:99999/", False),
        ("https://a.example/" + "a" * 3_000, False),
        ("203.0.113.5:443", False),
    ],
)
def test_only_plain_web_addresses_become_links(url: str, safe: bool) -> None:
    pack = next(find("reports"))
    href = pack.load(pack.folder / "html" / "links.py").href
    assert href(url) == (url if safe else None)


@pytest.mark.parametrize("site_id", ["../x", "a/b", ".htaccess", "a..b", "", "x" * 200, "é", "a\n"])
def test_page_names_stay_in_their_folder(site_id: str) -> None:
    pack = next(find("reports"))
    name = pack.load(pack.folder / "html" / "links.py").page_name(site_id)
    assert re.fullmatch(r"site-[0-9a-f]{16}\.html", name)


@pytest.mark.parametrize(
    ("fix", "told"),
    [
        ("1. Turn it on. 2. Look again.", ["Turn it on.", "Look again."]),
        ("1. Allow TLS 1.2 and 1.3. 2. Done.", ["Allow TLS 1.2 and 1.3.", "Done."]),
        ("Post it, within 5 days.", []),
    ],
)
def test_numbered_steps_are_a_list(fix: str, told: list[str]) -> None:
    pack = next(find("reports"))
    assert pack.load(pack.folder / "html" / "environment.py").steps(fix) == told


def test_a_sentence_without_facts_has_dots_in_their_place() -> None:
    assert without_facts("{days:day/days} old: {subject}.") == "… old: …."
