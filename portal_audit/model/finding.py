"""What a check says of a portal: outcome, status, severity, facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

Fact = str | int | float | bool | None | Sequence[str] | Sequence[int]
"""What may stand in a finding: plain values that JSON and a sentence can both hold."""


class Status(StrEnum):
    """What a finding says about one site and one check."""

    PASS = "pass"
    PARTIAL = "partial"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    NOT_TESTED = "not-tested"
    INFO = "info"

    @property
    def value_of(self) -> float | None:
        """Share of the weight that is earned; ``None`` where the status is outside the sum."""
        return {"pass": 1.0, "partial": 0.5, "fail": 0.0}.get(self.value)


class Severity(StrEnum):
    """How much harm the fault can do. The order is that of the members, gravest first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for critical … 4 for info."""
        return _RANKS[self]


_RANKS = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, init=False)
class Outcome:
    """What a rule concluded: an outcome its text file names, where it was seen, and the facts."""

    name: str
    where: tuple[str, ...]
    facts: Mapping[str, Fact]

    def __init__(self, name: str, *, where: Sequence[str] = (), **facts: Fact) -> None:
        """Name the outcome. ``where`` holds URLs or addresses; facts fill its sentence."""
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "where", tuple(where))
        object.__setattr__(self, "facts", MappingProxyType(facts))


@dataclass(frozen=True, slots=True)
class AttestedPlace:
    """Where an officer says that something stands which a machine could not see."""

    place: str
    words: str
    """Why, who confirms it, document and last day."""
    observed: Status
    """What the machine found; the finding itself is partial for it, never more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's verdict on one site (field names are those of the run record)."""

    check: str
    family: str
    status: Status
    outcome: str
    severity: Severity
    weight: float
    points_lost: float = 0.0
    """Points of the site score (0–100, before caps) that fixing this would bring back."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    where: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    waiver: str | None = None
    waiver_mode: str | None = None
    """``report-only``: kept out of gates; ``accept``: the risk is accepted."""
    lapsed: str | None = None
    """What a waiver said that has run out, or ended with the outcome that was accepted."""
    attested: AttestedPlace | None = None
