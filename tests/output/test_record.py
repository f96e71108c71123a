"""The run record: same run, same bytes; there and back; and the schema that is published."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from portal_audit.errors import BadInput
from portal_audit.model import Run
from portal_audit.output import record
from portal_audit.output.report import Language, Report, write

SCHEMA = Path(__file__).parents[2] / "docs" / "run.schema.json"


def text(run: Run) -> str:
    return "".join(record.pieces(run))


def test_the_pieces_are_the_whole_record(run: Run) -> None:
    whole = record.run_record(run).model_dump(mode="json")
    assert json.loads(text(run)) == whole
    assert text(run).startswith('{\n  "schema": "portal-audit/run/1",\n  "run": {\n    "id": ')
    assert text(run).endswith("\n  ]\n}\n")


def test_a_run_without_sites_is_a_record_too(run: Run) -> None:
    bare = replace(run, sites=(), organisations=(), provinces=())
    assert json.loads(text(bare))["sites"] == []


def test_same_run_same_bytes_whatever_the_order(run: Run) -> None:
    shuffled = replace(
        run,
        sites=tuple(
            replace(
                site,
                findings=site.findings[::-1],
                families=dict(list(site.families.items())[::-1]),
                parts=dict(list(site.parts.items())[::-1]),
            )
            for site in run.sites[::-1]
        ),
    )
    assert text(shuffled) == text(run)


def test_there_and_back(run: Run) -> None:
    assert text(record.loads(text(run))) == text(run)


def test_keys_are_those_of_the_interface(run: Run) -> None:
    data = json.loads(text(run))
    site = next(site for site in data["sites"] if site["findings"] and site["caps"])
    assert list(data["run"])[:7] == [
        "id",
        "started_at",
        "finished_at",
        "complete",
        "tool",
        "criteria",
        "authorised_by",
    ]
    assert data["run"]["started_at"] == "2026-11-22T03:00:00Z"
    assert {
        "id",
        "url",
        "name",
        "kind",
        "organisation",
        "province",
        "state",
        "cause",
        "score",
        "uncapped",
        "caps",
        "level",
        "coverage",
        "parts",
        "rank",
        "peers",
        "families",
        "views",
        "findings",
    } <= set(site)
    assert list(site["findings"][0]) == [
        "check",
        "family",
        "status",
        "outcome",
        "severity",
        "weight",
        "points_lost",
        "facts",
        "where",
        "basis",
        "waiver",
        "waiver_mode",
        "lapsed",
        "attested",
    ]


def _with_unknown_key(data: dict[str, Any]) -> None:
    data["run"]["colour"] = "red"


def _with_other_schema(data: dict[str, Any]) -> None:
    data["schema"] = "portal-audit/run/2"


def _with_bad_level_of_nesting(data: dict[str, Any]) -> None:
    data["sites"][0]["findings"] = {"check": "x"}


def _with_impossible_score(data: dict[str, Any]) -> None:
    data["sites"][0]["score"] = 140


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_with_unknown_key, "run.colour"),
        (_with_other_schema, "schema"),
        (_with_bad_level_of_nesting, "sites.1.findings"),
        (_with_impossible_score, "sites.1.score"),
    ],
)
def test_a_record_that_is_none_is_refused(
    run: Run, spoil: Callable[[dict[str, Any]], None], named: str
) -> None:
    data = json.loads(text(run))
    spoil(data)
    with pytest.raises(BadInput, match=named):
        record.loads(json.dumps(data))


def test_not_even_json_is_refused() -> None:
    with pytest.raises(BadInput, match="the file"):
        record.loads(b"\x00\xff")


def test_published_schema_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == record.json_schema()


def test_sample_run_is_valid_by_the_schema(run: Run) -> None:
    schema = json.loads(record.json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(text(run)))


def test_lines_are_the_same_sites(
    run: Run, report_in: Callable[[Language], Report], tmp_path: Path
) -> None:
    [json_file, lines_file] = write(report_in("vi"), ["json", "jsonl"], tmp_path)
    assert json_file.read_bytes() == text(run).encode()
    lines = [json.loads(line) for line in lines_file.read_text("utf-8").splitlines()]
    assert {line.pop("run") for line in lines} == {run.id}
    assert {line.pop("schema") for line in lines} == {"portal-audit/site/1"}
    assert lines == json.loads(text(run))["sites"]
