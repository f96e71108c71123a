"""The narrow rows that history is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal_audit.model.finding import Severity, Status
from portal_audit.model.portal import Cause, State

FAULTS = frozenset({Status.FAIL, Status.PARTIAL})
CONCLUSIVE = FAULTS | {Status.PASS, Status.NOT_APPLICABLE}
"""Verdicts that say something; ``info`` reports only, ``not-tested`` could not tell."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One narrow row of history: what one run said of one check on one portal."""

    run: str
    at: datetime
    portal: str
    check: str
    status: Status
    outcome: str
    severity: Severity
    points_lost: float = 0.0

    @property
    def conclusive(self) -> bool:
        """Whether it says anything about the portal."""
        return self.status in CONCLUSIVE

    @property
    def fault(self) -> bool:
        """Whether it says that something is wrong."""
        return self.status in FAULTS


@dataclass(frozen=True, slots=True)
class PortalScore:
    """A portal's score in one run, as history keeps it."""

    run: str
    at: datetime
    portal: str
    state: State
    cause: Cause | None
    level: str
    score: float | None
    coverage: float
