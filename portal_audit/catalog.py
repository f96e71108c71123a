"""Read the checks of every pack, and refuse a catalog that cannot be trusted."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal_audit import framework_files, toml_files
from portal_audit.check import LANGUAGES, Check, OutcomeRule, Texts
from portal_audit.errors import BadCheck
from portal_audit.framework import Framework, graces
from portal_audit.model import Kind, Severity, Status
from portal_audit.packs import Pack, find

NOT_CHECKS = {"profiles", "frameworks"}
RESERVED = {"title", "want", "why", "fix"}
GRACE = "grace_until"
"""A limit (a day, as ISO 8601) that comes from the law that gives the time, if a TOML does not."""
ENGINE_OUTCOMES = ("no-evidence", "broken-check", "not-applicable", "not-authorised")
"""Outcomes that the engine gives, not a rule; their sentences stand in ``checks/engine.toml``."""


class _OutcomeTable(BaseModel):
    model_config = ConfigDict(extra="forbid")
    status: Status
    severity: Severity | None = None


class _CheckFile(BaseModel):
    """What ``checks/<family>/<name>.toml`` may hold."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[a-z]+\.[a-z0-9_-]+$")
    severity: Severity
    weight: float = Field(ge=0, le=100)
    basis: list[str] = []
    rule: str | None = None
    active: bool = False
    kinds: list[Kind] = list(Kind)
    interests: list[str] = []
    limits: dict[str, Any] = {}
    outcome: dict[str, _OutcomeTable] = Field(min_length=1)
    config: dict[str, str] = {}
    vi: dict[str, str]
    en: dict[str, str]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The checks in force, in the order of their ids, with the sentences of the engine."""

    checks: tuple[Check, ...]
    engine_texts: Mapping[str, Mapping[str, str]]
    """Language → engine outcome → sentence."""
    fingerprint: str
    """``sha256:`` over every file that a check or framework was read from."""
    frameworks: tuple[Framework, ...] = ()
    """The decrees, laws and standards that checks rest on; those of the user last."""

    def __iter__(self) -> Iterator[Check]:
        """Yield the checks."""
        return iter(self.checks)

    def get(self, check_id: str) -> Check | None:
        """Return a check by its id."""
        return next((check for check in self.checks if check.id == check_id), None)

    @property
    def families(self) -> tuple[str, ...]:
        """Every family, in alphabetical order."""
        return tuple(sorted({check.family for check in self.checks}))

    @property
    def interests(self) -> tuple[str, ...]:
        """Words of links worth following first."""
        return tuple(dict.fromkeys(word for check in self.checks for word in check.interests))

    def select(self, only: Iterable[str] = (), skip: Iterable[str] = ()) -> Catalog:
        """Keep the families or checks of *only* (all, if empty), without those of *skip*."""
        only, skip = set(only), set(skip)
        known = {check.id for check in self.checks} | set(self.families)
        for name in sorted((only | skip) - known):
            raise BadCheck(
                f"{name}: no such family or check. `portal-audit checks list` shows them all."
            )
        kept = tuple(
            check
            for check in self.checks
            if (not only or {check.id, check.family} & only) and not {check.id, check.family} & skip
        )
        if not kept:
            raise BadCheck("--only and --skip leave no check: a scan of nothing passes everything.")
        return replace(self, checks=kept)


def read(local: Iterable[Path] = ()) -> Catalog:
    """Return the catalog of every pack; *local* are folders given with ``--checks``.

    Raises BadCheck, with every fault found, if a file does not load, an id stands twice, an
    outcome has no sentence, a check rests on nothing, or there is no check at all.
    """
    checks: dict[str, Check] = {}
    faults: list[str] = []
    digest = sha256()
    packs = list(find("checks", local))
    engine_texts = _read_engine_texts(packs[0].folder / "engine.toml")
    frameworks = _read_frameworks(packs, faults)
    grace = graces(frameworks)
    for pack in packs:
        files, laws = _texts(pack.folder), framework_files.files(pack.folder)
        for file in files:
            try:
                check = _read(pack, file, grace)
                if check.id in checks:
                    raise BadCheck(
                        f"{file}: the id {check.id} is already taken by {checks[check.id].source}. "
                        "Choose another id."
                    )
                checks[check.id] = check
            except BadCheck as error:
                faults.append(str(error))
        for file in [*files, *_shared(pack.folder), *laws]:
            digest.update(file.read_bytes())
        if not files and not laws:
            faults.append(
                f"{pack.folder}: no checks found (looked for <family>/<name>.toml), "
                "and no frameworks (frameworks/<name>.toml)."
            )
    if not faults:
        faults = framework_files.faults(frameworks, checks) + _groundless(checks, frameworks)
    if faults:
        raise BadCheck("\n".join(faults))
    ordered = tuple(checks[name] for name in sorted(checks))
    return Catalog(ordered, engine_texts, f"sha256:{digest.hexdigest()}", frameworks)


def _read_frameworks(packs: Iterable[Pack], faults: list[str]) -> tuple[Framework, ...]:
    found: list[Framework] = []
    for number, pack in enumerate(packs):
        try:
            found += framework_files.read(pack.folder, own=number > 0)
        except BadCheck as error:
            faults.append(str(error))
    return tuple(found)


def _groundless(checks: Mapping[str, Check], frameworks: Iterable[Framework]) -> list[str]:
    named = {name for framework in frameworks for name in framework.checks}
    return [
        f"{check.source}: basis: it rests on nothing. Give a basis, or name {check.id} in a file "
        "of frameworks/."
        for check in checks.values()
        if not check.basis and check.id not in named
    ]


def _texts(folder: Path) -> list[Path]:
    files = [*folder.glob("*/*.toml"), *folder.glob("*.toml")]
    return sorted(
        file
        for file in files
        if file.parent.name not in NOT_CHECKS
        and file.name not in ("engine.toml", "pyproject.toml")
        and not file.name.startswith("_")
    )


def _shared(folder: Path) -> list[Path]:
    """Return the rules, and the texts that several checks share."""
    return sorted([*folder.rglob("*.py"), *folder.glob("*/_*.toml"), *folder.glob("_*.toml")])


def _read_engine_texts(file: Path) -> Mapping[str, Mapping[str, str]]:
    data = toml_files.read(file)
    for language in LANGUAGES:
        if missing := set(ENGINE_OUTCOMES) - set(data.get(language, {})):
            raise BadCheck(f"{file}: [{language}] has no sentence for {', '.join(sorted(missing))}")
    return data


def _read(pack: Pack, file: Path, grace: Mapping[str, date]) -> Check:
    try:
        data = _CheckFile.model_validate(_over_shared(file, toml_files.read(file)))
    except ValidationError as error:
        raise BadCheck(f"{file}: {' '.join(toml_files.told(error, _CheckFile))}") from error
    rule, needs = _load_rule(pack, file, data, grace.get(data.id))
    return Check(
        id=data.id,
        rule=rule,
        needs=needs,
        outcomes={name: OutcomeRule(o.status, o.severity) for name, o in data.outcome.items()},
        severity=data.severity,
        weight=data.weight,
        basis=tuple(data.basis),
        texts={lang: _texts_of(file, lang, data) for lang in LANGUAGES},
        kinds=frozenset(data.kinds),
        active=data.active,
        config=data.config,
        interests=tuple(data.interests),
        source=file,
    )


def _over_shared(file: Path, table: dict[str, Any]) -> dict[str, Any]:
    """Lay a check's tables over those of its shared rule: ``_item.toml`` beside ``_item.py``."""
    shared = file.with_name(f"{table.get('rule', file.stem)}.toml")
    if shared == file or not shared.is_file():
        return table
    merged = toml_files.read(shared)
    for key, value in table.items():
        inherited = merged.get(key)
        merged[key] = inherited | value if isinstance(inherited, dict) else value
    return merged


