"""Read ``profiles/*.toml``, and refuse one that names what does not exist."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from portal_audit.errors import BadCheck
from portal_audit.model import Kind, Severity, Status
from portal_audit.rules import toml_files
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.check import LANGUAGES, Check
from portal_audit.rules.plugins import builtin
from portal_audit.rules.profile import LETTERS, PARTS, Cap, Override, Profile
from portal_audit.texts import Message

FOLDER = "profiles"
OLDER = "older"
Weight = Annotated[float, Field(ge=0, le=100)]


class _CapTable(BaseModel):
    model_config = ConfigDict(extra="forbid")
    most: Weight
    check: str | None = None
    family: str | None = None
    outcomes: list[str] = []
    statuses: list[Status] = [Status.FAIL]
    severity: Severity | None = None
    count: int = Field(default=1, ge=1)
    below: Weight | None = None
    coverage: float | None = Field(default=None, gt=0, le=1)
    untested_family: bool = False
    kinds: list[Kind] = []

    @model_validator(mode="after")
    def one_form(self) -> _CapTable:
        """Refuse a cap of which one half would silently count for nothing."""
        of_findings = {"check", "outcomes", "statuses", "severity", "count"}
        given = self.model_fields_set
        forms = given & {"below", "coverage", "untested_family"}
        beside = given & of_findings | (given & {"family"} if "below" not in forms else set())
        if len(forms) > 1 or (forms and beside):
            names = ", ".join(sorted({*forms, *beside}))
            raise ValueError(Message("profile-file.one-form", names=names))
        if "below" in forms and self.family is None:
            raise ValueError(Message("profile-file.below-what"))
        return self


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
    kind: Kind | None = None
    families: dict[str, Weight] = Field(min_length=1)
    parts: dict[str, list[str]]
    cap: list[_CapTable]
    levels: dict[str, Weight] = Field(min_length=1)
    min_coverage: float = Field(default=0.6, ge=0, le=1)
    checks: dict[str, _OverrideTable] = {}
    skip: list[str] = []
    frameworks: list[str] = []


def files(pack: Path) -> tuple[Path, ...]:
    """Return the profiles of a folder of checks, older ones too."""
    return tuple(sorted((pack / FOLDER).rglob("*.toml")))


def load_all(catalog: Catalog | None = None) -> dict[str, Profile]:
    """Return the built-in profiles by name; with a catalog, also check the names they use."""
    folder = builtin("checks") / FOLDER
    profiles = {file.stem: read(file) for file in sorted(folder.glob("*.toml"))}
    for profile in profiles.values():
        if catalog is not None:
            check_names(profile, catalog)
    return profiles


def load(name: str | Path) -> Profile:
    """Return one profile: a built-in one by name, or a TOML file by path.

    ``older/<name>`` are those of rules that no longer hold; no kind of portal gets one by itself.
    Raises BadCheck if there is no such profile or the file cannot be used.
    """
    folder = builtin("checks") / FOLDER
    current = {file.stem: file for file in sorted(folder.glob("*.toml"))}
    older = {f"{OLDER}/{file.stem}": file for file in sorted(folder.glob(f"{OLDER}/*.toml"))}
    if file := (current | older).get(str(name)):
        return read(file)
    if Path(name).is_file():
        return read(Path(name))
    names = [*current, *older]
    hint = toml_files.guess(str(name), names)
    raise BadCheck(Message("profile-file.unknown", name=name, hint=hint, names=", ".join(names)))


def read(file: Path) -> Profile:
    """Return the profile of a TOML file; raises BadCheck with file, line and remedy."""
    data, files = _tables(file, above=())
    try:
        table = _ProfileFile.model_validate(data)
    except ValidationError as error:
        faults = toml_files.explain(error, _ProfileFile, *files)
        raise BadCheck(toml_files.together(faults)) from error
    if faults := list(_level_faults(table.levels, files)):
        raise BadCheck(toml_files.together(faults))
    return Profile(
        name=table.name,
        version=table.version,
        titles={language: getattr(table, language) for language in LANGUAGES},
        families=table.families,
        parts={part: tuple(families) for part, families in table.parts.items()},
        caps=tuple(_cap(cap) for cap in table.cap),
        levels=tuple(sorted(table.levels.items(), key=lambda level: -level[1])),
        kind=table.kind,
        min_coverage=table.min_coverage,
        checks={name: Override(o.weight, o.severity) for name, o in table.checks.items()},
        skip=frozenset(table.skip),
        frameworks=tuple(dict.fromkeys(table.frameworks)),
        fingerprint=sha256(b"".join(each.read_bytes() for each in files)).hexdigest(),
        files=files,
    )


def check_names(profile: Profile, catalog: Catalog) -> None:
    """Raise BadCheck where a profile names what the catalog does not have, each with its line."""
    found = [
        toml_files.at(profile.files, place, message, value)
        for place, value, message in _unknown_names(profile, catalog)
    ]
    if found:
        raise BadCheck(toml_files.together(found))


def uncounted(checks: Iterable[Check], profiles: Iterable[Profile]) -> list[Message]:
    """Return the checks whose weight counts nowhere: no profile has their family."""
    families = {family for profile in profiles for family in profile.families}
    return [
        toml_files.at(
            [check.source] if check.source else [],
            ("id",),
            Message(
                "promise.family-not-counted",
                family=check.family,
                hint=toml_files.guess(check.family, families),
            ),
        )
        for check in checks
        if check.weight and check.family not in families
    ]


def fingerprint(catalog: Catalog, profiles: Iterable[Profile]) -> str:
    """Return ``sha256:`` and the hash of every rule, text and profile in force."""
    digest = sha256(catalog.fingerprint.encode())
    for check in catalog:
        digest.update(check.id.encode())
    for text in sorted({f"{profile.name} {profile.fingerprint}" for profile in profiles}):
        digest.update(text.encode())
    return f"sha256:{digest.hexdigest()}"


_Fault = tuple[tuple[str | int, ...], str, Message]
"""Key, the value in its list where there is one, and what is wrong."""


def _unknown_names(profile: Profile, catalog: Catalog) -> Iterator[_Fault]:
    ids, families = [check.id for check in catalog], catalog.families
    yield from _family_faults(profile, families)
    for number, cap in enumerate(profile.caps):
        yield from _cap_faults(number, cap, catalog)
    for name in profile.checks:
        if name not in ids:
            yield ("checks", name), "", _no_check(name, ids)
    for name in sorted(profile.skip - {*ids, *families}):
        hint = toml_files.guess(name, (*ids, *families))
        yield ("skip",), name, Message("no-such-check-or-family", name=name, hint=hint)
    laws = [framework.id for framework in catalog.frameworks]
    for name in profile.frameworks:
        if name not in laws:
            yield ("frameworks",), name, _unknown("framework", name, sorted(laws))


def _family_faults(profile: Profile, families: Collection[str]) -> Iterator[_Fault]:
    for family in profile.families:
        if family not in families:
            yield ("families", family), "", _unknown("family", family, families)
    if not any(weight for name, weight in profile.families.items() if name in families):
        yield ("families",), "", Message("profile-file.no-weight")
    for part, members in profile.parts.items():
        if part not in PARTS:
            yield ("parts", part), "", _unknown("part", part, PARTS)
        for family in members:
            if family not in families:
                yield ("parts", part), family, _unknown("family", family, families)


def _cap_faults(number: int, cap: Cap, catalog: Catalog) -> Iterator[_Fault]:
    families = catalog.families
    if cap.check is not None and catalog.get(cap.check) is None:
        ids = [check.id for check in catalog]
        yield ("cap", number, "check"), "", _no_check(cap.check, ids)
        return
    if cap.family is not None and cap.family not in families:
        yield ("cap", number, "family"), "", _unknown("family", cap.family, families)
        return
    if not cap.outcomes:
        return
    outcomes = {
        name
        for check in catalog
        if cap.check in (None, check.id) and cap.family in (None, check.family)
        for name in check.outcomes
    }
    for name in sorted(cap.outcomes - outcomes):
        if cap.check is None:  # those of every check would be too many to list
            hint = toml_files.guess(name, outcomes)
            yield (
                ("cap", number, "outcomes"),
                name,
                Message("profile-file.no-outcome", name=name, hint=hint),
            )
        else:
            yield ("cap", number, "outcomes"), name, _unknown("outcome", name, sorted(outcomes))


def _no_check(name: str, ids: Collection[str]) -> Message:
    return Message("no-such-check", name=name, hint=toml_files.guess(name, ids))


def _unknown(what: str, name: str, choices: Collection[str]) -> Message:
    return Message(
        "profile-file.no-such",
        name=name,
        what=Message(f"profile-file.{what}"),
        hint=toml_files.guess(name, choices),
        names=", ".join(choices),
    )


def _level_faults(levels: dict[str, float], files: Sequence[Path]) -> Iterator[Message]:
    for letter in levels:
        if letter not in LETTERS:
            yield toml_files.at(files, ("levels", letter), _unknown("level", letter, LETTERS))
    given = [letter for letter in LETTERS if letter in levels]
    for better, worse in pairwise(given):
        if levels[better] <= levels[worse]:
            message = Message("profile-file.order", level=worse, begins=f"{levels[worse]:g}")
            yield toml_files.at(files, ("levels", better), message)
    if given and levels[given[-1]] != 0:
        yield toml_files.at(files, ("levels",), Message("profile-file.lowest"))


def _cap(table: _CapTable) -> Cap:
    return Cap(
        most=table.most,
        check=table.check,
        family=table.family,
        outcomes=frozenset(table.outcomes),
        statuses=frozenset(table.statuses),
        severity=table.severity,
        count=table.count,
        below=table.below,
        coverage=table.coverage,
        untested_family=table.untested_family,
        kinds=frozenset(table.kinds),
    )


def _tables(file: Path, above: tuple[Path, ...]) -> tuple[dict[str, Any], tuple[Path, ...]]:
    """Return the tables of a profile over those of the ones it extends, and all their files."""
    data = toml_files.read(file)
    chain = (*above, file)
    base = data.pop("extends", None)
    if base is None:
        return data, chain
    beside = builtin("checks") / FOLDER / f"{base}.toml"
    if not beside.is_file():
        names = [each.stem for each in sorted(beside.parent.glob("*.toml"))]
        raise BadCheck(toml_files.at([file], ("extends",), _unknown("profile", str(base), names)))
    if beside.resolve() in {each.resolve() for each in chain}:
        circle = " → ".join(each.stem for each in (*chain, beside))
        message = Message("profile-file.circle", circle=circle)
        raise BadCheck(toml_files.at([file], ("extends",), message))
    inherited, files = _tables(beside, chain)
    for key, value in data.items():
        if key == "checks" and isinstance(value, dict):
            inherited[key] = {**inherited.get(key, {}), **value}
        else:
            inherited[key] = value
    return inherited, files
