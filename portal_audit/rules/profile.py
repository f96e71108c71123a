"""Profiles: which checks a kind of portal is judged by, with which weights, caps and levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from portal_audit.model import Finding, Kind, Severity, Status, Target
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.check import Check
from portal_audit.rules.framework import basis, citations

PARTS = ("security", "publication")
"""The part scores that stand beside the total, each with a ranking of its own."""
LETTERS = ("A", "B", "C", "D", "E")
"""Levels, the best first. N (not judged) is no level: it says that too little was tested."""


@dataclass(frozen=True, slots=True)
class Cap:
    """The most a site can score while something holds.

    It is about findings (*check*, *family*, *outcomes*, *statuses*, *severity*, *count*), about the
    score of a family (*below*), or about what could be tested (*coverage*, *untested_family*).
    """

    most: float
    check: str | None = None
    family: str | None = None
    outcomes: frozenset[str] = frozenset()
    """Only these outcomes, if any are named."""
    statuses: frozenset[Status] = frozenset({Status.FAIL})
    severity: Severity | None = None
    """Only findings at least this grave."""
    count: int = 1
    """How many such findings must stand together."""
    below: float | None = None
    """Holds while the score of *family* is below this."""
    coverage: float | None = None
    """Holds while less than this share (0–1) of the applicable weight was tested."""
    untested_family: bool = False
    """Holds while nothing at all of a family that applies could be tested."""
    kinds: frozenset[Kind] = frozenset()
    """Only for profiles of these kinds of portals, if any are named."""

    @property
    def on_coverage(self) -> bool:
        """Whether it is about what could be tested, not about what was found."""
        return self.coverage is not None or self.untested_family

    def matches(self, finding: Finding) -> bool:
        """Whether this finding is one of those that it counts."""
        return (
            finding.status in self.statuses
            and self.check in (None, finding.check)
            and self.family in (None, finding.family)
            and (not self.outcomes or finding.outcome in self.outcomes)
            and (self.severity is None or finding.severity.rank <= self.severity.rank)
        )


@dataclass(frozen=True, slots=True)
class Override:
    """What a profile changes of one check."""

    weight: float | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What a portal is judged by; equal to itself alone, so that what it selects can be kept."""

    name: str
    version: str
    """Version of the criteria, such as ``2026.1``."""
    titles: Mapping[str, str]
    families: Mapping[str, float]
    """Family → weight in the site score, relative to the others; one that is absent weighs 0."""
    parts: Mapping[str, tuple[str, ...]]
    """``security`` and ``publication`` → the families they are made of."""
    caps: tuple[Cap, ...]
    levels: tuple[tuple[str, float], ...]
    """(letter, least score), best first; the last one's least score is 0."""
    kind: Kind | None = None
    """The kind of portal it is for: a site whose kind nobody stated is judged as one of these."""
    min_coverage: float = 0.6
    """Below this share of tested weight, in all or in one part, a site has no level and no rank."""
    checks: Mapping[str, Override] = field(default_factory=dict)
    """What differs from the checks' own files."""
    skip: frozenset[str] = frozenset()
    """Checks and families that do not apply to these portals."""
    frameworks: tuple[str, ...] = ()
    """The laws that bind these portals, in the order of citing; every other is good practice."""
    fingerprint: str = ""
    files: tuple[Path, ...] = ()
    """Its file, then those it extends."""

    @property
    def caps_in_force(self) -> tuple[Cap, ...]:
        """The caps that hold for its kind of portal."""
        return tuple(cap for cap in self.caps if not cap.kinds or self.kind in cap.kinds)

    def level(self, score: float) -> str:
        """Return the letter of a score (0–100)."""
        return next((letter for letter, least in self.levels if score >= least), self.levels[-1][0])

    def judged_as(self, target: Target) -> Target:
        """Return the target as this profile judges it: a plain web site gets the profile's kind."""
        if self.kind is None or target.kind is not Kind.WEB:
            return target
        return replace(target, kind=self.kind)

    def select(self, catalog: Catalog, kind: Kind, on: date | None = None) -> tuple[Check, ...]:
        """Return the checks that apply to a portal of this kind, with this profile's weights.

        Their basis is what the frameworks give on the day *on* (without one, by their written
        status) for this kind of portal, and the sources of their own.
        """
        return _selected(self, catalog, kind, on)

    def _adjust(self, check: Check, catalog: Catalog, kind: Kind, on: date | None) -> Check:
        cited = citations(check.id, catalog.frameworks, on, self.frameworks, kind)
        check = replace(check, basis=basis(cited, check.basis))
        override = self.checks.get(check.id)
        if override is None:
            return check
        return replace(
            check,
            weight=check.weight if override.weight is None else override.weight,
            severity=override.severity or check.severity,
        )


@lru_cache(maxsize=64)
def _selected(profile: Profile, catalog: Catalog, kind: Kind, on: date | None) -> tuple[Check, ...]:
    """Work it out once for all portals of a kind."""
    return tuple(
        profile._adjust(check, catalog, kind, on)
        for check in catalog
        if kind in check.kinds and not {check.id, check.family} & profile.skip
    )
