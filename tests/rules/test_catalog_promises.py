"""What every check of the repository keeps: outcomes, texts and facts that fit each other.

Each promise is one test over the whole catalog and names every check that breaks it.
"""

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from portal_audit.rules import catalog
from portal_audit.rules.check import Check, Texts

ROOT = Path(__file__).parents[2]
CHECKS = ROOT / "checks"
CATALOG = tuple(catalog.read())
SERVERS = {"nginx", "apache", "iis", "haproxy", "tomcat"}
UNFINISHED = re.compile(r"TODO|FIXME|XXX|lorem ipsum|\?\?\?", re.IGNORECASE)
SHORTEST = {"title": 8, "want": 15, "why": 30, "fix": 30}
"""Letters; anything shorter says nothing."""
MARKS = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


def rule_file(check: Check) -> Path:
    """Return the file in which the rule stands."""
    rule = getattr(check.rule, "func", check.rule)
    return Path(rule.__code__.co_filename)


@cache
def trees(file: Path) -> tuple[ast.Module, ...]:
    """Return the rule and the shared rules beside it that it imports."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    siblings = [
        file.with_name(f"{node.module}.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module
    ]
    return (tree, *(found for sibling in siblings for found in trees(sibling)))


@cache
def outcome_calls(file: Path) -> tuple[tuple[str, frozenset[str] | None], ...]:
    """Return each outcome named by a literal, with its facts (``None``: not to be told here)."""
    return tuple(
        found
        for tree in trees(file)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Outcome"
        for found in _named(node)
    )


def _named(call: ast.Call) -> Iterator[tuple[str, frozenset[str] | None]]:
    named = call.args[0] if call.args else None
    choices = [named.body, named.orelse] if isinstance(named, ast.IfExp) else [named]
    keywords = {keyword.arg for keyword in call.keywords}
    facts = None if None in keywords else frozenset(k for k in keywords if k and k != "where")
    for choice in choices:
        if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
            yield choice.value, facts


@cache
def words(file: Path) -> frozenset[str]:
    """Return every string constant of the rule: an outcome must be one of them."""
    return frozenset(
        node.value
        for tree in trees(file)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def gaps(sentence: str) -> set[str]:
    """Return the ``{facts}`` of a sentence; ``x_en`` is the English wording of the fact ``x``."""
    names = (name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)
    return {name.removesuffix("_en") for name in names}


def fixed_texts(texts: Texts) -> dict[str, str]:
    return {"title": texts.title, "want": texts.want, "why": texts.why, "fix": texts.fix}


def sharing(check: Check) -> set[str]:
    """Return every outcome that the checks over the same rule name, taken together."""
    file = rule_file(check)
    return {name for other in CATALOG if rule_file(other) == file for name in other.outcomes}


def test_no_rule_returns_an_outcome_without_a_text() -> None:
    assert [
        (check.id, name)
        for check in CATALOG
        for name, _ in outcome_calls(rule_file(check))
        # A shared rule may have outcomes that only the limits of some checks bring about.
        if name not in (sharing(check) if rule_file(check).stem[0] == "_" else check.outcomes)
    ] == []


def test_every_outcome_can_come_from_the_rule() -> None:
    assert [
        (check.id, name)
        for check in CATALOG
        for name in check.outcomes
        if name not in words(rule_file(check))
    ] == []


def test_sentences_use_facts_that_the_rule_gives() -> None:
    assert [
        (check.id, language, name)
        for check in CATALOG
        for name, facts in outcome_calls(rule_file(check))
        if facts is not None and name in check.outcomes
        for language, texts in check.texts.items()
        if gaps(texts.outcomes[name]) - {fact.removesuffix("_en") for fact in facts}
    ] == []


def test_both_languages_say_the_same() -> None:
    assert [
        (check.id, name)
        for check in CATALOG
        for name in check.outcomes
        if gaps(check.texts["vi"].outcomes[name]) != gaps(check.texts["en"].outcomes[name])
    ] == []


def test_texts_are_finished() -> None:
    assert [
        (check.id, language, name)
        for check in CATALOG
        for language, texts in check.texts.items()
        for name, text in (fixed_texts(texts) | dict(texts.outcomes)).items()
        if text != text.strip() or UNFINISHED.search(text) or len(text) < SHORTEST.get(name, 10)
    ] == []


def test_vietnamese_is_vietnamese_and_english_is_not() -> None:
    assert [
        (check.id, name)
        for check in CATALOG
        for name, text in fixed_texts(check.texts["vi"]).items()
        if not MARKS.search(text) or text == fixed_texts(check.texts["en"])[name]
    ] == []


def test_a_check_with_weight_can_be_passed_and_lost() -> None:
    for check in CATALOG:
        statuses = {rule.status.value for rule in check.outcomes.values()}
        if check.weight:
            assert "pass" in statuses, check.id
            assert statuses & {"partial", "fail"}, check.id


def test_lines_to_paste_are_for_known_servers() -> None:
    assert [check.id for check in CATALOG if set(check.config) - SERVERS] == []


def test_every_check_rests_on_something() -> None:
    assert [
        (check.id, source)
        for check in CATALOG
        for source in check.basis
        if len(source) < 5 or UNFINISHED.search(source)
    ] == []


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
