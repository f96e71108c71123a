"""Score one site: families, coverage, caps, level, and what fixing would bring. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from portal_audit.model import FamilyScore, Finding, Gain, SiteResult, Status
from portal_audit.rules.profile import Profile
from portal_audit.scoring.caps import Held, held, lowest

TESTED = frozenset({Status.PASS, Status.PARTIAL, Status.FAIL})
APPLIES = TESTED | {Status.NOT_TESTED}


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one site, and how it came about."""

    score: float | None
    """After caps, 0–100, one decimal; ``None`` where nothing could be tested."""
    uncapped: float | None
    caps: tuple[str, ...]
    """Checks whose cap holds the score down, the tightest first."""
    level: str
    coverage: float
    """Share (0–1) of the applicable weight that could be tested."""
    parts: Mapping[str, float | None]
    part_coverage: Mapping[str, float]
    """Coverage (0–1) of each part that has anything applicable."""
    families: Mapping[str, FamilyScore]
    findings: tuple[Finding, ...]
    """As given, each with the points it lost; they add up to 100 − ``uncapped``."""
    gains: tuple[Gain, ...]

    def on(self, site: SiteResult) -> SiteResult:
        """Return the result of a site with this score instead of its own."""
        return replace(
            site,
            score=self.score,
            uncapped=self.uncapped,
            caps=self.caps,
            level=self.level,
            coverage=self.coverage,
            parts=self.parts,
            part_coverage=self.part_coverage,
            families=self.families,
            findings=self.findings,
            gains=self.gains,
        )


def score(findings: Sequence[Finding], profile: Profile) -> Score:
    """Return the score of one site under a profile (docs/scoring.md)."""
    families = {
        family: _family(findings, family, weight)
        for family, weight in profile.families.items()
        if weight > 0 and any(_applies(finding, family) for finding in findings)
    }
    uncapped = _mean(families, profile.families)
    coverage = _coverage(families, families)
    part_coverage = {
        part: _coverage(families, within)
        for part, within in profile.parts.items()
        if set(within) & set(families)
    }
    priced = _price(findings, families, uncapped)
    # A portal of which one side could not be read at all is not judged by the other side alone.
    enough = min([coverage, *part_coverage.values()]) >= profile.min_coverage
    caps = held(priced, families, coverage, profile, has_level=enough)
    capped = None if uncapped is None else min(uncapped, lowest(caps))
    return Score(
        score=capped,
        uncapped=uncapped,
        caps=tuple(
            dict.fromkeys(
                finding.check
                for cap in caps
                if uncapped is not None and cap.most < uncapped
                for finding in cap.findings
            )
        ),
        level=profile.level(capped) if enough and capped is not None else "N",
        coverage=coverage,
        parts={
            part: _part(priced, families, within, profile, enough)
            for part, within in profile.parts.items()
        },
        part_coverage=part_coverage,
        families=families,
        findings=priced,
        gains=() if uncapped is None else _gains(priced, caps, uncapped),
    )


def _applies(finding: Finding, family: str) -> bool:
    return finding.family == family and finding.weight > 0 and finding.status in APPLIES


def _family(findings: Sequence[Finding], family: str, weight: float) -> FamilyScore:
    applicable = [finding for finding in findings if _applies(finding, family)]
    tested = [finding for finding in applicable if finding.status in TESTED]
    whole = sum(finding.weight for finding in applicable)
    reached = sum(finding.weight for finding in tested)
    earned = sum(finding.weight * (finding.status.value_of or 0.0) for finding in tested)
    return FamilyScore(
        score=round(100 * earned / reached, 4) if reached else None,
        weight=weight,
        coverage=round(reached / whole, 4),
    )


def _mean(families: Mapping[str, FamilyScore], among: Iterable[str]) -> float | None:
    """Return the weighted mean of the families that have a score, one decimal."""
    within = set(among)
    scored = [f for name, f in families.items() if name in within and f.score is not None]
    weight = sum(family.weight for family in scored)
    if not weight:
        return None
    return round(sum((family.score or 0.0) * family.weight for family in scored) / weight, 1)


def _part(
    findings: Sequence[Finding],
    families: Mapping[str, FamilyScore],
    among: Sequence[str],
    profile: Profile,
    has_level: bool,
) -> float | None:
    """Return the score of a part, held under the caps that its own families bring about."""
    mean = _mean(families, among)
    if mean is None:
        return None
    own = {name: family for name, family in families.items() if name in among}
    within = [finding for finding in findings if finding.family in among]
    return min(mean, lowest(held(within, own, _coverage(own, own), profile, has_level)))


def _coverage(families: Mapping[str, FamilyScore], among: Iterable[str]) -> float:
    """Return the share of the applicable weight that was tested, within some families."""
    within = set(among)
    own = [family for name, family in families.items() if name in within]
    weight = sum(family.weight for family in own)
    if not weight:
        return 0.0
    return round(sum(family.coverage * family.weight for family in own) / weight, 4)


