"""What one portal's people have to do: at most ten tasks, by who can do them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal_audit.model import FAULTS, Finding, Severity, SiteResult, State, day_in_vietnam
from portal_audit.output.report import Report
from portal_audit.rules.check import Check, Doer
from portal_audit.rules.profile import Profile
from portal_audit.scoring.caps import held
from portal_audit.scoring.score import shown_points, together

MOST = 10


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, in the report's language; plain text that may be a portal's: escape it."""

    number: int
    """From 1, the gravest first, so that no later one is due earlier."""
    doer: Doer
    remedy: str
    """What its faults share, as in ``tasks.toml``; empty for a fault that is fixed by itself."""
    name: str
    """What is wrong: the name of the fault, or of what several share."""
    findings: tuple[Finding, ...]
    """What doing it mends, the gravest first."""
    faults: tuple[str, ...]
    """Names of the faults, beside ``findings``."""
    where: tuple[str, ...]
    """Addresses, each once."""
    gain: float
    """Points that doing it adds to the site score once the tasks before it are done, caps included;
    the gains of all tasks add up to what all of them bring, but for rounding."""
    severity: Severity
    deadline: date | None
    """Last day in Vietnam to have it done, counted from the visit."""

    @property
    def checks(self) -> tuple[str, ...]:
        """The ids of the checks that it mends."""
        return tuple(finding.check for finding in self.findings)


@dataclass(frozen=True, slots=True)
class TaskList:
    """What is to be done on one portal."""

    tasks: tuple[Task, ...]
    left: int
    """Faults that none of them mends."""
    score: float | None
    """The site score once all of them are done; ``None`` where there is no score."""

    def by_doer(self) -> tuple[tuple[Doer, tuple[Task, ...]], ...]:
        """Return who has to do what; first whose task comes first."""
        doers = dict.fromkeys(task.doer for task in self.tasks)
        return tuple((d, tuple(task for task in self.tasks if task.doer is d)) for d in doers)


def tasks_of(report: Report, site: SiteResult, most: int = MOST) -> TaskList:
    """Return what to do on a site: faults of one remedy are one task, accepted faults are none."""
    if site.state is not State.SCANNED:
        return TaskList((), 0, None)
    joined: dict[str, list[Finding]] = defaultdict(list)
    for finding in site.findings:
        if finding.status in FAULTS and finding.weight > 0 and finding.waiver is None:
            joined[_remedy(report, finding) or finding.check].append(finding)
    groups = _in_order(report, site, [*joined.values()])
    tasks = tuple(
        _task(report, site, number, faults, gain)
        for number, (faults, gain) in enumerate(groups[:most], start=1)
    )
    done = {check for task in tasks for check in task.checks}
    return TaskList(
        tasks=tasks,
        left=sum(len(faults) for faults, _ in groups[most:]),
        score=None
        if site.score is None
        else round(site.score + _raised(report, site, [done])[0], 1),
    )


def _in_order(
    report: Report, site: SiteResult, groups: list[list[Finding]]
) -> list[tuple[list[Finding], float]]:
    """Return the groups, the gravest first, with what each adds after those before it.

    Of equally grave ones, next is what adds most; where nothing alone raises the score, what holds
    the tightest cap.
    """
    profile = report.profiles.get(site.profile)
    ceiling = _ceilings(site, profile) if profile else {}
    done: set[str] = set()
    ordered: list[tuple[list[Finding], float]] = []
    before, left = 0.0, groups
    while left:
        rank = min(map(_rank, left))
        next_ones = [faults for faults in left if _rank(faults) == rank]
        after = _raised(report, site, [done | {f.check for f in faults} for faults in next_ones])
        added, best = min(
            zip(after, next_ones, strict=True), key=lambda one: (-one[0], *_weight(one[1], ceiling))
        )
        ordered.append((best, shown_points(added - before)))
        before, done = added, done | {f.check for f in best}
        left = [faults for faults in left if faults is not best]
    return ordered


def _rank(faults: Iterable[Finding]) -> int:
    return min(fault.severity.rank for fault in faults)


def _weight(faults: Sequence[Finding], ceiling: Mapping[str, float]) -> tuple[float, float, str]:
    return (
        min(ceiling.get(fault.check, 101.0) for fault in faults),
        -sum(fault.points_lost for fault in faults),
        faults[0].check,
    )


def gains_of(
    report: Report, site: SiteResult, sets: Sequence[Collection[str]]
) -> tuple[float, ...]:
    """Return, for each set of checks, the points that fixing it and nothing else adds.

    Where the profile is not known any more
    (a record of another program), it is the points that the record has for those checks.
    """
    return tuple(shown_points(points) for points in _raised(report, site, sets))


def _raised(report: Report, site: SiteResult, sets: Sequence[Collection[str]]) -> tuple[float, ...]:
    if (profile := report.profiles.get(site.profile)) is not None:
        return together(site, profile, sets)
    noted = {gain.check: gain.points for gain in site.gains}
    return tuple(sum(noted.get(check, 0.0) for check in each) for each in sets)


def _remedy(report: Report, finding: Finding) -> str:
    check = report.catalog.get(finding.check)
    return check.remedy_of(finding.outcome) if check else ""


def _ceilings(site: SiteResult, profile: Profile) -> Mapping[str, float]:
    """Return check → the lowest cap that it holds."""
    caps = held(site.findings, site.families, site.coverage, profile, has_level=site.level != "N")
    found: dict[str, float] = {}
    for cap in reversed(caps):  # the tightest comes first, so that it is written last
        found |= {finding.check: cap.most for finding in cap.findings}
    return found


def _task(
    report: Report, site: SiteResult, number: int, faults: Iterable[Finding], gain: float
) -> Task:
    findings = tuple(sorted(faults, key=_gravest))
    remedy = _remedy(report, findings[0])
    names = tuple(_heading(report, finding) for finding in findings)
    shared = report.catalog.remedies.names.get(remedy)
    severity = findings[0].severity
    return Task(
        number=number,
        doer=_doer(report, findings[0]),
        remedy=remedy,
        name=shared[report.lang].format(n=len(names)) if shared and len(names) > 1 else names[0],
        findings=findings,
        faults=names,
        where=tuple(dict.fromkeys(place for finding in findings for place in finding.where)),
        gain=gain,
        severity=severity,
        deadline=_deadline(report, site, severity),
    )


def _gravest(finding: Finding) -> tuple[int, float, str]:
    return finding.severity.rank, -finding.points_lost, finding.check


def _heading(report: Report, finding: Finding) -> str:
    check: Check | None = report.catalog.get(finding.check)
    if check is None:
        return finding.check
    return check.texts[report.lang].heading(finding.outcome, finding.status)


def _doer(report: Report, finding: Finding) -> Doer:
    check = report.catalog.get(finding.check)
    return report.catalog.remedies.doer(check) if check else Doer.ADMINISTRATOR


def _deadline(report: Report, site: SiteResult, severity: Severity) -> date | None:
    days = report.catalog.remedies.days.get(severity)
    start = day_in_vietnam(site.visited_at or report.run.started_at)
    return start + timedelta(days=days) if days is not None else None
