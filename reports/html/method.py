"""What the methodology page tells: every check, weight, cap, level and basis in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal_audit.model import Kind, day_in_vietnam
from portal_audit.output.report import Report
from portal_audit.rules.check import Check
from portal_audit.rules.framework import basis, citations
from portal_audit.rules.profile import Profile
from portal_audit.run_sites import outline

from .lawbook import Book, lawbook
from .scorecard import in_order


@dataclass(frozen=True, slots=True)
class Method:
    """Everything that stands on the methodology page besides the words."""

    profiles: tuple[Profile, ...]
    families: tuple[str, ...]
    checks: Mapping[str, tuple[Check, ...]]
    """Family → its checks, the heaviest first."""
    weights: Mapping[str, Mapping[str, float | None]]
    """Check → profile → weight; ``None`` where it is not asked."""
    lawbook: Mapping[str, tuple[Book, ...]]
    """Law, standards and good practice → the frameworks."""
    basis: tuple[tuple[str, tuple[Check, ...]], ...]
    """Sources that are no framework, and the checks that rest on them."""
    rests_on: Mapping[str, tuple[str, ...]]
    """Check → everything that it rests on."""
    scored: frozenset[str]
    """Families that have a weight in some profile."""

    @property
    def count(self) -> int:
        """How many checks there are."""
        return sum(map(len, self.checks.values()))

    @property
    def basis_groups(self) -> tuple[str, ...]:
        """What has a page of its own: the groups of the lawbook, then other sources."""
        return (*self.lawbook, *(("other",) if self.basis else ()))

    def alike(self, field: str) -> list[tuple[Any, list[Profile]]]:
        """Return each value that a field of the profiles has, with those that share it."""
        groups: list[tuple[Any, list[Profile]]] = []
        for profile in self.profiles:
            value = getattr(profile, field)
            sharing = next((profiles for other, profiles in groups if other == value), None)
            if sharing is None:
                groups.append((value, [profile]))
            else:
                sharing.append(profile)
        return groups

    def weight_share(self, profile: Profile, family: str) -> float:
        """Return the share (0–1) of a family in the weights of a profile."""
        whole = sum(profile.families.values())
        return profile.families.get(family, 0.0) / whole if whole else 0.0


def method(report: Report) -> Method:
    """Gather what the methodology page shows: the profiles that the run was judged under."""
    used = {site.profile for site in outline(report.run.sites)}
    profiles = _profiles(p for p in report.profiles.values() if p.name in used) or _profiles(
        report.profiles.values()
    )
    weights = _weights(report.catalog, profiles)
    checks = tuple(c for c in report.catalog if not profiles or _asked(weights[c.id]))
    families = in_order({*report.catalog.families, *(f for p in profiles for f in p.families)})
    return Method(
        profiles=profiles,
        families=families,
        checks={
            family: tuple(
                sorted((c for c in checks if c.family == family), key=lambda c: (-c.weight, c.id))
            )
            for family in families
            if any(check.family == family for check in checks)
        },
        weights=weights,
        lawbook=lawbook(report, profiles),
        basis=_basis(checks),
        rests_on=_rests_on(report, profiles),
        scored=frozenset(f for p in profiles for f, weight in p.families.items() if weight),
    )


def _asked(weights: Mapping[str, float | None]) -> bool:
    return any(weight is not None for weight in weights.values())


def _rests_on(report: Report, profiles: Iterable[Profile]) -> dict[str, tuple[str, ...]]:
    held = tuple(dict.fromkeys(name for profile in profiles for name in profile.frameworks))
    on, laws = day_in_vietnam(report.run.started_at), report.catalog.frameworks
    return {
        check.id: basis(citations(check.id, laws, on, held), check.basis, report.lang)
        for check in report.catalog
    }


def _profiles(profiles: Iterable[Profile]) -> tuple[Profile, ...]:
    order = {kind.value: place for place, kind in enumerate(Kind)}
    return tuple(sorted(profiles, key=lambda p: (order.get(p.name, len(order)), p.name)))


def _weights(
    checks: Iterable[Check], profiles: Iterable[Profile]
) -> dict[str, dict[str, float | None]]:
    profiles = tuple(profiles)
    weights: dict[str, dict[str, float | None]] = {}
    for check in checks:
        weights[check.id] = {}
        for profile in profiles:
            kinds = {Kind(profile.name)} if profile.name in list(Kind) else set(Kind)
            asked = kinds & check.kinds and not {check.id, check.family} & profile.skip
            changed = profile.checks.get(check.id)
            own = check.weight if changed is None or changed.weight is None else changed.weight
            weights[check.id][profile.name] = own if asked else None
    return weights


def _basis(checks: Iterable[Check]) -> tuple[tuple[str, tuple[Check, ...]], ...]:
    resting: dict[str, list[Check]] = defaultdict(list)
    for check in checks:
        for source in dict.fromkeys(check.basis):
            resting[source].append(check)
    return tuple((source, tuple(resting[source])) for source in sorted(resting, key=str.casefold))
