"""A baseline: the faults of a run as a small JSON file for git, and what got worse since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal_audit.errors import BadInput
from portal_audit.model import Finding, Run, Severity, Status, Verdict
from portal_audit.texts import Message, place_of

FAULTS = frozenset({Status.FAIL, Status.PARTIAL})


class _Fault(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    outcome: str
    status: Literal["fail", "partial"]
    severity: Severity


class Baseline(BaseModel):
    """The faults that a gate lets pass, because they were there before."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    schema_name: Annotated[Literal["portal-audit/baseline/1"], Field(alias="schema")] = (
        "portal-audit/baseline/1"
    )
    run: str
    criteria: str
    """Fingerprint of the rules it was made under."""
    portals: dict[str, dict[str, _Fault]]
    """Portal key → check → its fault."""


@dataclass(frozen=True, slots=True)
class Regression:
    """A fault that the baseline does not have, or that has become graver since."""

    portal: str
    finding: Finding
    before: str
    """``none``, or the outcome it had."""


def baseline_of(run: Run, keys: Mapping[str, str]) -> Baseline:
    """Return the baseline of a run; *keys* maps site ids to portal keys."""
    return Baseline(
        run=run.id,
        criteria=run.criteria.fingerprint,
        portals={
            keys[site.id]: {
                finding.check: _Fault(
                    outcome=finding.outcome,
                    status="fail" if finding.status is Status.FAIL else "partial",
                    severity=finding.severity,
                )
                for finding in sorted(site.findings, key=lambda one: one.check)
                if finding.status in FAULTS and finding.weight > 0
            }
            for site in sorted(run.sites, key=lambda one: keys[one.id])
        },
    )


def dumps(baseline: Baseline) -> str:
    """Return the file's text: a line a fault, so that reviewers can read its differences."""
    table = baseline.model_dump(mode="json", by_alias=True)
    lines = [
        f'"{name}": {json.dumps(table[name], ensure_ascii=False)}'
        for name in ("schema", "run", "criteria")
    ]
    portals = []
    for key, faults in table["portals"].items():
        rows = ",\n".join(
            f"   {json.dumps(check)}: {json.dumps(fault, ensure_ascii=False)}"
            for check, fault in faults.items()
        )
        portals.append(
            f"  {json.dumps(key, ensure_ascii=False)}: {{\n{rows}\n  }}"
            if rows
            else f"  {json.dumps(key, ensure_ascii=False)}: {{}}"
        )
    return "{" + ",\n ".join([*lines, '"portals": {\n' + ",\n".join(portals) + "\n }"]) + "}\n"


def loads(text: str, place: str) -> Baseline:
    """Read a baseline; raises BadInput, with the place and a remedy, where it is none."""
    try:
        return Baseline.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = place_of(first["loc"]) or Message("record.file")
        raise BadInput(Message("not-a-baseline", file=place, where=where)) from error


def regressions(
    baseline: Baseline, findings: Sequence[tuple[str, Finding]]
) -> tuple[Regression, ...]:
    """Return what got worse; *findings* are with their portal's key.

    A portal that the baseline does not know has no old faults: everything wrong with it counts.
    Another outcome of the same gravity is not worse.
    """
    found = []
    for portal, finding in findings:
        if finding.status not in FAULTS or finding.weight <= 0:
            continue
        old = baseline.portals.get(portal, {}).get(finding.check)
        if old is None:
            found.append(Regression(portal, finding, "none"))
        elif _gravity(finding.severity, finding.status) < _gravity(
            old.severity, Status(old.status)
        ):
            found.append(Regression(portal, finding, old.outcome))
    return tuple(found)


def with_known(baseline: Baseline, verdicts: Iterable[Verdict]) -> Baseline:
    """Return the baseline with the faults that are known from elsewhere, too."""
    portals = {key: dict(faults) for key, faults in baseline.portals.items()}
    for one in verdicts:
        if one.fault:
            portals.setdefault(one.portal, {})[one.check] = _Fault(
                outcome=one.outcome,
                status="fail" if one.status is Status.FAIL else "partial",
                severity=one.severity,
            )
    return baseline.model_copy(update={"portals": portals})


def under_todays_keys(baseline: Baseline, former: Mapping[str, str]) -> Baseline:
    """Return the baseline for portals that moved since; *former* maps old keys to new ones.

    Where several became one, what any of them had before is no news of the one.
    """
    portals = dict(baseline.portals)
    for old, new in sorted(former.items()):
        if old in baseline.portals:
            portals[new] = _graver(portals.get(new, {}), portals.pop(old, baseline.portals[old]))
    return baseline.model_copy(update={"portals": portals})


def _graver(one: Mapping[str, _Fault], other: Mapping[str, _Fault]) -> dict[str, _Fault]:
    """Return the faults of both, of each the graver."""
    both = dict(one)
    for check, fault in other.items():
        mine = both.get(check)
        if mine is None or _gravity(fault.severity, Status(fault.status)) < _gravity(
            mine.severity, Status(mine.status)
        ):
            both[check] = fault
    return both


def _gravity(severity: Severity, status: Status) -> tuple[int, bool]:
    """Return what orders faults, the gravest lowest."""
    return severity.rank, status is not Status.FAIL
