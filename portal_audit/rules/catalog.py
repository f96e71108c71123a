"""Read the checks of every pack, and refuse a catalog that cannot be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from portal_audit.errors import BadCheck
from portal_audit.rules import check_files, framework_files, remedies, toml_files
from portal_audit.rules.check import LANGUAGES, Check, interests
from portal_audit.rules.framework import Framework, graces
from portal_audit.rules.plugins import Pack, find
from portal_audit.rules.remedies import Remedies
from portal_audit.texts import Message, did_you_mean

NOT_CHECKS = {"profiles", "frameworks"}
ENGINE_OUTCOMES = (
    "no-evidence",
    "broken-check",
    "not-applicable",
    "not-authorised",
    "before-launch",
)
"""Outcomes that the engine gives, not a rule; their sentences stand in ``checks/engine.toml``."""


@dataclass(frozen=True, eq=False)
class Catalog:
    """The checks in force, in the order of their ids, with the sentences of the engine.

    Equal to itself alone, so that what is worked out of it can be kept.
    """

    checks: tuple[Check, ...]
    engine_texts: Mapping[str, Mapping[str, str]]
    """Language → engine outcome → sentence."""
    fingerprint: str
    """``sha256:`` over every file that a check or framework was read from."""
    frameworks: tuple[Framework, ...] = ()
    """The decrees, laws and standards that checks rest on; those of the user last."""
    remedies: Remedies = field(default_factory=Remedies)
    """Who can fix what, by when, and what is fixed in one go."""

    def __iter__(self) -> Iterator[Check]:
        """Yield the checks."""
        return iter(self.checks)

    def get(self, check_id: str) -> Check | None:
        """Return a check by its id."""
        return self._by_id.get(check_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Check]:
        return {check.id: check for check in self.checks}

    @cached_property
    def families(self) -> tuple[str, ...]:
        """Every family, in alphabetical order."""
        return tuple(sorted({check.family for check in self.checks}))

    @property
    def interests(self) -> tuple[str, ...]:
        """Words of links worth following first."""
        return interests(self.checks)

    def select(self, only: Iterable[str] = (), skip: Iterable[str] = ()) -> Catalog:
        """Keep the families or checks of *only* (all, if empty), without those of *skip*."""
        only, skip = set(only), set(skip)
        names = {check.id for check in self.checks} | set(self.families)
        for name in sorted((only | skip) - names):
            hint = did_you_mean(name, sorted(names))
            raise BadCheck(Message("no-such-check-or-family", name=name, hint=hint))
        kept = tuple(
            check
            for check in self.checks
            if (not only or {check.id, check.family} & only) and not {check.id, check.family} & skip
        )
        if not kept:
            raise BadCheck(Message("no-check-left"))
        return replace(self, checks=kept)


def read(local: Iterable[Path] = ()) -> Catalog:
    """Return the catalog of every pack; *local* are folders given with ``--checks``.

    Raises BadCheck, with every fault found, if a file does not load, an id stands twice, an
    outcome has no sentence, a check rests on nothing, or there is no check at all.
    """
    checks: dict[str, Check] = {}
    faults: list[Message] = []
    digest = sha256()
    packs = list(find("checks", local))
    engine_texts = _read_engine_texts(packs[0].folder / "engine.toml")
    frameworks = _read_frameworks(packs, faults)
    mending = remedies.read(pack.folder for pack in packs)
    grace = graces(frameworks)
    for pack in packs:
        files, laws = _texts(pack.folder), framework_files.files(pack.folder)
        for file in files:
            try:
                check = check_files.read(check_files.Source(pack, packs[0], file), grace)
                if check.id in checks:
                    taken = checks[check.id].source
                    message = Message("check-file.taken", id=check.id, file=taken)
                    raise BadCheck(toml_files.at([file], ("id",), message))
                checks[check.id] = check
            except BadCheck as error:
                faults.append(error.args[0])
        for file in [*files, *_shared(pack.folder), *laws]:
            digest.update(file.read_bytes())
        if not files and not laws:
            faults.append(Message("check-file.none", folder=pack.folder))
    if not faults:
        faults = framework_files.faults(frameworks, checks) + _groundless(checks, frameworks)
        faults += mending.unknown(checks.values())
    if faults:
        raise BadCheck(toml_files.together(faults))
    ordered = tuple(checks[name] for name in sorted(checks))
    return Catalog(ordered, engine_texts, f"sha256:{digest.hexdigest()}", frameworks, mending)


def has_rules(folder: Path) -> bool:
    """Tell whether a folder holds checks or frameworks: one of profiles alone is no pack."""
    return bool(_texts(folder) or framework_files.files(folder))


def _read_frameworks(packs: Iterable[Pack], faults: list[Message]) -> tuple[Framework, ...]:
    found: list[Framework] = []
    for number, pack in enumerate(packs):
        try:
            found += framework_files.read(pack.folder, own=number > 0)
        except BadCheck as error:
            faults.append(error.args[0])
    return tuple(found)


def _groundless(checks: Mapping[str, Check], frameworks: Iterable[Framework]) -> list[Message]:
    named = {name for framework in frameworks for name in framework.checks}
    return [
        Message("check-file.groundless", file=check.source, check=check.id)
        for check in checks.values()
        if not check.basis and check.id not in named
    ]


def _texts(folder: Path) -> list[Path]:
    files = [*folder.glob("*/*.toml"), *folder.glob("*.toml")]
    return sorted(
        file
        for file in files
        if file.is_file()
        and (file.parent.name not in NOT_CHECKS or file.parent == folder)
        and file.name not in ("engine.toml", remedies.FILE, "pyproject.toml")
        and not file.name.startswith("_")
    )


def _shared(folder: Path) -> list[Path]:
    """Return the rules, and the texts that several checks share."""
    return sorted([*folder.rglob("*.py"), *folder.glob("*/_*.toml"), *folder.glob("_*.toml")])


def _read_engine_texts(file: Path) -> Mapping[str, Mapping[str, str]]:
    data = toml_files.read(file)
    for language in LANGUAGES:
        if missing := set(ENGINE_OUTCOMES) - set(data.get(language, {})):
            message = Message("check-file.no-text", names=", ".join(sorted(missing)))
            raise BadCheck(toml_files.at([file], (language,), message))
    return data
