"""What the front page tells: figures, rankings, roll-ups and common faults of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal_audit.model import Kind, Run, Severity, SiteResult, State, Status
from portal_audit.output.report import LOST
from portal_audit.scoring.rank import in_order

LETTERS = "ABCDEN"
MOST_FAULTS = 15
MOST_URGENT = 10


@dataclass(slots=True)
class CommonFault:
    """One check, and the sites that do not meet it."""

    check: str
    severity: Severity
    sites: list[SiteResult] = field(default_factory=list)
    asked: int = 0
    """How many sites it was tested on."""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Everything that stands on the front page besides the words."""

    peers: tuple[tuple[Kind, tuple[SiteResult, ...]], ...]
    """The ranked sites of each kind, best first."""
    unranked: tuple[SiteResult, ...]
    unread: tuple[SiteResult, ...]
    levels: Mapping[str, int]
    """Letter → number of sites; N holds the unranked and the unread."""
    mean: float | None
    parts: Mapping[str, float | None]
    faults: tuple[CommonFault, ...]
    urgent: tuple[CommonFault, ...]
    in_danger: int
    """How many sites have a critical fault."""


def front(run: Run) -> FrontPage:
    """Gather what the front page shows."""
    sites = in_order(run.sites)
    ranked = [site for site in sites if site.rank is not None]
    scanned = [site for site in sites if site.state is State.SCANNED]
    critical = faults(scanned, (Status.FAIL,), Severity.CRITICAL)
    counts = Counter(site.level for site in sites)
    return FrontPage(
        peers=tuple(
            (kind, tuple(site for site in ranked if site.kind == kind))
            for kind in Kind
            if any(site.kind == kind for site in sites)
        ),
        unranked=tuple(site for site in scanned if site.rank is None),
        unread=tuple(site for site in sites if site.state is not State.SCANNED),
        levels={letter: counts.get(letter, 0) for letter in LETTERS},
        mean=_mean(site.score for site in ranked),
        parts={
            part: _mean(site.parts.get(part) for site in ranked)
            for part in ("security", "publication")
        },
        faults=tuple(faults(scanned, LOST)[:MOST_FAULTS]),
        urgent=tuple(critical[:MOST_URGENT]),
        in_danger=len({site.id for fault in critical for site in fault.sites}),
    )


def faults(
    sites: Iterable[SiteResult], statuses: tuple[Status, ...], only: Severity | None = None
) -> list[CommonFault]:
    """Return the checks with sites that do not meet them, the commonest first.

    Findings without weight are not faults. The gravest severity met is the one shown.
    """
    found: dict[str, CommonFault] = {}
    for site in sites:
        for finding in site.findings:
            if finding.status.value_of is None or not finding.weight:
                continue
            fault = found.setdefault(finding.check, CommonFault(finding.check, finding.severity))
            fault.asked += 1
            if finding.status in statuses and only in (None, finding.severity):
                fault.sites.append(site)
                fault.severity = min(fault.severity, finding.severity, key=lambda s: s.rank)
    return sorted(
        (fault for fault in found.values() if fault.sites),
        key=lambda fault: (-len(fault.sites), fault.severity.rank, fault.check),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    numbers = [value for value in values if value is not None]
    return sum(numbers) / len(numbers) if numbers else None
