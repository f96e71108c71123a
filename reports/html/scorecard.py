"""What a scorecard tells: one portal, its tasks, its findings worst first, what holds it down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from portal_audit.model import FAULTS, Finding, Kind, SiteResult, Status
from portal_audit.output.report import Report
from portal_audit.output.server_lines import NAMES, USUAL, server_lines, shown_server
from portal_audit.output.tasks import TaskList, tasks_of
from portal_audit.rules.check import Doer
from portal_audit.rules.profile import Cap
from portal_audit.scoring.caps import held, shown

from .fitting import Telling
from .information import is_item

ORDER = (
    "tls",
    "headers",
    "cookies",
    "content",
    "dns",
    "exposure",
    "information",
    "usability",
)
CAUSES = 4
"""Findings named for one cap: four high ones are what the tightest cap by severity asks for."""
NEEDS_BROWSER = "needs-browser"


@dataclass(frozen=True, slots=True)
class HeldAt:
    """A cap that holds the score down, and the findings that make it hold."""

    most: float
    findings: tuple[Finding, ...]
    """The first few, what costs most first."""
    more: int = 0
    """How many other findings hold it too."""
    words: str = ""
    """Key of the text that says what was measured, for a cap that counts no findings."""
    reached: float | None = None
    """The family's score (0–100) or the coverage (0–1) that was too low."""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What the provider is sent: the faults that are theirs, and the lines to paste."""

    faults: tuple[Finding, ...]
    """The gravest first."""
    server: str
    """Whose lines stand first: what the portal shows, or else the usual one."""
    server_shown: bool
    """Whether the portal shows it."""
    lines: Mapping[str, str]
    """Server → the lines of all these faults as one text; that of ``server`` first."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything that stands on a site's page besides the words."""

    site: SiteResult
    caps: tuple[HeldAt, ...]
    tasks: TaskList
    task_of: Mapping[str, int]
    """Check → number of the task that mends it."""
    median: float | None
    """Of the scores of the ranked portals of its kind."""
    lost: tuple[Finding, ...]
    """What to fix besides items of required information, worst first."""
    letter: Letter | None
    passes: tuple[Finding, ...]
    """Besides items of required information, as all that follows."""
    untested: tuple[Finding, ...]
    """Those that lower the coverage."""
    untested_unscored: tuple[Finding, ...]
    inapplicable: tuple[Finding, ...]
    noted: tuple[Finding, ...]
    families: tuple[str, ...]
    to_verify: tuple[str, ...]
    """Of those, the ones in which something is to fix."""
    needs_browser: bool
    """Whether most of what it should publish shows only with JavaScript."""
    tellings: tuple[Telling, ...]
    """How much of each of ``lost``."""


def scorecard(
    site: SiteResult,
    report: Report,
    medians: Mapping[Kind, float] | None = None,
) -> Scorecard:
    """Put a site's findings in the order in which they are read."""
    tasks = tasks_of(report, site)
    others = [finding for finding in site.findings if not is_item(finding, report)]
    lost = tuple(sorted((f for f in others if f.status in FAULTS), key=_worst))
    untested = _only(others, site, Status.NOT_TESTED)
    return Scorecard(
        site=site,
        caps=_caps(site, report),
        tasks=tasks,
        task_of={check: task.number for task in tasks.tasks for check in task.checks},
        median=(medians or {}).get(site.kind),
        lost=lost,
        letter=_letter(site, report),
        passes=_only(others, site, Status.PASS),
        untested=tuple(f for f in untested if _counts(f, site)),
        untested_unscored=tuple(f for f in untested if not _counts(f, site)),
        inapplicable=_only(others, site, Status.NOT_APPLICABLE),
        noted=_only(others, site, Status.INFO),
        families=in_order({*site.families, *(finding.family for finding in site.findings)}),
        to_verify=in_order({f.family for f in site.findings if f.status in FAULTS and f.weight}),
        needs_browser=_needs_browser(site),
        tellings=(Telling.WHOLE,) * len(lost),
    )


