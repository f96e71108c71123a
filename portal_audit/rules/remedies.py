"""Who can fix a fault, by when, and what is fixed in one go: ``tasks.toml`` of each pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal_audit.errors import BadCheck
from portal_audit.model import Severity
from portal_audit.rules import toml_files
from portal_audit.rules.check import Check, Doer
from portal_audit.texts import Message

FILE = "tasks.toml"


class _Names(BaseModel):
    model_config = ConfigDict(extra="forbid")
    vi: str = Field(min_length=8)
    en: str = Field(min_length=8)


class _TaskFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    doers: dict[str, Doer] = {}
    days: dict[Severity, int] = {}
    remedies: dict[str, _Names] = {}


@dataclass(frozen=True, slots=True)
class Remedies:
    """What ``tasks.toml`` says, of all packs."""

    doers: Mapping[str, Doer] = field(default_factory=dict)
    """Family → who can fix its faults."""
    days: Mapping[Severity, int] = field(default_factory=dict)
    """Severity → days to fix a fault, from the day of the visit."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Remedy → language → name of the task, with ``{n}`` for the number of faults."""

    def doer(self, check: Check) -> Doer:
        """Return who can fix what a check finds."""
        return check.doer or self.doers.get(check.family, Doer.ADMINISTRATOR)

    def unknown(self, checks: Iterable[Check]) -> list[Message]:
        """Return what is wrong with checks that name a remedy which no pack has."""
        return [
            toml_files.at(
                [check.source or Path(check.id)],
                place,
                Message(
                    "check-file.no-remedy",
                    name=repr(name),
                    file=FILE,
                    hint=toml_files.guess(name, self.names),
                ),
            )
            for check in checks
            for place, name in (
                (("remedy",), check.remedy),
                *((("outcome", key), rule.remedy or "") for key, rule in check.outcomes.items()),
            )
            if name and name not in self.names
        ]


def read(folders: Iterable[Path]) -> Remedies:
    """Return what the packs in these folders say together; BadCheck where a file is not right."""
    doers: dict[str, Doer] = {}
    days: dict[Severity, int] = {}
    names: dict[str, Mapping[str, str]] = {}
    for file in (folder / FILE for folder in folders):
        if not file.is_file():
            continue
        try:
            table = _TaskFile.model_validate(toml_files.read(file))
        except ValidationError as error:
            faults = toml_files.explain(error, _TaskFile, file)
            raise BadCheck(toml_files.together(faults)) from error
        doers |= table.doers
        days |= table.days
        names |= {name: texts.model_dump() for name, texts in table.remedies.items()}
    return Remedies(doers, days, names)
