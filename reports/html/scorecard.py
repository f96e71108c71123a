"""What a scorecard tells: one site, its findings in order, its caps and what to fix first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal_audit.model import Finding, Gain, SiteResult, Status
from portal_audit.rules.profile import Cap, Profile
from portal_audit.scoring.caps import held, shown

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
MEND_FIRST = 3
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
class Scorecard:
    """Everything that stands on a site's page besides the words."""

    site: SiteResult
    caps: tuple[HeldAt, ...]
    top_fixes: tuple[tuple[Gain, Finding], ...]
    lost: Mapping[str, tuple[Finding, ...]]
    """Family → what to fix, what costs most first."""
    passes: tuple[Finding, ...]
    untested: tuple[Finding, ...]
    """Those that lower the coverage."""
    untested_unscored: tuple[Finding, ...]
    inapplicable: tuple[Finding, ...]
    noted: tuple[Finding, ...]
    families: tuple[str, ...]
    needs_browser: bool
    """Whether most of what it should publish shows only with JavaScript."""


def scorecard(site: SiteResult, profile: Profile | None) -> Scorecard:
    """Put a site's findings in the order in which they are read."""
    by_check = {finding.check: finding for finding in site.findings}
    lost = [f for f in site.findings if f.status in (Status.FAIL, Status.PARTIAL)]
    families = in_order({*site.families, *(finding.family for finding in site.findings)})
    untested = _only(site, Status.NOT_TESTED)
    return Scorecard(
        site=site,
        caps=_caps(site, profile),
        top_fixes=tuple(
            (gain, by_check[gain.check])
            for gain in site.gains[:MEND_FIRST]
            if gain.check in by_check
        ),
        lost={
            family: tuple(sorted((f for f in lost if f.family == family), key=_gravest))
            for family in families
            if any(finding.family == family for finding in lost)
        },
        passes=_only(site, Status.PASS),
        untested=tuple(f for f in untested if _counts(f, site)),
        untested_unscored=tuple(f for f in untested if not _counts(f, site)),
        inapplicable=_only(site, Status.NOT_APPLICABLE),
        noted=_only(site, Status.INFO),
        families=families,
        needs_browser=_needs_browser(site),
    )


def _needs_browser(site: SiteResult) -> bool:
    published = [f for f in site.findings if f.family == "information" and f.weight > 0]
    scripted = sum(finding.outcome == NEEDS_BROWSER for finding in published)
    return scripted > len(published) / 2


def in_order(families: Iterable[str]) -> tuple[str, ...]:
    """Return families in the order of the methodology; those of plug-ins come last."""
    places = {family: place for place, family in enumerate(ORDER)}
    return tuple(sorted(families, key=lambda family: (places.get(family, len(ORDER)), family)))


def _counts(finding: Finding, site: SiteResult) -> bool:
    return finding.weight > 0 and finding.family in site.families


def _gravest(finding: Finding) -> tuple[float, int, bool, str]:
    return (
        -finding.points_lost,
        finding.severity.rank,
        finding.status is not Status.FAIL,
        finding.check,
    )


def _only(site: SiteResult, status: Status) -> tuple[Finding, ...]:
    place = {family: number for number, family in enumerate(in_order(site.families))}
    return tuple(
        sorted(
            (finding for finding in site.findings if finding.status is status),
            key=lambda finding: (place.get(finding.family, 99), finding.check),
        )
    )


def _caps(site: SiteResult, profile: Profile | None) -> tuple[HeldAt, ...]:
    """Return the caps to explain; those that the run noted alone if the profile is unknown."""
    if not site.caps or site.uncapped is None:
        return ()
    if profile is None:
        noted = tuple(finding for finding in site.findings if finding.check in site.caps)
        return (_held_at(site.score or 0.0, noted),) if noted else ()
    caps = held(site.findings, site.families, site.coverage, profile, has_level=site.level != "N")
    return tuple(
        _held_at(each.most, each.findings, _measured(each.cap), each.reached, each.cap.family or "")
        for each in shown(caps, site.uncapped)
    )


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
