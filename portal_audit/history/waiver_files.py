"""Read ``waivers.toml``: who accepts which finding, why and until when, reviewable in git."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal_audit.errors import BadCheck, BadInput
from portal_audit.history.waivers import ATTESTABLE, LONGEST, Attestation, Decision, Mode, Waiver
from portal_audit.rules import toml_files
from portal_audit.texts import Message

Text = Annotated[str, Field(min_length=1, max_length=2_000)]


class _DecisionTable(BaseModel):
    model_config = ConfigDict(extra="forbid")
    portal: Text
    check: Text
    outcome: str = ""
    reason: Text
    owner: Text
    accepted_by: Text
    accepted_on: date
    expires: date
    reference: str = ""


class _WaiverTable(_DecisionTable):
    mode: Mode = Mode.REPORT_ONLY


class _AttestationTable(_DecisionTable):
    place: Text


class _WaiversFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    waiver: list[_WaiverTable] = []
    attestation: list[_AttestationTable] = []


def read(file: Path, checks: Collection[str] = ()) -> tuple[Decision, ...]:
    """Return the waivers and attestations of a file.

    *checks* are the ids there are; empty: they are not looked at. Raises BadInput with every fault,
    each with file, line and remedy.
    """
    try:
        tables = toml_files.read(file)
        data = _WaiversFile.model_validate(tables)
    except BadCheck as error:
        raise BadInput(*error.args) from error
    except ValidationError as error:
        faults = toml_files.explain(error, _WaiversFile, file)
        raise BadInput(toml_files.together(faults)) from error
    faults = [*_faults(file, "waiver", data.waiver, checks)]
    faults += _faults(file, "attestation", data.attestation, checks)
    if faults:
        raise BadInput(toml_files.together(faults))
    waivers = [Waiver(**one.model_dump()) for one in data.waiver]
    return (*waivers, *(Attestation(**one.model_dump()) for one in data.attestation))


def _faults(file: Path, kind: str, tables: list[Any], checks: Collection[str]) -> list[Message]:
    faults = []
    for number, one in enumerate(tables):
        if one.expires < one.accepted_on:
            what = Message("waiver-file.too-early", day=one.accepted_on.isoformat())
            faults.append(toml_files.at((file,), (kind, number, "expires"), what))
        elif (one.expires - one.accepted_on).days > LONGEST:
            what = Message("waiver-file.too-long", most=LONGEST)
            faults.append(toml_files.at((file,), (kind, number, "expires"), what))
        if "://" in one.portal:
            what = Message("waiver-file.address", portal=one.portal)
            faults.append(toml_files.at((file,), (kind, number, "portal"), what))
        if checks and one.check not in checks:
            hint = toml_files.guess(one.check, checks)
            what = Message("no-such-check", name=one.check, hint=hint)
            faults.append(toml_files.at((file,), (kind, number, "check"), what))
        elif kind == "attestation" and not one.check.startswith(f"{ATTESTABLE}."):
            what = Message("waiver-file.not-attestable", check=one.check, family=ATTESTABLE)
            faults.append(toml_files.at((file,), (kind, number, "check"), what))
    return faults


def entry(waiver: Waiver) -> str:
    """Return the TOML of one waiver, to be added to a file."""
    rows: list[tuple[str, str]] = [
        ("portal", _quoted(waiver.portal)),
        ("check", _quoted(waiver.check)),
        ("outcome", _quoted(waiver.outcome)),
        ("reason", _quoted(waiver.reason)),
        ("owner", _quoted(waiver.owner)),
        ("accepted_by", _quoted(waiver.accepted_by)),
        ("accepted_on", waiver.accepted_on.isoformat()),
        ("expires", waiver.expires.isoformat()),
        ("reference", _quoted(waiver.reference)),
        ("mode", _quoted(waiver.mode.value)),
    ]
    lines = [f"{name} = {value}" for name, value in rows if value != '""']
    return "\n".join(["[[waiver]]", *lines]) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in escaped)
        + '"'
    )
