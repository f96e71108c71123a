"""When a schedule is due: cron as people know it, zones with summer time, jitter, quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal_audit.errors import BadInput
from portal_audit.runs.schedule.due_times import ZONE, DueTimes, due_times

FRIDAY = datetime(2026, 11, 27, 12, tzinfo=UTC)


def times(due: DueTimes, begin: datetime, count: int) -> list[datetime]:
    found: list[datetime] = []
    for _ in range(count):
        moment = due.after(found[-1] if found else begin)
        assert moment is not None
        found.append(moment)
    return found


def written(found: list[datetime]) -> list[str]:
    return [f"{one:%m-%d %H:%M %z}" for one in found]


def test_hours_are_those_of_vietnam_unless_told_otherwise() -> None:
    assert written(times(due_times("n", "0 2 * * *", ZONE), FRIDAY, 2)) == [
        "11-28 02:00 +0700",
        "11-29 02:00 +0700",
    ]


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("1-5", "Mon Tue Wed Thu"),
        ("0", "Sun Sun"),
        ("7", "Sun Sun"),
        ("5-7", "Sat Sun Fri Sat"),
        ("0-4", "Sun Mon Tue Wed"),
        ("*/2", "Sat Sun Tue Thu"),
        ("mon,wed", "Mon Wed Mon"),
        ("6,0", "Sat Sun Sat"),
    ],
)
def test_days_of_the_week_are_numbered_as_in_cron(field: str, days: str) -> None:
    due = due_times("n", f"0 2 * * {field}", ZONE)
    wanted = days.split()
    assert [f"{one:%a}" for one in times(due, FRIDAY, len(wanted))] == wanted


def test_in_spring_what_is_due_in_the_hour_that_is_not_is_due_once() -> None:
    due = due_times("n", "30 2 * * *", "Europe/Berlin")
    begin = datetime(2027, 3, 27, 12, tzinfo=UTC)
    assert written(times(due, begin, 2)) == ["03-28 03:30 +0200", "03-29 02:30 +0200"]


def test_in_autumn_what_is_due_in_the_hour_that_comes_twice_is_due_once() -> None:
    due = due_times("n", "30 2 * * *", "Europe/Berlin")
    begin = datetime(2027, 10, 30, 12, tzinfo=UTC)
    assert written(times(due, begin, 2)) == ["10-31 02:30 +0200", "11-01 02:30 +0100"]


def test_jitter_puts_off_by_chance_but_alike_in_every_process() -> None:
    plain = times(due_times("n", "0 2 * * *", ZONE), FRIDAY, 20)
    first = times(due_times("n", "0 2 * * *", ZONE, jitter=600), FRIDAY, 20)
    assert first == times(due_times("n", "0 2 * * *", ZONE, jitter=600), FRIDAY, 20)
    late = [(one - due).total_seconds() for one, due in zip(first, plain, strict=True)]
    assert all(0 <= seconds <= 600 for seconds in late)
    assert len(set(late)) > 10
    assert first != times(due_times("other", "0 2 * * *", ZONE, jitter=600), FRIDAY, 20)


@pytest.mark.parametrize(
    ("local", "until"),
    [
        ("06:00", None),
        ("07:30", "17:00"),
        ("16:59", "17:00"),
        ("17:00", None),
        ("23:30", "05:00"),
        ("04:59", "05:00"),
    ],
)
def test_quiet_hours_end_when_they_say_even_across_midnight(local: str, until: str | None) -> None:
    due = due_times("n", "0 2 * * *", ZONE, quiet=("07:30-17:00", "23:00-05:00"))
    hour, minute = map(int, local.split(":"))
    moment = datetime(2026, 11, 27, hour, minute, tzinfo=ZoneInfo(ZONE))
    ends = due.quiet_until(moment)
    assert (f"{ends:%H:%M}" if ends else None) == until
    assert ends is None or moment < ends < moment + timedelta(days=1)


@pytest.mark.parametrize(
    ("cron", "zone", "quiet", "expected"),
    [
        ("0 2 * *", ZONE, (), "--cron 0 2 * *: cannot be read"),
        ("61 2 * * *", ZONE, (), "cannot be read"),
        ("0 2 * * 9", ZONE, (), "day of week 9"),
        ("0 2 1 * 1", ZONE, (), "either days of the month or days of the week"),
        ("0 2 * * *", "Asia/Hanoi", (), "no such time zone"),
        ("0 2 * * *", "../etc/passwd", (), "no such time zone"),
        ("0 2 * * *", ZONE, ("7-17",), "write HH:MM-HH:MM"),
        ("0 2 * * *", ZONE, ("07:00-07:00",), "write HH:MM-HH:MM"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_remedy(
    cron: str, zone: str, quiet: tuple[str, ...], expected: str
) -> None:
    with pytest.raises(BadInput) as caught:
        due_times("n", cron, zone, quiet=quiet)
    assert expected in caught.value.text("en")


def test_a_day_that_never_comes_has_no_time() -> None:
    assert due_times("n", "0 2 31 2 *", ZONE).after(FRIDAY) is None
