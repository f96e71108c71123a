"""Profiles: which checks a kind of portal is held to, with which weights, caps and levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal_audit.errors import BadCheck
from portal_audit.model import Finding, Kind, Severity, Status
from portal_audit.rules import toml_files
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.check import LANGUAGES, Check
from portal_audit.rules.framework import basis, citations
from portal_audit.rules.plugins import builtin

OLDER = "older"


@dataclass(frozen=True, slots=True)
class Cap:
    """The most a site can score while a certain finding stands."""

    most: float
    check: str | None = None
    family: str | None = None
    outcomes: frozenset[str] = frozenset()
    """Only these outcomes, if any are named."""
    statuses: frozenset[Status] = frozenset({Status.FAIL})
    severity: Severity | None = None
    """Only findings at least this grave."""

    def holds(self, finding: Finding) -> bool:
        """Whether this finding brings the cap about."""
        return (
            finding.status in self.statuses
            and self.check in (None, finding.check)
            and self.family in (None, finding.family)
            and (not self.outcomes or finding.outcome in self.outcomes)
            and (self.severity is None or finding.severity.rank <= self.severity.rank)
        )


@dataclass(frozen=True, slots=True)
class Override:
    """What a profile changes of one check."""

    weight: float | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What a portal is held to."""

    name: str
    version: str
    """Version of the criteria, such as ``2026.1``."""
    titles: Mapping[str, str]
    families: Mapping[str, float]
    """Family → weight in the site score; a family that is absent weighs nothing."""
    parts: Mapping[str, tuple[str, ...]]
    """``security`` and ``publication`` → the families they are made of."""
    caps: tuple[Cap, ...]
    levels: tuple[tuple[str, float], ...]
    """(letter, least score), best first; the last one's least score is 0."""
    min_coverage: float = 0.6
    """Below this share of tested weight, in all or in one part, a site has no level and no rank."""
    checks: Mapping[str, Override] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()
    """Checks and families that are not asked of these portals."""
    frameworks: tuple[str, ...] = ()
    """The laws these portals are held to, as they are cited; every other one is good practice."""
    fingerprint: str = ""

    def level(self, score: float) -> str:
        """Return the letter of a score (0–100)."""
        return next((letter for letter, least in self.levels if score >= least), self.levels[-1][0])

    def select(self, catalog: Catalog, kind: Kind, on: date | None = None) -> tuple[Check, ...]:
        """Return the checks asked of a portal of this kind, with this profile's weights.

        Their basis is what the frameworks give on the day *on* (without one, by their written
        status) for this kind of portal, and the sources of their own.
        """
        return tuple(
            self._adjust(check, catalog, kind, on)
            for check in catalog
            if kind in check.kinds and not {check.id, check.family} & self.skip
        )

    def _adjust(self, check: Check, catalog: Catalog, kind: Kind, on: date | None) -> Check:
        cited = citations(check.id, catalog.frameworks, on, self.frameworks, kind)
        check = replace(check, basis=basis(cited, check.basis))
        override = self.checks.get(check.id)
        if override is None:
            return check
        return replace(
            check,
            weight=check.weight if override.weight is None else override.weight,
            severity=override.severity or check.severity,
        )


class _CapTable(BaseModel):
    model_config = ConfigDict(extra="forbid")
    most: float = Field(ge=0, le=100)
    check: str | None = None
    family: str | None = None
    outcomes: list[str] = []
    statuses: list[Status] = [Status.FAIL]
    severity: Severity | None = None


class _OverrideTable(BaseModel):
    model_config = ConfigDict(extra="forbid")
    weight: float | None = Field(default=None, ge=0, le=100)
    severity: Severity | None = None


