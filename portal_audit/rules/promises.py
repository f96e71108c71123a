"""Hold checks to what a reader relies on: outcomes, facts and texts of both languages that fit.

``portal-audit checks test DIR`` asks this of anybody's folder; our own tests ask it of ours.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal_audit.model import Status
from portal_audit.rules import toml_files
from portal_audit.rules.check import LANGUAGES, Check, Texts
from portal_audit.texts import Message

SERVERS = ("apache", "haproxy", "iis", "nginx", "tomcat")
SHORTEST = {"title": 8, "fault": 8, "want": 15, "why": 30, "fix": 30}
"""Letters; anything shorter says nothing."""
_SHORTEST_SENTENCE = 10
_UNFINISHED = re.compile(r"TODO|FIXME|XXX|lorem ipsum|\?\?\?", re.IGNORECASE)
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")

Fault = tuple[tuple[str | int, ...], Message]
"""Place in the check's TOML, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class OutcomeCall:
    """An ``Outcome("name", …)`` in the source of a rule."""

    name: str
    facts: frozenset[str] | None
    """``None`` where they are unpacked from a mapping, so that the source does not name them."""
    file: Path
    line: int


def broken(checks: Iterable[Check], catalog: Iterable[Check]) -> list[Message]:
    """Return every promise that these checks break, as ``file:line: place: what is wrong``.

    *catalog* holds all checks: several may share a rule, and then no one needs all its outcomes.
    """
    everything = tuple(catalog)
    found: list[Message] = []
    for check in checks:
        source = check.source or Path(check.id)
        for promise in _PROMISES:
            found += [toml_files.at([source], *fault) for fault in promise(check)]
        found += _without_text(check, everything)
    return found


def rule_file(check: Check) -> Path:
    """Return the file in which the rule stands."""
    rule = getattr(check.rule, "func", check.rule)
    return Path(rule.__code__.co_filename)


@cache
def sources(file: Path) -> tuple[tuple[Path, ast.Module], ...]:
    """Return the rule and the modules beside it that it imports, directly or through another."""
    found: dict[Path, ast.Module] = {}
    waiting = [file]
    while waiting:
        here = waiting.pop()
        if here in found or not here.is_file():
            continue
        found[here] = tree = ast.parse(here.read_text(encoding="utf-8"))
        waiting += [
            here.with_name(f"{name}.py")
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (name := _beside(node, here))
        ]
    return tuple(found.items())


def _beside(node: ast.ImportFrom, file: Path) -> str:
    """Return the name of the sibling module that an import names, if it names one."""
    module = node.module or ""
    if node.level == 1:
        return module
    package, _, name = module.rpartition(".")
    same = package.split(".")[-1:] == [file.parent.name] and package.startswith("portal_audit.")
    return name if node.level == 0 and same else ""


@cache
def outcome_calls(file: Path) -> tuple[OutcomeCall, ...]:
    """Return each outcome that a rule names by a literal."""
    return tuple(
        OutcomeCall(name, facts, source, node.lineno)
        for source, tree in sources(file)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Outcome"
        for name, facts in _named(node)
    )


def _named(call: ast.Call) -> Iterator[tuple[str, frozenset[str] | None]]:
    first = call.args[0] if call.args else None
    choices = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    keywords = {keyword.arg for keyword in call.keywords}
    facts = None if None in keywords else frozenset(k for k in keywords if k and k != "where")
    for choice in choices:
        if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
            yield choice.value, facts


