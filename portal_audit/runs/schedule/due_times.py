"""When a schedule is due: cron in a time zone of its own, put off by jitter, never in quiet hours.

Pure: the same schedule gives the same times in every process, so that two schedulers agree.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.triggers.cron import CronTrigger

from portal_audit.errors import BadInput
from portal_audit.texts import Message

ZONE = "Asia/Ho_Chi_Minh"
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
"""As cron counts them; 7 is Sunday too. (APScheduler counts from Monday.)"""
_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")
_NUMBERS = re.compile(r"(\*|[0-7](?:-[0-7])?)(?:/([1-7]))?")
_MOST_SKIPPED = 400
"""Due times that are looked at for the next one."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A span of the day in which no scan begins; one that ends before it begins spans midnight."""

    begins: time
    ends: time

    def __contains__(self, moment: time) -> bool:
        """Tell whether a time of the day lies in it."""
        if self.begins <= self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends


def quiet_hours(text: str) -> QuietHours:
    """Read a span such as ``07:30-17:00``; raises BadInput."""
    found = _SPAN.fullmatch(text.strip())
    if found is None or found[0].split("-")[0] == found[0].split("-")[-1]:
        raise BadInput(Message("schedule.bad-span", span=text))
    hours = [int(part) for part in found.groups()]
    return QuietHours(time(hours[0], hours[1]), time(hours[2], hours[3]))


@dataclass(frozen=True, slots=True)
class DueTimes:
    """The times at which a schedule is due."""

    name: str
    cron: CronTrigger
    zone: ZoneInfo
    jitter: int = 0
    """Seconds."""
    quiet: tuple[QuietHours, ...] = ()

    def after(self, moment: datetime) -> datetime | None:
        """Return the first due time after *moment*, jitter included; ``None``: never."""
        begin = moment - timedelta(seconds=self.jitter)
        for nominal in self._nominal(begin):
            due = nominal + timedelta(seconds=self._offset(nominal))
            if due > moment:
                return due
        return None

    def _nominal(self, moment: datetime) -> Iterator[datetime]:
        """Yield the times that cron names after *moment*, each time of a day once.

        Where clocks go back, what is due at a fixed hour is due at the first of the two.
        """
        fixed = not str(self.cron.fields[5]).startswith("*")
        for _ in range(_MOST_SKIPPED):
            # By way of UTC: in a zone, arithmetic and ``fold`` are those of the wall clock.
            later = (moment.astimezone(UTC) + timedelta(seconds=1)).replace(microsecond=0)
            found = self.cron.get_next_fire_time(None, later.astimezone(self.zone))
            if found is None:
                return
            moment = found.astimezone(UTC)
            local = moment.astimezone(self.zone)
            if not (fixed and local.fold):
                yield local

    def _offset(self, nominal: datetime) -> int:
        """Return by how much a time is put off: by chance, but the same in every process."""
        if not self.jitter:
            return 0
        text = f"{self.name} {nominal.timestamp():.0f}"
        number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        return number % (self.jitter + 1)

    def begins(self, due: datetime) -> datetime:
        """Return when a scan begins that is due at a time: at once, or as quiet hours end."""
        return self.quiet_until(due) or due

    def quiet_until(self, moment: datetime) -> datetime | None:
        """Return when the quiet hours at *moment* end; ``None``: there are none just now."""
        local = moment.astimezone(self.zone)
        begin = local
        for _ in range(2 * len(self.quiet)):
            span = next((one for one in self.quiet if local.time() in one), None)
            if span is None:
                break
            day = local.date()
            if span.ends <= local.time():
                day += timedelta(days=1)
            local = datetime.combine(day, span.ends, self.zone)
        return None if local == begin else local.astimezone(moment.tzinfo)


def due_times(
    name: str, cron: str, zone: str, jitter: int = 0, quiet: tuple[str, ...] = ()
) -> DueTimes:
    """Return the due times of a schedule; raises BadInput that says what is wrong, and how."""
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(Message("schedule.bad-zone", zone=zone)) from error
    spans = tuple(quiet_hours(span) for span in quiet)
    return DueTimes(name, _trigger(cron, place), place, jitter, spans)


def _trigger(cron: str, zone: ZoneInfo) -> CronTrigger:
    fields = cron.split()
    if len(fields) != 5:
        raise BadInput(Message("schedule.bad-cron", cron=cron, reason=f"{len(fields)} ≠ 5"))
    minute, hour, day, month, weekday = fields
    if day != "*" and weekday != "*":  # cron: either of them; APScheduler: both
        raise BadInput(Message("schedule.two-days", cron=cron))
    try:
        return CronTrigger(
            minute=minute,
            hour=hour,
            day=day,
            month=month,
            day_of_week=_weekdays(weekday),
            timezone=zone,
        )
    except (ValueError, TypeError) as error:
        raise BadInput(Message("schedule.bad-cron", cron=cron, reason=error)) from error


def _weekdays(field: str) -> str:
    """Return the days by name: ``1-5`` is Monday to Friday, as cron has it."""
    if field == "*" or not any(sign.isdigit() for sign in field):
        return field
    days: set[int] = set()
    for part in field.split(","):
        found = _NUMBERS.fullmatch(part)
        if found is None:
            raise ValueError(f"day of week {part}")
        first, _, last = ("0-6" if found[1] == "*" else found[1]).partition("-")
        begin = int(first)
        end = int(last) if last else (6 if found[2] else begin)
        if end < begin:
            raise ValueError(f"day of week {part}")
        days |= {day % 7 for day in range(begin, end + 1, int(found[2] or 1))}
    return ",".join(DAYS[day] for day in sorted(days))
