"""What several portals share, and which one fix there helps all of them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal_audit.analyse.shared_traits import ADDRESS, PROVIDER, SYSTEM
from portal_audit.model import Severity, State
from portal_audit.output.overview import PortalRow, by_severity

SORTS = (ADDRESS, PROVIDER, SYSTEM)
LEAST = 2
"""Portals that make a group."""
HALF = 0.5
"""Of a group has a fault, or it is not the group's."""


@dataclass(frozen=True, slots=True)
class SharedFault:
    """A fault of several portals of a group."""

    check: str
    severity: Severity
    rows: tuple[PortalRow, ...]
    gain: float
    """Points that fixing it alone brings, added up over the portals."""

    def by_severity(self) -> Mapping[Severity, int]:
        """Return how many of them have it how gravely, the gravest first."""
        return by_severity(self.check, self.rows)


@dataclass(frozen=True, slots=True)
class SharedCause:
    """Portals that share an address, a provider, or a system with its theme."""

    sort: str
    """``address``, ``provider`` or ``system``."""
    value: str
    """As the evidence has it: scanned text, escape it."""
    rows: tuple[PortalRow, ...]
    faults: tuple[SharedFault, ...]
    """Those of at least half of the portals, the one that helps most first."""

    @property
    def gain(self) -> float:
        """Points that the fault at the top brings over all portals."""
        return self.faults[0].gain


def shared_causes(rows: Iterable[PortalRow]) -> list[SharedCause]:
    """Return the groups of portals with a fault in common, those that one fix helps most first.

    What all portals share is no group: the list of common faults tells as much.
    """
    rows = tuple(rows)
    groups: dict[tuple[str, str], list[PortalRow]] = defaultdict(list)
    for row in rows:
        if row.site.state is not State.SCANNED:
            continue
        for sort in SORTS:
            if value := row.site.traits.get(sort):
                groups[sort, value].append(row)
    read = sum(row.site.state is State.SCANNED for row in rows)
    causes = [
        SharedCause(sort, value, tuple(members), faults)
        for (sort, value), members in groups.items()
        if LEAST <= len(members) < read and (faults := shared_faults(members))
    ]
    return sorted(_distinct(causes), key=_helps_most)


def shared_faults(members: Sequence[PortalRow]) -> tuple[SharedFault, ...]:
    """Return the faults that at least half of the portals have, the most helpful first."""
    having: Mapping[str, list[PortalRow]] = defaultdict(list)
    for row in members:
        for check in row.faults:
            having[check].append(row)
    least = max(LEAST, len(members) * HALF)
    found = [_fault(check, rows) for check, rows in having.items() if len(rows) >= least]
    return tuple(sorted(found, key=lambda f: (-f.gain, -len(f.rows), f.severity.rank, f.check)))


def _fault(check: str, rows: Sequence[PortalRow]) -> SharedFault:
    severity = min((row.faults[check].severity for row in rows), key=lambda s: s.rank)
    gain = sum(row.faults[check].gain for row in rows)
    return SharedFault(check, severity, tuple(rows), round(gain, 1))


def _distinct(causes: Iterable[SharedCause]) -> Iterable[SharedCause]:
    """Name a group of the same portals once, by the first of its sorts."""
    found: dict[frozenset[str], SharedCause] = {}
    for cause in causes:
        found.setdefault(frozenset(row.site.id for row in cause.rows), cause)
    return found.values()


def _helps_most(cause: SharedCause) -> tuple[float, int, str, str]:
    return (-cause.gain, -len(cause.rows), cause.sort, cause.value)
