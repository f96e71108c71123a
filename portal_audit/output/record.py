"""The run record: a run as JSON, and back; its schema is published as ``docs/run.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from pydantic import BaseModel, TypeAdapter, ValidationError

from portal_audit.errors import BadInput
from portal_audit.model import Criteria, Run, SiteResult
from portal_audit.output.record_shape import (
    FilterRecord,
    GroupRecord,
    RunFacts,
    RunRecord,
    SiteRecord,
)
from portal_audit.output.selection import Selection
from portal_audit.run_sites import ordered
from portal_audit.texts import Message, fault_of

_SITES: TypeAdapter[SiteResult] = TypeAdapter(SiteResult)
_RUNS: TypeAdapter[Run] = TypeAdapter(Run)


def site_record(site: SiteResult) -> SiteRecord:
    """Return a site as the record holds it: numbers rounded, mappings and findings sorted."""
    return SiteRecord.model_validate(site)


def run_record(run: Run, selection: Selection | None = None) -> RunRecord:
    """Return a whole run as the record holds it. For large runs, `pieces` needs less memory."""
    return RunRecord(
        run=_facts(run, selection),
        organisations=tuple(GroupRecord.model_validate(group) for group in run.organisations),
        provinces=tuple(GroupRecord.model_validate(group) for group in run.provinces),
        sites=tuple(site_record(site) for site in _ordered(run)),
    )


def pieces(run: Run, selection: Selection | None = None) -> Iterator[str]:
    """Yield ``run.json`` piece by piece, one site at a time; joined they are the whole text."""
    head = run_record(replace(run, sites=()), selection)
    text = _json(head, indented=True)
    yield text.removesuffix('"sites": []\n}')
    separator = '"sites": ['
    for site in _ordered(run):
        shown = _json(site_record(site), indented=True).replace("\n", "\n    ")
        yield f"{separator}\n    {shown}"
        separator = ","
    yield "\n  ]\n}\n" if run.sites else '"sites": []\n}\n'


def lines(run: Run, selection: Selection | None = None) -> Iterator[str]:
    """Yield a line of JSON for each site, sorted by id, with run and filter beside it."""
    facts = _facts(run, selection)
    table = {"schema": "portal-audit/site/1", "run": facts.id}
    if facts.filter is not None:
        table["filter"] = facts.filter.where
    for site in _ordered(run):
        yield _dumps({**table, **site_record(site).model_dump(mode="json")}) + "\n"


def loads(text: str | bytes) -> Run:
    """Read a run record. Raises BadInput, naming the place, where it is not one."""
    try:
        record = RunRecord.model_validate_json(text)
    except ValidationError as error:
        first = fault_of(error.errors()[0])
        raise BadInput(Message("not-a-run-record", fault=first, n=error.error_count())) from error
    return from_record(record)


def from_record(record: RunRecord) -> Run:
    """Return the run that a record tells of."""
    facts = record.run
    return _RUNS.validate_python(
        {
            **facts.model_dump(exclude={"tool", "filter"}),
            "criteria": Criteria(facts.criteria.version, facts.criteria.fingerprint),
            "sites": tuple(_SITES.validate_python(site.model_dump()) for site in record.sites),
            "organisations": [group.model_dump() for group in record.organisations],
            "provinces": [group.model_dump() for group in record.provinces],
        }
    )


def json_schema() -> str:
    """Return the JSON Schema (draft 2020-12) of the record, as text."""
    schema = RunRecord.model_json_schema(mode="serialization")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "portal-audit run record",
    }
    return (
        json.dumps({**head, **schema, "title": head["title"]}, indent=2, ensure_ascii=False) + "\n"
    )


def _facts(run: Run, selection: Selection | None) -> RunFacts:
    facts = RunFacts.model_validate(run)
    if selection is None:
        return facts
    return facts.model_copy(update={"filter": FilterRecord.model_validate(selection)})


def _ordered(run: Run) -> Sequence[SiteResult]:
    return ordered(run.sites, lambda site: site.id)


def _json(model: BaseModel, *, indented: bool) -> str:
    return _dumps(model.model_dump(mode="json"), indented=indented)


def _dumps(table: dict[str, Any], *, indented: bool = False) -> str:
    """Write JSON that programs splitting at Unicode line ends can read line by line, too."""
    written = msgspec.json.encode(table)
    text = (msgspec.json.format(written, indent=2) if indented else written).decode("utf-8")
    for separator in ("\u0085", "\u2028", "\u2029"):
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return text
