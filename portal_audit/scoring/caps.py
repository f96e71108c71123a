"""Which caps hold a score, by which findings, and which still hold once some are fixed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from portal_audit.model import FamilyScore, Finding, Status
from portal_audit.rules.profile import Cap, Profile


@dataclass(frozen=True, slots=True)
class Held:
    """A cap that holds, and what makes it hold."""

    cap: Cap
    findings: tuple[Finding, ...]
    """Every finding that holds it, what costs most points first; empty for no cap."""
    reached: float | None = None
    """The family's score (0–100), or the coverage (0–1), that is too low; else ``None``."""
    adds: Mapping[str, float] | None = None
    """Check → points of the family's score that fixing it brings, for a cap on that score."""

    @property
    def most(self) -> float:
        """The most a site can score while it holds."""
        return self.cap.most

    def still(self, fixed: Collection[str]) -> bool:
        """Whether it holds after these checks were fixed. What was not tested cannot be fixed."""
        if self.cap.below is not None:
            added = sum((self.adds or {}).get(check, 0.0) for check in fixed)
            return round((self.reached or 0.0) + added, 4) < self.cap.below
        if self.cap.on_coverage:
            return True
        left = self.cap.count
        for finding in self.findings:  # a loop that ends early, for it is run thousands of times
            if left <= 0:
                return True
            left -= finding.check not in fixed
        return left <= 0


def held(
    findings: Sequence[Finding],
    families: Mapping[str, FamilyScore],
    coverage: float,
    profile: Profile,
    has_level: bool = True,
) -> tuple[Held, ...]:
    """Return the caps that hold, the tightest first; of equal ones, as the profile has them.

    Where too little was tested for a level, no cap on coverage says so a second time.
    """
    costly = sorted(findings, key=lambda f: (-f.points_lost, f.severity.rank, f.check))
    caps = (cap for cap in profile.caps_in_force if has_level or not cap.on_coverage)
    found = (_held(cap, costly, families, coverage, profile) for cap in caps)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.most))


def lowest(caps: Iterable[Held], fixed: Collection[str] = ()) -> float:
    """Return the most that these caps leave, once these checks were fixed: 100 where none holds.

    *caps* are those of :func:`held`, the tightest first.
    """
    return next((each.most for each in caps if each.still(fixed)), 100.0)


def shown(caps: Iterable[Held], uncapped: float) -> tuple[Held, ...]:
    """Return the caps to explain: each that would hold once all that is named before were fixed.

    One fault often brings several caps. Only the tightest is worth a word, and each comes with the
    findings that were not named before.
    """
    named: set[str] = set()
    found = []
    for each in caps:
        left = tuple(finding for finding in each.findings if finding.check not in named)
        if each.most < uncapped and left and each.still(named):
            found.append(replace(each, findings=left))
            named.update(finding.check for finding in left)
    return tuple(found)


def _held(
    cap: Cap,
    findings: Sequence[Finding],
    families: Mapping[str, FamilyScore],
    coverage: float,
    profile: Profile,
) -> Held | None:
    if cap.below is not None:
        return _low_family(cap, cap.below, findings, families)
    if cap.coverage is not None:
        missing = [f for f in _untested(findings) if f.family in families]
        return Held(cap, tuple(missing), coverage) if coverage < cap.coverage else None
    if cap.untested_family:
        unread = {name for name, family in families.items() if not family.coverage}
        tls = families.get("tls")
        if tls is not None and tls.coverage < profile.min_coverage:
            unread.add("tls")  # no more than the certificate that every visitor is sent was seen
        missing = [f for f in _untested(findings) if f.family in unread]
        return Held(cap, tuple(missing), 0.0) if missing else None
    matching = tuple(finding for finding in findings if cap.matches(finding))
    return Held(cap, matching) if len(matching) >= cap.count else None


def _low_family(
    cap: Cap, below: float, findings: Sequence[Finding], families: Mapping[str, FamilyScore]
) -> Held | None:
    family = families.get(cap.family or "")
    if family is None or family.score is None or family.score >= below:
        return None
    tested = [
        f for f in findings if f.family == cap.family and f.weight and f.status.value_of is not None
    ]
    whole = sum(finding.weight for finding in tested)
    adds = {f.check: 100 * f.weight * (1 - (f.status.value_of or 0.0)) / whole for f in tested}
    lost = tuple(finding for finding in tested if adds[finding.check] > 0)
    return Held(cap, lost, family.score, adds)


def _untested(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if f.status is Status.NOT_TESTED and f.weight > 0]
