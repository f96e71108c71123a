"""Read a check's TOML and the rule it names, and refuse one that cannot be trusted."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal_audit.errors import BadCheck
from portal_audit.model import Kind, Severity, Status
from portal_audit.rules import toml_files
from portal_audit.rules.check import LANGUAGES, Check, Doer, OutcomeRule, Texts
from portal_audit.rules.plugins import Pack
from portal_audit.texts import Message

RESERVED = {"title", "fault", "want", "why", "fix"}
GRACE = "grace_until"
"""A limit (a day, as ISO 8601) that comes from the law that gives the time, if a TOML does not."""


class _OutcomeTable(BaseModel):
    model_config = ConfigDict(extra="forbid")
    status: Status
    severity: Severity | None = None
    remedy: str | None = None


class _CheckFile(BaseModel):
    """What ``checks/<family>/<name>.toml`` may hold."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[a-z]+\.[a-z0-9_-]+$")
    severity: Severity
    weight: float = Field(ge=0, le=100)
    basis: list[str] = []
    rule: str | None = None
    active: bool = False
    after_launch: bool = False
    kinds: list[Kind] = list(Kind)
    doer: Doer | None = None
    remedy: str = ""
    interests: list[str] | None = None
    """Absent: the labels and abbreviations of ``[limits]``, where there are any."""
    limits: dict[str, Any] = {}
    outcome: dict[str, _OutcomeTable] = Field(min_length=1)
    config: dict[str, str] = {}
    faults: dict[str, dict[str, str]] = {}
    """Language → outcome → name of its fault."""
    codes: dict[str, dict[str, dict[str, str]]] = {}
    """Language → fact → code → words."""
    rows: dict[str, dict[str, str]] = {}
    """Language → fact that is a list → how one item is shown."""
    vi: dict[str, str]
    en: dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A check's TOML, and where its rule may stand."""

    pack: Pack
    ours: Pack
    file: Path

    def rule(self, name: str) -> tuple[Pack, Path]:
        """Return the rule of this name: beside the file, ours of the family, or another check's.

        ``_item`` is a shared rule, so that an item of information is a TOML in anybody's folder;
        ``tls.https`` is the rule, with outcomes and texts, of that check of ours.
        """
        family, _, stem = name.rpartition(".")
        beside = self.file.with_name(f"{name}.py")
        ours = self.ours.folder / (family or self.file.parent.name) / f"{stem}.py"
        if not family and beside.is_file():
            return self.pack, beside
        if (family or name.startswith("_")) and ours.is_file():
            return self.ours, ours
        if family:
            message = Message("check-file.no-rule-of-ours", name=name)
        elif name.startswith("_"):
            message = Message("check-file.no-shared-rule", file=beside.name)
        else:
            message = Message("check-file.no-rule", file=beside.name)
        raise BadCheck(toml_files.at([self.file], ("rule",), message))


def read(source: Source, grace: Mapping[str, date]) -> Check:
    """Return a check; *grace* holds the last day of the time that laws give, by check.

    Raises BadCheck, with the file, its place and a remedy.
    """
    file, table = source.file, toml_files.read(source.file)
    if "articles" in table:
        raise BadCheck(toml_files.at([file], (), Message("check-file.is-framework")))
    try:
        owner, code = source.rule(str(table.get("rule") or file.stem))
        data = _CheckFile.model_validate(_over_shared(table, file, code))
    except ValidationError as error:
        faults = toml_files.explain(error, _CheckFile, file)
        raise BadCheck(toml_files.together(faults)) from error
    except BadCheck as no_rule:
        faults = [no_rule.args[0], *_own_faults(table, file)]
        raise BadCheck(toml_files.together(faults)) from no_rule
    rule, needs = _load_rule(owner, code, data, grace.get(data.id), file)
    return Check(
        id=data.id,
        rule=rule,
        needs=needs,
        outcomes={
            name: OutcomeRule(o.status, o.severity, o.remedy) for name, o in data.outcome.items()
        },
        severity=data.severity,
        weight=data.weight,
        basis=tuple(data.basis),
        texts={lang: _texts_of(file, lang, data) for lang in LANGUAGES},
        kinds=frozenset(data.kinds),
        active=data.active,
        after_launch=data.after_launch,
        config=data.config,
        interests=_interests(data),
        doer=data.doer,
        remedy=data.remedy,
        source=file,
    )


