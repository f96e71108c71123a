"""The day of a visit is the day in Vietnam: a law's days are counted there."""

from datetime import UTC, date, datetime

import pytest

from portal_audit.evidence import Visit
from portal_audit.model import Target


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 8, 31, 16, 59, tzinfo=UTC), date(2026, 8, 31)),
        (datetime(2026, 8, 31, 17, 0, tzinfo=UTC), date(2026, 9, 1)),
        (datetime(2026, 8, 31, 17, 0), date(2026, 9, 1)),  # noqa: DTZ001 - without a zone: UTC
    ],
)
def test_the_day_is_that_of_vietnam(at: datetime, day: date) -> None:
    assert Visit(Target("x", "https://x.gov.test/"), at).day == day