def _load_rule(
    pack: Pack, file: Path, data: _CheckFile, grace: date | None
) -> tuple[Any, dict[str, type[object]]]:
    code = file.with_name((data.rule or file.stem) + ".py")
    if not code.is_file():
        raise BadCheck(f"{file}: its rule {code.name} does not stand beside it.")
    try:
        module = pack.load(code)
        rule = module.judge
        needs = get_type_hints(rule)
        returned = needs.pop("return", None)
        if getattr(returned, "__name__", "") != "Outcome":
            raise TypeError("judge() must be annotated to return Outcome")
        if limits := needs.pop("limits", None):
            given = data.limits
            if grace and GRACE in {field.name for field in fields(limits)}:
                given = {GRACE: grace.isoformat(), **given}
            rule = partial(rule, limits=limits(**given))
        elif data.limits:
            raise TypeError("[limits] given, but judge() takes no limits")
    except Exception as error:  # whatever somebody's file does when imported
        raise BadCheck(f"{code}: {type(error).__name__}: {error}") from error
    return rule, needs


def _texts_of(file: Path, language: str, data: _CheckFile) -> Texts:
    table: dict[str, str] = getattr(data, language)
    if missing := (RESERVED | set(data.outcome)) - set(table):
        raise BadCheck(f"{file}: [{language}] has no text for {', '.join(sorted(missing))}.")
    if unknown := set(table) - RESERVED - set(data.outcome):
        raise BadCheck(
            f"{file}: [{language}] names unknown outcomes: {', '.join(sorted(unknown))}."
        )
    for name, sentence in table.items():
        try:
            list(string.Formatter().parse(sentence))
        except ValueError as error:
            raise BadCheck(f"{file}: [{language}] {name}: {error}") from error
    return Texts(
        title=table["title"],
        want=table["want"],
        why=table["why"],
        fix=table["fix"],
        outcomes={name: table[name] for name in data.outcome},
    )
