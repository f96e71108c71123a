"""Accepted findings and officers' attestations: what a person has decided about one finding.

A waived finding keeps its status; the waiver is shown beside it, publicly, with its reason and its
last day. It holds only while the outcome stays the one that was accepted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase

from portal_audit.model import Finding, Status

LONGEST = 365
"""Days that a waiver may hold: what is accepted for ever is forgotten."""
EXPIRING = 30
"""Days before the end from which it is announced."""


class Mode(StrEnum):
    """What is accepted."""

    REPORT_ONLY = "report-only"
    """Shown, and out of the gate's exit code and of notices; nobody has accepted the risk."""
    ACCEPT = "accept"
    """The risk is accepted by the person named."""


class WaiverStanding(StrEnum):
    """What a waiver is worth on a day."""

    ACTIVE = "active"
    EXPIRED = "expired"
    """Its last day is over: shown as “was waived because …”."""
    ENDED = "ended"
    """The outcome is another than the one accepted."""
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class Decision:
    """What waivers and attestations have in common."""

    portal: str
    """Portal key, or a pattern with ``*`` and ``?``."""
    check: str
    reason: str
    owner: str
    """Who fixes it or answers for it."""
    accepted_by: str
    accepted_on: date
    expires: date
    """The last day on which it holds."""
    reference: str = ""
    """Number of the document, where there is one."""
    outcome: str = ""
    """The outcome accepted; empty for any."""

    def concerns(self, portal: str, check: str) -> bool:
        """Tell whether it is about this check on this portal."""
        return check == self.check and fnmatchcase(portal, self.portal)

    def standing(self, outcome: str, day: date) -> WaiverStanding:
        """Return what it is worth on a day for a finding with this outcome."""
        if day > self.expires:
            return WaiverStanding.EXPIRED
        if day < self.accepted_on:
            return WaiverStanding.NOT_YET
        if self.outcome and outcome != self.outcome:
            return WaiverStanding.ENDED
        return WaiverStanding.ACTIVE

    def expires_soon(self, day: date) -> bool:
        """Tell whether its last day is near."""
        return day <= self.expires <= day + timedelta(days=EXPIRING)


@dataclass(frozen=True, slots=True)
class Waiver(Decision):
    """A finding that a person has accepted for a time."""

    mode: Mode = Mode.REPORT_ONLY


@dataclass(frozen=True, slots=True)
class Attestation(Decision):
    """An officer confirms where an item stands that a machine could not see."""

    place: str = ""
    """Address of the page or file, or words that say where it is."""

    def lifts(self, finding: Finding) -> bool:
        """Tell whether the machine could not see what it attests.

        What it saw and found wanting (a dead link, an empty page) no attestation makes better.
        """
        return finding.family == ATTESTABLE and (
            finding.status is Status.NOT_TESTED
            or (finding.status is Status.FAIL and finding.outcome == UNSEEN)
        )


ATTESTABLE = "information"
"""Family of what an officer may attest: where something is published."""
UNSEEN = "missing"
"""Outcome of an item that no page which was read names."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it applies to one finding."""

    decision: Decision
    standing: WaiverStanding


def decided(
    decisions: Iterable[Decision], portal: str, finding: Finding, day: date
) -> Decided | None:
    """Return the decision on a finding: one in force, else one that has run out, else ``None``."""
    about = [
        Decided(one, one.standing(finding.outcome, day))
        for one in decisions
        if one.concerns(portal, finding.check)
    ]
    order = (WaiverStanding.ACTIVE, WaiverStanding.EXPIRED, WaiverStanding.ENDED)
    fitting = [one for one in about if one.standing in order]
    return min(
        fitting,
        key=lambda one: (order.index(one.standing), -one.decision.expires.toordinal()),
        default=None,
    )


@dataclass(frozen=True, slots=True)
class Unused:
    """A decision that no finding of a run needs any more."""

    decision: Decision


def unused(
    decisions: Sequence[Decision], findings: Iterable[tuple[str, Finding]]
) -> tuple[Unused, ...]:
    """Return the decisions that concern no fault of a run; *findings* are with their portal key.

    The findings are those of the machine, as stored: an attestation that lifts one is of use.
    """
    faults = [
        (portal, finding)
        for portal, finding in findings
        if finding.status in (Status.FAIL, Status.PARTIAL, Status.NOT_TESTED)
    ]
    return tuple(
        Unused(one)
        for one in decisions
        if not any(one.concerns(portal, finding.check) for portal, finding in faults)
    )


def under_todays_keys(
    decisions: Iterable[Decision], moved: Mapping[str, str]
) -> tuple[Decision, ...]:
    """Return the decisions for portals that moved; *moved* maps old keys to new ones.

    Where several became one, nobody has decided anything about the one.
    """
    heirs = Counter(moved.values())
    return tuple(
        replace(one, portal=moved[one.portal])
        if one.portal in moved and heirs[moved[one.portal]] == 1
        else one
        for one in decisions
    )
