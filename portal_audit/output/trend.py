"""What a report knows of the runs before: scores over time, and what changed since the last run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal_audit.model import Severity


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The score of one run."""

    at: datetime
    score: float | None
    """0–100; ``None`` where a portal could not be read, or too little was tested."""
    other_rules: bool = False
    """Whether the run was judged under other rules than the one before it."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Scores run by run, the oldest first: of one portal, or the mean of all."""

    points: tuple[TrendPoint, ...]

    @property
    def scores(self) -> tuple[float, ...]:
        """Return the scores there are."""
        return tuple(point.score for point in self.points if point.score is not None)

    @property
    def other_rules(self) -> bool:
        """Whether rules changed on the way: such scores do not compare."""
        return any(point.other_rules for point in self.points)


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One finding that is not what it was."""

    site: str
    """Site id."""
    check: str
    change: str
    """``new``, ``reopened``, ``worse``, ``changed``, ``better`` or ``fixed``."""
    severity: Severity
    before: str
    """Outcome."""
    after: str
    ours: bool = False
    """Whether so many portals changed alike that it is probably our doing."""


@dataclass(frozen=True, slots=True)
class SiteChange:
    """One portal since the last run that read it, by its total score."""

    score_before: float | None
    score_now: float | None
    level_before: str
    rank_before: int | None
    rank_now: int | None
    items: tuple[ItemChange, ...] = ()

    @property
    def points(self) -> float | None:
        """Return the points won (positive) or lost; ``None`` where one side has no score."""
        if self.score_before is None or self.score_now is None:
            return None
        return round(self.score_now - self.score_before, 1)

    @property
    def places(self) -> int | None:
        """Return the places won (positive) or lost among the portals of its kind."""
        if self.rank_before is None or self.rank_now is None:
            return None
        return self.rank_before - self.rank_now


@dataclass(frozen=True, slots=True)
class Doubt:
    """A check that changed on so many portals at once that it is probably our doing."""

    check: str
    """``unreachable`` for portals that stopped answering."""
    portals: int
    of: int


@dataclass(frozen=True, slots=True)
class RunChange:
    """A run compared with the one before it."""

    since: datetime
    """When the earlier run began."""
    run: str
    """Its id."""
    sites: Mapping[str, SiteChange]
    """By site id; portals of both runs only."""
    doubts: tuple[Doubt, ...] = ()
    fallen_silent: tuple[str, ...] = ()
    """Checks that found faults before and find none at all now."""
    appeared: tuple[str, ...] = ()
    """Names of portals, as the inventory has them."""
    gone: tuple[str, ...] = ()
    merged: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Name of a portal, and of those that became one with it."""
    rejudged: bool = False
    """Whether the earlier run was judged again, under the rules of this one."""

    def of(self, site: str) -> SiteChange | None:
        """Return what changed at a site; ``None`` where the earlier run does not have it."""
        return self.sites.get(site)

    @property
    def fixed(self) -> tuple[ItemChange, ...]:
        """Return what was fixed, the gravest first."""
        return self._only("fixed")

    @property
    def broken(self) -> tuple[ItemChange, ...]:
        """Return what is new or worse, the gravest first."""
        return self._only("new", "reopened", "worse")

    def _only(self, *changes: str) -> tuple[ItemChange, ...]:
        found = [i for site in self.sites.values() for i in site.items if i.change in changes]
        return tuple(sorted(found, key=lambda one: (one.severity.rank, one.site, one.check)))


@dataclass(frozen=True, slots=True)
class OverTime:
    """Everything that a report knows of the runs before."""

    whole: Trend
    """The mean of the portals that have a level."""
    sites: Mapping[str, Trend] = field(default_factory=dict)
    """By site id."""
    change: RunChange | None = None
    """``None`` where there was no run before, or none that can be compared."""
