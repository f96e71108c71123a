"""What every check of the repository keeps: outcomes, texts and facts that fit each other."""

import ast
import re
from pathlib import Path

import pytest

from portal_audit.model import Fact, Status
from portal_audit.rules import catalog
from portal_audit.rules.framework import Sort
from portal_audit.rules.promises import broken

ROOT = Path(__file__).parents[2]
CHECKS = ROOT / "checks"
CATALOG = catalog.read()
RULE = '''
from portal_audit.api import Front, Outcome

def judge(front: Front) -> Outcome:
    """Judge nothing much."""
    if front.https:
        return Outcome("found", where=[front.url], age=3)
    return Outcome("missing", where=[front.url])
'''
TEXTS = """
id = "headers.mine"
severity = "low"
weight = 1
basis = ["A rule of our own"]

[outcome]
found = { status = "pass" }
missing = { status = "fail" }

[config]
nginx = "add_header X 1;"

[vi]
title = "Tiêu đề của tôi"
fault = "Chưa có tiêu đề của tôi"
want = "Cổng gửi tiêu đề của tôi."
why = "Vì tiêu đề của tôi giúp ích cho người dân."
fix = "Thêm tiêu đề của tôi vào cấu hình máy chủ."
found = "Có tiêu đề, {age} giây."
missing = "Cổng không gửi tiêu đề."

[en]
title = "My header"
fault = "My header is missing"
want = "The portal sends my header."
why = "Because my header is of use to citizens."
fix = "Add my header to the configuration of the server."
found = "The header is there, {age} seconds."
missing = "The portal does not send the header."
"""


def test_every_check_keeps_its_promises() -> None:
    assert broken(CATALOG, CATALOG) == []


def write(folder: Path, rule: str, texts: str) -> list[str]:
    (folder / "headers").mkdir()
    (folder / "headers" / "mine.py").write_text(rule, encoding="utf-8")
    (folder / "headers" / "mine.toml").write_text(texts.lstrip(), encoding="utf-8")
    read = catalog.read([folder])
    mine = [check for check in read if check.id == "headers.mine"]
    assert mine
    return [str(fault) for fault in broken(mine, read)]


def test_a_sound_check_of_ones_own_keeps_them(tmp_path: Path) -> None:
    assert write(tmp_path, RULE, TEXTS) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'missing = { status = "fail" }',
            'missing = { status = "fail" }\nmisssing = { status = "fail" }',
            "mine.toml:9: outcome.misssing: the rule never returns it. Did you mean missing?",
        ),
        (
            "Có tiêu đề, {age} giây.",
            "Có tiêu đề, {ages} giây.",
            "mine.toml:19: vi.found: {ages} is no fact that the rule gives with it. "
            "Did you mean age?",
        ),
        (
            "The header is there, {age} seconds.",
            "The header is there.",
            "mine.toml:28: en.found: only one of the two languages shows {age}.",
        ),
        ("Cổng gửi tiêu đề của tôi.", "TODO tiêu đề của tôi.", "mine.toml:16: vi.want: is not fin"),
        ("The portal sends my header.", "My header.", "mine.toml:25: en.want: says too little"),
        ('title = "Tiêu đề của tôi"', 'title = "My title"', "mine.toml:14: vi.title: has no Viet"),
        (
            'title = "My header"',
            'title = "Tiêu đề của tôi"',
            "mine.toml:23: en.title: is the same",
        ),
        (
            'fault = "Chưa có tiêu đề của tôi"',
            'fault = "Tiêu đề của tôi"',
            "mine.toml:15: vi.fault: is the same text as the title",
        ),
        ('fault = "My header is missing"', 'fault = "No"', "mine.toml:24: en.fault: says too lit"),
        ('status = "pass"', 'status = "fail"', "mine.toml:6: outcome: nothing passes, yet"),
        ('status = "fail"', 'status = "pass"', "mine.toml:6: outcome: nothing fails, so"),
        ("nginx =", "ngix =", "mine.toml:11: config.ngix: no such server. Did you mean nginx?"),
        ("A rule of our own", "TBD", "mine.toml:4: basis: names no source: TBD"),
    ],
)
def test_a_broken_promise_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    assert old in TEXTS
    texts = TEXTS.replace(old, new)
    if "misssing" in new:
        texts = texts.replace("[en]", 'misssing = "Cổng chưa gửi tiêu đề."\n\n[en]')
        texts += 'misssing = "The portal sends no header."\n'
    faults = [each.rpartition("/")[2] for each in write(tmp_path, RULE, texts)]
    assert any(each.startswith(fault) for each in faults), faults