def _own_faults(table: dict[str, Any], file: Path) -> list[Message]:
    """Return what else is wrong with a check whose rule is not there, but not what is absent."""
    try:
        _CheckFile.model_validate(table)
    except ValidationError as error:
        faults = toml_files.explain(error, _CheckFile, file)
        return [
            fault
            for fault, raw in zip(faults, error.errors(), strict=True)
            if raw["loc"] != ("outcome",)
        ]
    return []


def _over_shared(table: dict[str, Any], file: Path, code: Path) -> dict[str, Any]:
    """Lay a check's tables over those beside the rule it shares, such as ``_item.toml``."""
    shared = code.with_suffix(".toml")
    if shared == file or not shared.is_file():
        return table
    merged = toml_files.read(shared)
    merged.pop("config", None)  # lines to paste stand with the check that they fix
    return _laid_over(table, merged)


def _laid_over(table: dict[str, Any], inherited: dict[str, Any]) -> dict[str, Any]:
    merged = dict(inherited)
    for key, value in table.items():
        below = inherited.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            value = _laid_over(value, below)
        merged[key] = value
    return merged


def _load_rule(
    pack: Pack, code: Path, data: _CheckFile, grace: date | None, file: Path
) -> tuple[Any, dict[str, type[object]]]:
    try:
        module = pack.load(code)
        rule = module.judge
        needs = get_type_hints(rule)
        returned = needs.pop("return", None)
        if getattr(returned, "__name__", "") != "Outcome":
            raise BadCheck(Message("check-file.not-annotated", file=code))
        limits = needs.pop("limits", None)
        if data.limits and not limits:
            raise BadCheck(Message("check-file.takes-no-limits", file=code))
    except BadCheck:
        raise
    except Exception as error:  # whatever somebody's file does when imported
        raise BadCheck(f"{code}: {type(error).__name__}: {error}") from error
    if limits:
        rule = partial(rule, limits=_limits(limits, data.limits, grace, file))
    return rule, needs


def _limits(limits: Any, given: dict[str, Any], grace: date | None, file: Path) -> object:
    """Fill the limits of a rule; a law's grace period joins where the rule knows one."""
    allowed = {field.name: field for field in fields(limits) if field.init}
    for name in given:
        if name not in allowed:
            close = toml_files.guess(name, allowed)
            message = Message("toml.no-such-key", hint=close, names=", ".join(allowed))
            raise BadCheck(toml_files.at([file], ("limits", name), message))
    for name, field in allowed.items():
        if name not in given and field.default is MISSING and field.default_factory is MISSING:
            raise BadCheck(toml_files.at([file], ("limits", name), Message("toml.missing")))
    if grace and GRACE in allowed:
        given = {GRACE: grace.isoformat(), **given}
    try:
        return limits(**given)
    except ValueError as error:  # a mistake that the rule itself finds, in its own words
        raise BadCheck(toml_files.at([file], ("limits",), f"{error}.")) from error
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise BadCheck(toml_files.at([file], ("limits",), reason)) from error


def _interests(data: _CheckFile) -> tuple[str, ...]:
    """Return what links are called; a label with ``…`` is a pattern, which no crawl follows."""
    if data.interests is not None:
        return tuple(data.interests)
    words = [*data.limits.get("labels", ()), *data.limits.get("abbreviations", ())]
    return tuple(word for word in words if isinstance(word, str) and "…" not in word)


def _texts_of(file: Path, language: str, data: _CheckFile) -> Texts:
    table: dict[str, str] = getattr(data, language)
    if missing := (RESERVED | set(data.outcome)) - set(table):
        message = Message("check-file.no-text", names=", ".join(sorted(missing)))
        raise BadCheck(toml_files.at([file], (language,), message))
    if unknown := set(table) - RESERVED - set(data.outcome):
        first = min(unknown)
        close = toml_files.guess(first, data.outcome)
        names = ", ".join(sorted(unknown))
        message = Message("check-file.unknown-outcomes", names=names, hint=close)
        raise BadCheck(toml_files.at([file], (language,), message, first))
    for name, sentence in table.items():
        try:
            list(string.Formatter().parse(sentence))
        except ValueError as error:
            raise BadCheck(toml_files.at([file], (language, name), f"{error}.")) from error
    return Texts(
        title=table["title"],
        fault=table["fault"],
        want=table["want"],
        why=table["why"],
        fix=table["fix"],
        outcomes={name: table[name] for name in data.outcome},
        codes=data.codes.get(language, {}),
        faults=data.faults.get(language, {}),
        rows=data.rows.get(language, {}),
    )