@cache
def string_constants(file: Path) -> frozenset[str]:
    """Return every string constant of the rule: an outcome that it returns is one of them."""
    return frozenset(
        node.value
        for _, tree in sources(file)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _without_text(check: Check, catalog: Iterable[Check]) -> list[Message]:
    """Return where the rule returns an outcome that ``[outcome]`` does not have."""
    file = rule_file(check)
    # A shared rule may have outcomes that only the limits of some checks bring about.
    sharing = [other for other in catalog if rule_file(other) == file] or [check]
    named = {name for other in sharing for name in other.outcomes}
    calls = [call for call in outcome_calls(file) if call.name not in named]
    return [
        Message(
            "promise.no-outcome",
            place=f"{call.file}:{call.line}",
            name=repr(call.name),
            check=check.id,
            hint=toml_files.guess(call.name, named),
        )
        for call in {call.name: call for call in calls}.values()
    ]


def _never_returned(check: Check) -> Iterator[Fault]:
    words = string_constants(rule_file(check))
    for name in check.outcomes:
        if name not in words:
            close = toml_files.guess(name, {call.name for call in outcome_calls(rule_file(check))})
            yield ("outcome", name), Message("promise.never-returned", hint=close)


def _facts_not_given(check: Check) -> Iterator[Fault]:
    for call in outcome_calls(rule_file(check)):
        if call.facts is None or call.name not in check.outcomes:
            continue
        given = set(call.facts)
        for language, texts in check.texts.items():
            for gap in sorted(gaps(texts.outcomes[call.name]) - given):
                close = toml_files.guess(gap, call.facts)
                message = Message("promise.no-fact", fact=f"{{{gap}}}", hint=close)
                yield (language, call.name), message


def _languages_differ(check: Check) -> Iterator[Fault]:
    for name in check.outcomes:
        first, second = (gaps(check.texts[language].outcomes[name]) for language in LANGUAGES)
        if first != second:
            odd = ", ".join(f"{{{gap}}}" for gap in sorted(first ^ second))
            yield (LANGUAGES[1], name), Message("promise.one-language-shows", facts=odd)


def _codes_differ(check: Check) -> Iterator[Fault]:
    """Both languages have words for the same codes, of facts that sentences or their rows show."""
    texts = check.texts["vi"]
    shown = {name for sentence in texts.outcomes.values() for name in gaps(sentence)}
    shown |= {name for fact in shown & texts.rows.keys() for name in gaps(texts.rows[fact])}
    first, second = (check.texts[language].codes for language in LANGUAGES)
    for name in sorted({*first, *second}):
        if name not in shown:
            yield ("codes", "vi", name), Message("promise.fact-not-shown")
        codes = {*first.get(name, {})} ^ {*second.get(name, {})}
        # A language may have a word of its own for one (“1 more page”) where both have any other.
        if "*" in first.get(name, {}) and "*" in second.get(name, {}):
            codes = {code for code in codes if not code.isdecimal()}
        if codes:
            odd = ", ".join(sorted(codes))
            yield ("codes", "en", name), Message("promise.one-language-words", codes=odd)


def _unfinished(check: Check) -> Iterator[Fault]:
    for language, texts in check.texts.items():
        for name, text in (_fixed(texts) | dict(texts.outcomes)).items():
            if text != text.strip():
                yield (language, name), Message("promise.space")
            elif _UNFINISHED.search(text):
                yield (language, name), Message("promise.unfinished", text=text[:60])
            elif len(text) < SHORTEST.get(name, _SHORTEST_SENTENCE):
                yield (language, name), Message("promise.too-short", text=text)
    for source in check.basis:
        if len(source) < 5 or _UNFINISHED.search(source):
            yield ("basis",), Message("promise.no-source", text=source)


def _wrong_language(check: Check) -> Iterator[Fault]:
    english = _fixed(check.texts["en"])
    for name, text in _fixed(check.texts["vi"]).items():
        if text == english[name]:
            yield ("en", name), Message("promise.same-as-vietnamese")
        elif not _VIETNAMESE.search(text):
            yield ("vi", name), Message("promise.not-vietnamese")


def _fault_named_as_requirement(check: Check) -> Iterator[Fault]:
    """A list of things to fix must not be headed by the requirement, that is by the opposite."""
    for language, texts in check.texts.items():
        if texts.fault.casefold() == texts.title.casefold():
            yield (language, "fault"), Message("promise.same-as-title")


def _faults_of_outcomes(check: Check) -> Iterator[Fault]:
    """A fault of its own belongs to an outcome that fails, in both languages."""
    lost = {
        name
        for name, rule in check.outcomes.items()
        if rule.status in (Status.FAIL, Status.PARTIAL)
    }
    first, second = (check.texts[language].faults for language in LANGUAGES)
    for name in sorted({*first, *second}):
        if name not in lost:
            close = toml_files.guess(name, lost)
            yield ("faults", "vi", name), Message("promise.no-failing-outcome", hint=close)
    if odd := ", ".join(sorted(set(first) ^ set(second))):
        yield ("faults", "en"), Message("promise.one-language-names", names=odd)


def _one_sided(check: Check) -> Iterator[Fault]:
    statuses = {rule.status.value for rule in check.outcomes.values()}
    if check.weight and "pass" not in statuses:
        yield ("outcome",), Message("promise.nothing-passes")
    if check.weight and not statuses & {"partial", "fail"}:
        yield ("outcome",), Message("promise.nothing-fails")


def _unknown_servers(check: Check) -> Iterator[Fault]:
    for name in sorted(set(check.config) - set(SERVERS)):
        close = toml_files.guess(name, SERVERS)
        yield ("config", name), Message("promise.no-server", hint=close, names=", ".join(SERVERS))


_PROMISES: tuple[Callable[[Check], Iterator[Fault]], ...] = (
    _never_returned,
    _facts_not_given,
    _languages_differ,
    _codes_differ,
    _unfinished,
    _wrong_language,
    _fault_named_as_requirement,
    _faults_of_outcomes,
    _one_sided,
    _unknown_servers,
)


def gaps(sentence: str) -> set[str]:
    """Return the ``{facts}`` of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def _fixed(texts: Texts) -> dict[str, str]:
    return {
        "title": texts.title,
        "fault": texts.fault,
        "want": texts.want,
        "why": texts.why,
        "fix": texts.fix,
    }
