"""What happened to a portal that somebody should be told, each with a key of its own.

Pure: what earlier runs knew and what this one found come in, events come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from portal_audit.history.waivers import Decision
from portal_audit.model import Severity, Verdict

URGENT = frozenset({Severity.CRITICAL, Severity.HIGH})
CERTIFICATE_DAYS = (30, 14, 7)
"""Days before a certificate runs out at which it is told, each once a certificate."""
REMINDER_DAYS: Mapping[Severity, int] = {
    Severity.CRITICAL: 7,
    Severity.HIGH: 30,
    Severity.MEDIUM: 90,
}
"""Days between reminders of a fault that stays."""
SILENT_RUNS = 2
"""Runs in a row without an answer after which a portal counts as unreachable."""
LEVELS = "ABCDE"


class Event(StrEnum):
    """Why somebody is told; the order is that of a digest."""

    UNREACHABLE = "unreachable"
    NEW = "new"
    REOPENED = "reopened"
    WORSE = "worse"
    """A grave check that failed in part and now fails."""
    LEVEL_DROP = "level-drop"
    CERTIFICATE = "certificate"
    FIRST_LOOK = "first-look"
    """A portal was audited for the first time, and has grave faults."""
    WAIVER = "waiver-expiring"
    REMINDER = "reminder"
    FIXED = "fixed"
    REACHABLE = "reachable"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell about one portal."""

    key: str
    """What makes it the same notice: kept once, told once."""
    subject: str
    """What an organisation is told once, however many of its portals it concerns."""
    event: Event
    portal: str
    check: str = ""
    old: str = ""
    new: str = ""
    """Outcomes, levels, days or numbers, as plain text."""
    severity: Severity = Severity.INFO


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier runs knew of one portal."""

    conclusive: Mapping[str, Verdict] = field(default_factory=dict)
    """Check → its last conclusive verdict under the rules of today."""
    audited: bool = False
    """Whether there were such verdicts at all, under whatever rules."""
    failing_since: Mapping[str, datetime] = field(default_factory=dict)
    """Check → when its present fault began."""
    failed_before: frozenset[str] = frozenset()
    """Checks that were ever a fault."""
    level: str = "N"
    """The lower one of the last two that were levels."""
    silent: tuple[str, ...] = ()
    """Ids of its latest runs without an answer, the oldest first."""


@dataclass(frozen=True, slots=True)
class ExpiringCertificate:
    """A leaf certificate that a visit saw."""

    fingerprint: str
    """SHA-256, hex."""
    expires: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """What a run found of one portal."""

    run: str
    at: datetime
    portal: str
    scanned: bool
    level: str
    verdicts: tuple[Verdict, ...] = ()
    certificates: tuple[ExpiringCertificate, ...] = ()
    waived: frozenset[str] = frozenset()
    """Checks of which a person has decided that they need not be told."""


def of_portal(earlier: Earlier, now: Look) -> Iterator[Notice]:
    """Yield what a run has to tell about a portal."""
    if not now.scanned:
        yield from _unreachable(earlier, now)
        return
    if len(earlier.silent) >= SILENT_RUNS:
        yield _notice(now, Event.REACHABLE, f"{earlier.silent[0]}", old=str(len(earlier.silent)))
    if not (earlier.conclusive or earlier.audited):
        yield from _first_look(now)
    else:
        for verdict in now.verdicts:
            yield from _flip(earlier, now, verdict)
        yield from _level_drop(earlier, now)
    yield from _reminders(earlier, now)
    yield from _certificates(now)


def _notice(
    now: Look, event: Event, subject: str, *, check: str = "", old: str = "", new: str = ""
) -> Notice:
    severity = next((one.severity for one in now.verdicts if one.check == check), Severity.HIGH)
    full = f"{event.value}:{subject}"
    return Notice(f"{full}:{now.portal}", full, event, now.portal, check, old, new, severity)


def _unreachable(earlier: Earlier, now: Look) -> Iterator[Notice]:
    """Tell once a silence, whose first run names it."""
    runs = (*earlier.silent, now.run)
    if len(runs) >= SILENT_RUNS:
        yield _notice(now, Event.UNREACHABLE, f"{now.portal}:{runs[0]}", new=str(len(runs)))


def _first_look(now: Look) -> Iterator[Notice]:
    grave = [one for one in now.verdicts if one.fault and one.severity in URGENT]
    count = sum(one.check not in now.waived for one in grave)
    if count:
        yield _notice(now, Event.FIRST_LOOK, now.portal, new=str(count))


def _flip(earlier: Earlier, now: Look, verdict: Verdict) -> Iterator[Notice]:
    before = earlier.conclusive.get(verdict.check)
    if before is None or not verdict.conclusive or verdict.check in now.waived:
        return  # the check is new, or could not tell: no news about the portal
    event = _event(before, verdict, verdict.check in earlier.failed_before)
    if event is None:
        return
    grave = before if event is Event.FIXED else verdict
    if grave.severity in URGENT:
        subject = f"{event.value}:{verdict.check}:{now.run}:{now.portal}"
        yield Notice(
            key=subject,
            subject=subject,
            event=event,
            portal=now.portal,
            check=verdict.check,
            old=before.outcome,
            new=verdict.outcome,
            severity=grave.severity,
        )


def _event(before: Verdict, after: Verdict, failed_before: bool) -> Event | None:
    if not after.fault:
        return Event.FIXED if before.fault else None
    if not before.fault:
        return Event.REOPENED if failed_before else Event.NEW
    # A fault that was slight (partial, or of a lower severity) and is grave now.
    graver = before.severity not in URGENT or (
        before.status.value == "partial" and after.status.value == "fail"
    )
    return Event.WORSE if graver else None


def _level_drop(earlier: Earlier, now: Look) -> Iterator[Notice]:
    """N on either side is no level and no fall."""
    was, level = earlier.level, now.level
    if was in LEVELS and level in LEVELS and LEVELS.index(level) > LEVELS.index(was):
        yield _notice(now, Event.LEVEL_DROP, f"{now.portal}:{now.run}", old=was, new=level)


def _certificates(now: Look) -> Iterator[Notice]:
    """Tell the nearest threshold only; what has run out already is a finding."""
    for certificate in dict.fromkeys(now.certificates):
        left = (certificate.expires - now.at).days
        passed = [days for days in CERTIFICATE_DAYS if 0 <= left <= days]
        if passed:
            yield _notice(
                now,
                Event.CERTIFICATE,
                f"{certificate.fingerprint}:{min(passed)}",
                old=str(left),
                new=certificate.expires.date().isoformat(),
            )


def _reminders(earlier: Earlier, now: Look) -> Iterator[Notice]:
    for verdict in now.verdicts:
        since, interval = (
            earlier.failing_since.get(verdict.check),
            REMINDER_DAYS.get(verdict.severity),
        )
        if since is None or interval is None or verdict.check in now.waived or not verdict.fault:
            continue
        days = (now.at - since).days
        if days >= interval:
            subject = f"{now.portal}:{verdict.check}:{since:%Y-%m-%d}:{days // interval}"
            yield _notice(
                now,
                Event.REMINDER,
                subject,
                check=verdict.check,
                old=str(days),
                new=verdict.outcome,
            )


def of_waivers(decisions: Iterable[Decision], day: date) -> Iterator[Notice]:
    """Yield decisions near their end, each once; their portal may be a pattern."""
    for one in decisions:
        if one.expires_soon(day):
            subject = f"{Event.WAIVER.value}:{one.portal}:{one.check}:{one.expires.isoformat()}"
            yield Notice(
                key=subject,
                subject=subject,
                event=Event.WAIVER,
                portal=one.portal,
                check=one.check,
                new=one.expires.isoformat(),
                severity=Severity.MEDIUM,
            )
