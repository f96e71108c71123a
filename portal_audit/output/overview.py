"""What a whole run shows, gathered site by site: rows, levels, medians, faults, shared causes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from statistics import median

from portal_audit.model import FAULTS, Finding, Kind, Severity, SiteResult, State
from portal_audit.output.report import worst

LETTERS = "ABCDEN"
PARTS = ("security", "publication")


@dataclass(frozen=True, slots=True)
class PortalFault:
    """One fault of one portal that costs points."""

    severity: Severity
    gain: float
    """Points of the site score, caps included, that fixing it and nothing else brings."""


@dataclass(frozen=True, slots=True)
class PortalRow:
    """One portal as lists show it; small enough for thousands to be held together."""

    site: SiteResult
    """Without findings, views and gains."""
    faults: Mapping[str, PortalFault]
    """By check; findings without weight are none."""
    first: Finding | None
    """What to fix first, without facts; ``None`` where nothing is wrong."""

    @property
    def critical(self) -> tuple[str, ...]:
        """The checks whose fault is critical here."""
        return tuple(c for c, fault in self.faults.items() if fault.severity is Severity.CRITICAL)

    @property
    def gravest(self) -> str:
        """The check whose fault is the gravest, and gains most among those; empty without any."""
        faults = self.faults
        return min(faults, key=lambda c: (faults[c].severity.rank, -faults[c].gain, c), default="")


@dataclass(slots=True)
class CheckResult:
    """One check over the whole run."""

    check: str
    severity: Severity
    """The gravest among the portals that do not meet it."""
    rows: list[PortalRow] = field(default_factory=list)
    """Portals that do not meet it, in the order of the ranking."""
    asked: int = 0
    """On how many it was tested and counts."""

    @property
    def gain(self) -> float:
        """Points that fixing it alone brings, added up over the portals."""
        return sum(row.faults[self.check].gain for row in self.rows)

    def by_severity(self) -> Mapping[Severity, int]:
        """Return how many portals have it how gravely, the gravest first."""
        return by_severity(self.check, self.rows)


@dataclass(frozen=True, slots=True)
class Medians:
    """The middle of what ranked portals have (0–100); ``None`` where none has it."""

    score: float | None
    parts: Mapping[str, float | None]
    families: Mapping[str, float | None]


class Overview:
    """Takes the results of a run one after another, in the order of the ranking."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.rows: list[PortalRow] = []
        self.checks: dict[str, CheckResult] = {}

    def add(self, site: SiteResult) -> PortalRow:
        """Take one result in full; keep only its row."""
        row = _row(site)
        self.rows.append(row)
        for finding in site.findings:
            if finding.status.value_of is None or not finding.weight:
                continue
            result = self.checks.get(finding.check)
            if result is None:
                result = self.checks[finding.check] = CheckResult(finding.check, Severity.INFO)
            result.asked += 1
            if finding.check in row.faults:
                result.rows.append(row)
                result.severity = min(result.severity, finding.severity, key=lambda s: s.rank)
        return row

    def merge(self, other: Overview) -> None:
        """Take what another has gathered of the portals that follow in the ranking."""
        self.rows += other.rows
        for check, result in other.checks.items():
            mine = self.checks.setdefault(check, CheckResult(check, Severity.INFO))
            mine.rows += result.rows
            mine.asked += result.asked
            mine.severity = min(mine.severity, result.severity, key=lambda s: s.rank)

    @property
    def ranked(self) -> list[PortalRow]:
        """Those with a rank, best first."""
        return [row for row in self.rows if row.site.rank is not None]

    @property
    def unranked(self) -> list[PortalRow]:
        """Those that were read, but too little of them."""
        return [
            row for row in self.rows if row.site.state is State.SCANNED and row.site.rank is None
        ]

    @property
    def unread(self) -> list[PortalRow]:
        """Those that could not be read."""
        return [row for row in self.rows if row.site.state is not State.SCANNED]

    def of_kind(self, kind: Kind) -> list[PortalRow]:
        """Return the ranked portals of a kind, best first."""
        return [row for row in self.ranked if row.site.kind is kind]

    def kinds(self) -> tuple[Kind, ...]:
        """Return the kinds of portals in the run."""
        there = {row.site.kind for row in self.rows}
        return tuple(kind for kind in Kind if kind in there)

    def levels(self) -> dict[str, int]:
        """Return letter → number of portals; N holds the unranked and the unread."""
        return levels(self.rows)

    def faults(self) -> list[CheckResult]:
        """Return the checks that portals do not meet, the commonest first."""
        return sorted(
            (result for result in self.checks.values() if result.rows),
            key=lambda result: (-len(result.rows), result.severity.rank, result.check),
        )

    def critical(self) -> list[tuple[str, list[PortalRow]]]:
        """Return the checks with critical faults and the portals that have them so gravely."""
        found: dict[str, list[PortalRow]] = defaultdict(list)
        for row in self.rows:
            for check in row.critical:
                found[check].append(row)
        return sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))


def levels(rows: Iterable[PortalRow]) -> dict[str, int]:
    """Return letter → number of portals, for every letter."""
    counts = Counter(row.site.level for row in rows)
    return {letter: counts.get(letter, 0) for letter in LETTERS}


def by_severity(check: str, rows: Iterable[PortalRow]) -> dict[Severity, int]:
    """Return how many of the portals have the fault how gravely, the gravest first."""
    counts = Counter(row.faults[check].severity for row in rows)
    return {severity: counts[severity] for severity in Severity if counts[severity]}


def medians(rows: Iterable[PortalRow], families: Iterable[str] = ()) -> Medians:
    """Return the medians over those of the portals that have a rank."""
    sites = [row.site for row in rows if row.site.rank is not None]
    return Medians(
        _median(site.score for site in sites),
        {part: _median(site.parts.get(part) for site in sites) for part in PARTS},
        {
            family: _median(s.families[family].score for s in sites if family in s.families)
            for family in families
        },
    )


def _row(site: SiteResult) -> PortalRow:
    alone = site.views.get("if_fixed")
    gains = alone if isinstance(alone, Mapping) else {}
    first = worst(site)
    return PortalRow(
        site=replace(site, findings=(), views={}, gains=()),
        faults={
            finding.check: PortalFault(finding.severity, _gain(gains.get(finding.check)))
            for finding in site.findings
            if finding.status in FAULTS and finding.weight
        },
        first=None if first is None else replace(first, facts={}, where=(), basis=()),
    )


def _gain(entry: object) -> float:
    points = entry.get("score") if isinstance(entry, Mapping) else None
    return float(points) if isinstance(points, int | float) else 0.0


def _median(values: Iterable[float | None]) -> float | None:
    numbers = [value for value in values if value is not None]
    return round(median(numbers), 1) if numbers else None
