"""What the run record holds, key by key: the models behind ``docs/run.schema.json``.

Key order is that of the models. What has no order of its own is sorted (sites by id, findings by
check, mappings by key) and numbers are rounded, so the same run always gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    WithJsonSchema,
)

from portal_audit import __version__
from portal_audit.model import Cause, Kind, Severity, State, Status


def at_utc(moment: datetime) -> datetime:
    """Read a time without zone as UTC, as stores without zones hand it back."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _rounded(digits: int) -> AfterValidator:
    return AfterValidator(lambda number: round(number, digits) + 0.0)  # + 0.0: never -0.0


def _clean(value: Any) -> Any:
    """Sort mappings, round floats, and replace what JSON or UTF-8 cannot hold."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode("utf-8") if _broken(value) else value
        case bool() | int() | None:
            return value
        case float():
            return round(value, 6) + 0.0 if math.isfinite(value) else None
        case Mapping():
            return {_clean(str(key)): _clean(value[key]) for key in sorted(value)}
        case _:
            return [_clean(item) for item in value]


def _broken(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


Moment: TypeAlias = Annotated[
    datetime,
    AfterValidator(at_utc),
    PlainSerializer(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Text: TypeAlias = Annotated[str, BeforeValidator(_clean)]
Score: TypeAlias = Annotated[float, Field(ge=0, le=100), _rounded(1)]
Points: TypeAlias = Annotated[float, _rounded(2)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1), _rounded(4)]
Value: TypeAlias = str | int | float | bool | list[str] | list[int] | None
VIEWS: dict[str, JsonValue] = {
    "observatory": {
        "description": "MDN HTTP Observatory by our computation: algorithm (4, 5, 6) → score, "
        "grade, and the result string and modifier of each test."
    },
    "ssl_labs": {
        "description": "SSL Labs rating guide by our computation, of the worst address: guide, "
        "score, grade, category scores (0–100), override (why T or M), caps (`grade: reason`), "
        "warnings, unknown (evidence that was missing), address."
    },
    "mozilla_tls": {
        "description": "Mozilla server-side TLS by our computation: guideline, profile (modern, "
        "intermediate, old, none, null where unknown), next, lacks (`rule: what was seen`), "
        "unknown; guidelines holds the same for every version of the guide."
    },
    "if_fixed": {
        "description": "Check → what fixing that finding and nothing else would change: score "
        "(points of our score), observatory (algorithm → points, and score and grade "
        "afterwards), ssl_labs (from, to), mozilla_tls (guideline → from, to). Views that stay "
        "as they are are left out."
    },
}
"""What the members of ``views`` mean; plug-ins may add others."""
SORTED = BeforeValidator(lambda table: {key: table[key] for key in sorted(table)})


class _Model(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, from_attributes=True, serialize_by_alias=True
    )


class Tool(_Model):
    """The program that made the record."""

    name: str = "portal-audit"
    version: str = __version__


class CriteriaRecord(_Model):
    """The rules in force; scores under different fingerprints are not comparable."""

    version: str
    fingerprint: str


class FamilyRecord(_Model):
    """Score (0–100, null where nothing could be tested), weight and coverage of a family."""

    score: Score | None
    weight: float
    coverage: Share


class GainRecord(_Model):
    """What fixing one finding would bring: the site score afterwards, and the difference."""

    check: str
    score: Score
    points: Points


class FindingRecord(_Model):
    """One check's verdict on one site."""

    check: str
    family: str
    status: Status
    outcome: str
    severity: Severity
    weight: float
    points_lost: Points = 0.0
    facts: Annotated[dict[str, Value], BeforeValidator(_clean)] = {}
    where: tuple[Text, ...] = ()
    basis: tuple[str, ...] = ()
    waiver: Text | None = None


def _by_check(findings: tuple[FindingRecord, ...]) -> tuple[FindingRecord, ...]:
    """Findings have no order of their own."""
    return tuple(sorted(findings, key=lambda finding: (finding.check, finding.outcome)))


class SiteRecord(_Model):
    """One site of a run."""

    id: Text
    key: Text = ""
    url: Text
    name: Text
    kind: Kind
    organisation: Text
    province: Text
    state: State
    cause: Cause | None = None
    score: Score | None = None
    uncapped: Score | None = None
    caps: tuple[str, ...] = ()
    level: str = "N"
    coverage: Share = 0.0
    parts: Annotated[dict[str, Score | None], SORTED] = {}
    part_coverage: Annotated[dict[str, Share], SORTED] = {}
    rank: int | None = None
    peers: int = 0
    families: Annotated[dict[str, FamilyRecord], SORTED] = {}
    views: Annotated[
        dict[str, Any], BeforeValidator(_clean), Field(json_schema_extra={"properties": VIEWS})
    ] = {}
    profile: str = "web"
    visited_at: Moment | None = None
    pages_read: int = 0
    stopped: str = ""
    tags: tuple[Text, ...] = ()
    contact: Text = ""
    traits: Annotated[dict[str, Text], SORTED] = {}
    gains: tuple[GainRecord, ...] = ()
    findings: Annotated[tuple[FindingRecord, ...], AfterValidator(_by_check)] = ()


class GroupRecord(_Model):
    """Roll-up of the sites of one organisation or province."""

    name: Text
    sites: int
    scanned: int
    ranked: int
    score: Score | None
    level: str
    levels: Annotated[dict[str, int], SORTED]
    rank: int | None = None


class FilterRecord(_Model):
    """Which portals of the run the record holds, where it does not hold them all."""

    where: Text
    shown: int
    of: int


class RunFacts(_Model):
    """When, with what and under which rules the run was made."""

    id: Text
    started_at: Moment
    finished_at: Moment | None
    complete: bool
    tool: Tool = Tool()
    criteria: CriteriaRecord
    authorised_by: Text | None = None
    ranked_by: str = "total"
    filter: FilterRecord | None = None


class RunRecord(_Model):
    """A whole run, as ``run.json`` holds it."""

    format: Literal["portal-audit/run/1"] = Field("portal-audit/run/1", alias="schema")
    run: RunFacts
    organisations: tuple[GroupRecord, ...] = ()
    provinces: tuple[GroupRecord, ...] = ()
    sites: tuple[SiteRecord, ...] = ()
    """Sorted by id."""