def peer_medians(sites: Iterable[SiteResult]) -> Mapping[Kind, float]:
    """Return kind → median of the scores of its ranked portals, one decimal."""
    scores: dict[Kind, list[float]] = {}
    for site in sites:
        if site.rank is not None and site.score is not None:
            scores.setdefault(site.kind, []).append(site.score)
    return {kind: round(median(values), 1) for kind, values in scores.items()}


def in_order(families: Iterable[str]) -> tuple[str, ...]:
    """Return families in the order of the methodology; those of plug-ins come last."""
    places = {family: place for place, family in enumerate(ORDER)}
    return tuple(sorted(families, key=lambda family: (places.get(family, len(ORDER)), family)))


def _letter(site: SiteResult, report: Report) -> Letter | None:
    """Return what a provider can do: all that is theirs, and all that server lines mend."""
    lost = [f for f in site.findings if f.status in FAULTS and f.weight > 0 and f.waiver is None]
    found = [(f, check) for f in sorted(lost, key=_worst) if (check := report.catalog.get(f.check))]
    theirs = [
        (finding, check)
        for finding, check in found
        if check.config or report.catalog.remedies.doer(check) is Doer.HOSTING
    ]
    if not theirs:
        return None
    shown_by_portal = shown_server(site)
    first = shown_by_portal or USUAL
    texts = {
        server: server_lines((check for _, check in theirs), server)
        for server in (first, *(name for name in NAMES if name != first))
    }
    return Letter(
        faults=tuple(finding for finding, _ in theirs),
        server=first,
        server_shown=bool(shown_by_portal),
        lines={server: text for server, text in texts.items() if text},
    )


def _needs_browser(site: SiteResult) -> bool:
    published = [f for f in site.findings if f.family == "information" and f.weight > 0]
    scripted = sum(finding.outcome == NEEDS_BROWSER for finding in published)
    return scripted > len(published) / 2


def _counts(finding: Finding, site: SiteResult) -> bool:
    return finding.weight > 0 and finding.family in site.families


def _worst(finding: Finding) -> tuple[bool, int, float, bool, str]:
    return (
        not finding.weight,
        finding.severity.rank,
        -finding.points_lost,
        finding.status is not Status.FAIL,
        finding.check,
    )


def _only(findings: Iterable[Finding], site: SiteResult, status: Status) -> tuple[Finding, ...]:
    place = {family: number for number, family in enumerate(in_order(site.families))}
    return tuple(
        sorted(
            (finding for finding in findings if finding.status is status),
            key=lambda finding: (place.get(finding.family, 99), finding.check),
        )
    )


def _caps(site: SiteResult, report: Report) -> tuple[HeldAt, ...]:
    """Return the caps to explain; those that the run noted alone if the profile is unknown.

    What goes away with the work that an earlier cap asks for is not told as a next one.
    """
    profile = report.profiles.get(site.profile)
    if not site.caps or site.uncapped is None:
        return ()
    if profile is None:
        noted = tuple(finding for finding in site.findings if finding.check in site.caps)
        return (_held_at(site.score or 0.0, noted),) if noted else ()
    caps = held(site.findings, site.families, site.coverage, profile, has_level=site.level != "N")
    named: list[HeldAt] = []
    work: set[str] = set()
    for each in shown(caps, site.uncapped):
        remedies = {_remedy(finding, report) for finding in each.findings}
        if remedies and remedies <= work:
            continue
        work |= remedies - {""}
        measured, family = _measured(each.cap), each.cap.family or ""
        named.append(_held_at(each.most, each.findings, measured, each.reached, family))
    return tuple(named)


def _remedy(finding: Finding, report: Report) -> str:
    check = report.catalog.get(finding.check)
    return check.remedy_of(finding.outcome) if check else ""


def _held_at(
    most: float,
    findings: tuple[Finding, ...],
    words: str = "",
    reached: float | None = None,
    family: str = "",
) -> HeldAt:
    more = max(0, len(findings) - CAUSES)
    return HeldAt(most, findings[:CAUSES], more, words, reached, family)


def _measured(cap: Cap) -> str:
    if cap.below is not None:
        return "site.cap_below"
    if cap.coverage is not None:
        return "site.cap_coverage"
    return "site.cap_untested" if cap.untested_family else ""