class _ProfileFile(BaseModel):
    """What a profile's TOML may hold; with ``extends``, what is absent comes from that profile."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(pattern=r"^[a-z0-9-]+$")
    version: str
    vi: str
    en: str
    families: dict[str, float] = Field(min_length=1)
    parts: dict[str, list[str]]
    cap: list[_CapTable]
    levels: dict[str, float] = Field(min_length=1)
    min_coverage: float = Field(default=0.6, ge=0, le=1)
    checks: dict[str, _OverrideTable] = {}
    skip: list[str] = []
    frameworks: list[str] = []


def load_all(catalog: Catalog | None = None) -> dict[str, Profile]:
    """Return the built-in profiles by name; with a catalog, also check the names they use."""
    folder = builtin("checks") / "profiles"
    profiles = {file.stem: _read(file) for file in sorted(folder.glob("*.toml"))}
    for profile in profiles.values():
        if catalog is not None:
            check_names(profile, catalog)
    return profiles


def load(name: str | Path) -> Profile:
    """Return one profile: a built-in one by name, or a TOML file by path.

    ``older/<name>`` are those of rules that no longer hold; no kind of portal gets one by itself.
    Raises BadCheck if there is no such profile or the file cannot be used.
    """
    folder = builtin("checks") / "profiles"
    known = {file.stem: file for file in sorted(folder.glob("*.toml"))}
    older = {f"{OLDER}/{file.stem}": file for file in sorted(folder.glob(f"{OLDER}/*.toml"))}
    if file := (known | older).get(str(name)):
        return _read(file)
    if Path(name).is_file():
        return _read(Path(name))
    raise BadCheck(
        f"{name}: no such profile. Give a TOML file, or one of: {', '.join([*known, *older])}."
    )


def check_names(profile: Profile, catalog: Catalog) -> None:
    """Raise BadCheck where a profile names a check, family or framework that does not exist."""
    ids, families = {check.id for check in catalog}, set(catalog.families)
    named = {*profile.checks, *(cap.check for cap in profile.caps if cap.check)}
    unknown = (named - ids) | (profile.skip - ids - families)
    if unknown:
        raise BadCheck(
            f"profile {profile.name}: no such check: {', '.join(sorted(unknown))}. "
            "`portal-audit checks list` shows them all."
        )
    laws = {framework.id for framework in catalog.frameworks}
    if unread := set(profile.frameworks) - laws:
        raise BadCheck(
            f"profile {profile.name}: frameworks: no such framework: {', '.join(sorted(unread))}. "
            f"There are: {', '.join(sorted(laws))}."
        )


def fingerprint(catalog: Catalog, profiles: Iterable[Profile]) -> str:
    """Return ``sha256:`` and the hash of every rule, text and profile in force."""
    digest = sha256(catalog.fingerprint.encode())
    for check in catalog:
        digest.update(check.id.encode())
    for text in sorted({f"{profile.name} {profile.fingerprint}" for profile in profiles}):
        digest.update(text.encode())
    return f"sha256:{digest.hexdigest()}"


def _read(file: Path) -> Profile:
    data, raw = _tables(file, seen=())
    try:
        table = _ProfileFile.model_validate(data)
    except ValidationError as error:
        raise BadCheck(f"{file}: {' '.join(toml_files.explain(error, _ProfileFile))}") from error
    levels = tuple(sorted(table.levels.items(), key=lambda level: -level[1]))
    if levels[-1][1] != 0:
        raise BadCheck(f"{file}: [levels] the lowest level must begin at 0.")
    return Profile(
        name=table.name,
        version=table.version,
        titles={language: getattr(table, language) for language in LANGUAGES},
        families=table.families,
        parts={part: tuple(families) for part, families in table.parts.items()},
        caps=tuple(_cap(cap) for cap in table.cap),
        levels=levels,
        min_coverage=table.min_coverage,
        checks={name: Override(o.weight, o.severity) for name, o in table.checks.items()},
        skip=frozenset(table.skip),
        frameworks=tuple(dict.fromkeys(table.frameworks)),
        fingerprint=sha256(raw).hexdigest(),
    )


def _cap(table: _CapTable) -> Cap:
    return Cap(
        most=table.most,
        check=table.check,
        family=table.family,
        outcomes=frozenset(table.outcomes),
        statuses=frozenset(table.statuses),
        severity=table.severity,
    )


def _tables(file: Path, seen: tuple[str, ...]) -> tuple[dict[str, Any], bytes]:
    """Return the tables of a profile over those of the one it extends, and the bytes of both."""
    data = toml_files.read(file)
    raw = file.read_bytes()
    base = data.pop("extends", None)
    if base is None:
        return data, raw
    if base in seen:
        raise BadCheck(f"{file}: profiles extend each other in a circle: {' → '.join(seen)}.")
    beside = builtin("checks") / "profiles" / f"{base}.toml"
    if not beside.is_file():
        raise BadCheck(f"{file}: extends {base!r}, but there is no such profile.")
    inherited, base_raw = _tables(beside, (*seen, base))
    for key, value in data.items():
        if key == "checks":
            inherited[key] = {**inherited.get(key, {}), **value}
        else:
            inherited[key] = value
    return inherited, base_raw + raw
