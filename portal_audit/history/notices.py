"""Whom to notify of what: flips, each with a key, so that it is notified once and never again.

Pure: what changed comes in, notices come out. The outbox keeps them, senders send them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal_audit.history.timeline import FindingHistory, FindingState
from portal_audit.history.waivers import Decision
from portal_audit.model import Severity

URGENT = frozenset({Severity.CRITICAL, Severity.HIGH})
CERTIFICATE_DAYS = (30, 14, 7)
"""Days before a certificate runs out at which it is notified, each once a certificate."""
REMINDER_DAYS: Mapping[Severity, int] = {
    Severity.CRITICAL: 7,
    Severity.HIGH: 30,
    Severity.MEDIUM: 90,
}
"""Days between reminders of a fault that stays."""
LEVELS = "ABCDE"


class Event(StrEnum):
    """Why somebody is notified."""

    NEW = "new"
    REOPENED = "reopened"
    FIXED = "fixed"
    LEVEL_DROP = "level-drop"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    WAIVER = "waiver-expiring"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell about one portal."""

    key: str
    """What makes it the same notice: stored once, sent once."""
    event: Event
    portal: str
    check: str = ""
    outcome: str = ""
    severity: Severity = Severity.INFO
    detail: str = ""
    """A level, a day, or a number of days, as plain text."""


@dataclass(frozen=True, slots=True)
class ExpiringCertificate:
    """A certificate that a run saw."""

    portal: str
    fingerprint: str
    """SHA-256, hex."""
    expires: datetime


def of_findings(
    histories: Iterable[FindingHistory], held_back: frozenset[str], run: str
) -> Iterator[Notice]:
    """Yield what is new, back or fixed; checks in *held_back* flipped on too many portals."""
    events = {
        FindingState.NEW: Event.NEW,
        FindingState.REOPENED: Event.REOPENED,
        FindingState.FIXED: Event.FIXED,
    }
    for history in histories:
        event, latest = events.get(history.state), history.latest
        if event is None or latest is None or history.check in held_back:
            continue
        verdict = history.before if event is Event.FIXED else latest
        if verdict is None or verdict.severity not in URGENT:
            continue
        yield Notice(
            key=f"{event.value}:{history.portal}:{history.check}:{run}",
            event=event,
            portal=history.portal,
            check=history.check,
            outcome=verdict.outcome,
            severity=verdict.severity,
        )


def of_levels(before: Mapping[str, str], after: Mapping[str, str], run: str) -> Iterator[Notice]:
    """Yield the portals whose level fell; N on either side is no level and no fall."""
    for portal, now in sorted(after.items()):
        was = before.get(portal, "N")
        if was in LEVELS and now in LEVELS and LEVELS.index(now) > LEVELS.index(was):
            yield Notice(
                key=f"{Event.LEVEL_DROP.value}:{portal}:{run}",
                event=Event.LEVEL_DROP,
                portal=portal,
                severity=Severity.HIGH,
                detail=f"{was} → {now}",
            )


def of_unreachable(streaks: Mapping[str, Sequence[str]]) -> Iterator[Notice]:
    """Yield portals unreachable exactly two runs in a row.

    *streaks* holds, by portal, the ids of its latest runs without an answer, the oldest first.
    """
    for portal, runs in sorted(streaks.items()):
        if len(runs) >= 2:
            yield Notice(
                key=f"{Event.UNREACHABLE.value}:{portal}:{runs[0]}",
                event=Event.UNREACHABLE,
                portal=portal,
                severity=Severity.HIGH,
                detail=str(len(runs)),
            )


def of_certificates(certificates: Iterable[ExpiringCertificate], at: datetime) -> Iterator[Notice]:
    """Yield certificates that passed a threshold; the nearest one only, each once."""
    for certificate in certificates:
        left = (certificate.expires - at).days
        passed = [days for days in CERTIFICATE_DAYS if left <= days]
        if passed:
            yield Notice(
                key=f"{Event.CERTIFICATE.value}:{certificate.fingerprint}:{min(passed)}",
                event=Event.CERTIFICATE,
                portal=certificate.portal,
                severity=Severity.HIGH,
                detail=certificate.expires.date().isoformat(),
            )


def of_waivers(decisions: Iterable[Decision], day: date) -> Iterator[Notice]:
    """Yield waivers near their end, each once."""
    for one in decisions:
        if one.expires_soon(day):
            yield Notice(
                key=f"{Event.WAIVER.value}:{one.portal}:{one.check}:{one.expires.isoformat()}",
                event=Event.WAIVER,
                portal=one.portal,
                check=one.check,
                severity=Severity.MEDIUM,
                detail=one.expires.isoformat(),
            )


def reminders(
    histories: Iterable[FindingHistory], waived: frozenset[tuple[str, str]], at: datetime
) -> Iterator[Notice]:
    """Yield faults that have stayed for another interval of their severity."""
    for history in histories:
        latest, since = history.latest, history.failing_since
        if latest is None or since is None or (history.portal, history.check) in waived:
            continue
        interval = REMINDER_DAYS.get(latest.severity)
        days = (at - since).days
        if interval is None or days < interval:
            continue
        yield Notice(
            key=f"{Event.REMINDER.value}:{history.portal}:{history.check}:"
            f"{since.date().isoformat()}:{days // interval}",
            event=Event.REMINDER,
            portal=history.portal,
            check=history.check,
            outcome=latest.outcome,
            severity=latest.severity,
            detail=str(days),
        )