def _price(
    findings: Sequence[Finding], families: Mapping[str, FamilyScore], uncapped: float | None
) -> tuple[Finding, ...]:
    """Give each finding the points it lost, in hundredths that add up to 100 − *uncapped*."""
    if uncapped is None:
        return tuple(findings)
    tested = {
        family: sum(f.weight for f in findings if f.family == family and f.status in TESTED)
        for family in families
    }
    exact = [_lost(finding, tested, families) for finding in findings]
    total = round((100 - uncapped) * 100)
    shares = [points * 100 for points in exact]
    floors = [int(share) for share in shares]
    # Largest remainder: a reader who adds up the points must arrive at the score.
    by_remainder = sorted(
        (index for index, share in enumerate(shares) if share > 0),
        key=lambda index: (floors[index] - shares[index], findings[index].check),
    )
    step = 1 if total >= sum(floors) else -1
    order = by_remainder if step > 0 else by_remainder[::-1]
    for turn in range(abs(total - sum(floors)) if order else 0):
        floors[order[turn % len(order)]] += step
    return tuple(
        replace(finding, points_lost=max(cents, 0) / 100)
        for finding, cents in zip(findings, floors, strict=True)
    )


def _lost(
    finding: Finding, tested: Mapping[str, float], families: Mapping[str, FamilyScore]
) -> float:
    """Return the points that a finding lost; *tested* is the weight tested of each family."""
    family = families.get(finding.family)
    value = finding.status.value_of
    if family is None or family.score is None or value is None or not finding.weight:
        return 0.0
    all_families = sum(f.weight for f in families.values() if f.score is not None)
    whole = tested[finding.family]
    return 100 * family.weight / all_families * finding.weight * (1 - value) / whole


def _gains(findings: Sequence[Finding], caps: Sequence[Held], uncapped: float) -> tuple[Gain, ...]:
    """Return the order of fixing that pays most, with what each step adds.

    Greedy: the next finding is the one that lifts the score most once those before it are fixed.
    Where a cap holds the score, whatever causes the cap comes first.
    """
    left = _fixable(findings, caps)
    ceilings = {
        check: min((cap.most for cap in caps if check in _checks(cap)), default=101.0)
        for check in left
    }
    lifting = {check for cap in caps for check in (*_checks(cap), *(cap.adds or ()))}
    raw, now = uncapped, min(uncapped, lowest(caps))
    fixed: set[str] = set()
    gains = []
    while left:
        ceiling = lowest(caps, fixed)
        after = {
            check: min(
                100.0,
                raw + finding.points_lost,
                lowest(caps, {*fixed, check}) if check in lifting else ceiling,
            )
            for check, finding in left.items()
        }
        best = min(
            left,
            key=lambda check: (
                -after[check],
                ceilings[check],
                -left[check].points_lost,
                left[check].severity.rank,
                check,
            ),
        )
        gains.append(Gain(best, round(after[best], 1), shown_points(after[best] - now)))
        now, raw = after[best], min(100.0, raw + left[best].points_lost)
        fixed.add(best)
        del left[best]
    return tuple(gains)


def alone(scored: Score, profile: Profile) -> dict[str, float]:
    """Return check → points that fixing it and nothing else adds to the site score, caps kept."""
    if scored.uncapped is None or scored.score is None:
        return {}
    caps = _caps(scored, profile)
    fixable = _fixable(scored.findings, caps)
    return {check: shown_points(_risen(scored, caps, {check})) for check in fixable}


def shown_points(points: float) -> float:
    """Return points as every page tells them: one decimal, the same however they were added up."""
    return round(round(points, 6), 1)


def together(
    scored: Score | SiteResult, profile: Profile, sets: Iterable[Collection[str]]
) -> tuple[float, ...]:
    """Return, for each set of checks, the points that fixing it and nothing else adds, caps kept.

    They are not rounded, so that differences of them are right. For a set of one check it is what
    `alone` says of it.
    """
    caps = _caps(scored, profile)
    return tuple(_risen(scored, caps, fixed) for fixed in sets)


def _caps(scored: Score | SiteResult, profile: Profile) -> tuple[Held, ...]:
    has_level = scored.level != "N"
    return held(scored.findings, scored.families, scored.coverage, profile, has_level=has_level)


def _risen(scored: Score | SiteResult, caps: Sequence[Held], fixed: Collection[str]) -> float:
    if scored.uncapped is None or scored.score is None:
        return 0.0
    back = sum(finding.points_lost for finding in scored.findings if finding.check in fixed)
    return min(100.0, scored.uncapped + back, lowest(caps, fixed)) - scored.score


def _fixable(findings: Sequence[Finding], caps: Sequence[Held]) -> dict[str, Finding]:
    """Return the findings that cost points or bring a cap; what was not tested is none of them."""
    holding = {check for cap in caps if not cap.cap.on_coverage for check in _checks(cap)}
    return {f.check: f for f in findings if f.points_lost > 0 or f.check in holding}


def _checks(cap: Held) -> set[str]:
    return {finding.check for finding in cap.findings}