def test_codes_among_the_facts_have_words_in_both_languages(tmp_path: Path) -> None:
    texts = TEXTS + '\n[codes.vi.age]\n3 = "ba"\n\n[codes.en.age]\n4 = "four"\n'
    faults = [each.rpartition("/")[2] for each in write(tmp_path, RULE, texts)]
    (fault,) = faults
    assert fault.startswith("mine.toml:34: codes.en.age: only one of the two languages has words")


def test_the_fault_of_an_outcome_belongs_to_one_that_fails_in_both_languages(
    tmp_path: Path,
) -> None:
    texts = TEXTS + '\n[faults.vi]\nfound = "Có lỗi"\n\n[faults.en]\nmissing = "Not sent"\n'
    faults = [each.rpartition("/")[2] for each in write(tmp_path, RULE, texts)]
    assert len(faults) == 2
    assert faults[0].startswith("mine.toml:32: faults.vi.found: no such outcome that fails")
    assert faults[1].startswith("mine.toml:34: faults.en: only one of the two languages")


def test_a_finding_is_headed_by_its_fault_and_a_pass_by_its_requirement() -> None:
    check = CATALOG.get("content.csp")
    assert check is not None
    texts = check.texts["vi"]
    assert texts.heading("missing", Status.FAIL) == "Chưa có chính sách CSP"
    assert texts.heading("unsafe-script", Status.FAIL) == "Chính sách CSP chưa đủ chặt"
    for status in (Status.PASS, Status.NOT_TESTED, Status.NOT_APPLICABLE, Status.INFO):
        assert texts.heading("missing", status) == texts.title


def test_a_reader_sees_the_words_for_a_code() -> None:
    check = CATALOG.get("content.dead_script_host")
    assert check is not None
    facts: dict[str, Fact] = {"count": 1, "hosts": ["cdn.example"], "what": ["script", "other"]}
    assert check.texts["en"].sentence("dead", facts).endswith("(loaded: scripts, other)")
    assert check.texts["vi"].sentence("dead", facts).endswith("(để tải: mã JavaScript, other)")


def test_an_outcome_without_a_text_is_named_with_the_line_of_the_rule(tmp_path: Path) -> None:
    rule = RULE.replace('Outcome("missing"', 'Outcome("lacking"')
    faults = [each.rpartition("/")[2] for each in write(tmp_path, rule, TEXTS)]
    assert faults[0].startswith("mine.toml:8: outcome.missing: the rule never returns it.")
    assert faults[1].startswith("mine.py:8: returns 'lacking', which [outcome] of headers.mine")


def test_no_text_repeats_a_citation_that_a_framework_gives() -> None:
    laws = [one for one in CATALOG.frameworks if one.sort is Sort.LAW]
    numbers = {re.escape(name.split()[-1]) for law in laws for name in law.names.values()}
    law = rf"(?<![\w/])(?:{'|'.join(sorted(numbers))})(?![\w.])"
    cited = re.compile(rf"{law}|\b(?:[Đđ]iều|[Aa]rticle|[Aa]rt\.) \d")
    assert [
        (check.id, language, name)
        for check in CATALOG
        for language, texts in check.texts.items()
        for name, text in {"want": texts.want, "why": texts.why, "fix": texts.fix}.items()
        if cited.search(text)
    ] == []


def test_a_dash_is_for_items_of_data_alone_and_an_underscore_for_rules_of_their_own() -> None:
    for check in CATALOG:
        assert check.source is not None
        name = check.id.partition(".")[2]
        assert check.source.stem == name, "the file is called as the check"
        if check.source.with_suffix(".py").is_file():
            assert "-" not in name, f"{check.id} has a rule of its own"
        else:
            assert "_" not in name, f"{check.id} is data over a shared rule"


def test_relative_imports_lead_to_shared_rules_beside_it_only() -> None:
    assert [
        (file.stem, node.module)
        for file in sorted(CHECKS.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.level
        and not (node.level == 1 and (node.module or "").startswith("_"))
    ] == []


def test_some_test_expects_every_outcome() -> None:
    folder = ROOT / "tests" / "checks"
    expected: dict[str, str] = {}
    for check in CATALOG:
        if check.family not in expected:
            files = sorted(folder.glob(f"test_{check.family}_*.py"))
            expected[check.family] = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert [
        (check.id, name)
        for check in CATALOG
        for name in check.outcomes
        if f'"{name}"' not in expected[check.family]
    ] == []
