"""Dates relative to today, so that the sample province is as fresh on any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

QUARTERS = ("03 tháng đầu năm", "06 tháng đầu năm", "09 tháng đầu năm", "cả năm")
PUBLISHED_AFTER = timedelta(days=8)
"""Quarterly budget figures are due within ten days after the quarter (NĐ 73/2026)."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """A budget period that has been reported."""

    year: int
    months: str
    """``03 tháng đầu năm`` …"""
    published: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Today, and what content needs to know about it."""

    today: date
    shift: int = 0
    """Days by which everything posted is older."""

    def posted(self, age: int) -> date:
        """Return the day something posted ``age`` days ago was posted."""
        return self.today - timedelta(days=age + self.shift)

    @property
    def year(self) -> int:
        """This year."""
        return self.today.year

    @property
    def months(self) -> tuple[str, str]:
        """This month and the next, as ``11/2026``."""
        following = (self.today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return f"{self.today:%m/%Y}", f"{following:%m/%Y}"

    def quarters(self, count: int) -> list[Quarter]:
        """Return the latest periods whose figures are out, the latest first."""
        found: list[Quarter] = []
        year, number = self.today.year, 3
        while len(found) < count:
            start_of_next = date(year + (number == 3), (number * 3 + 3) % 12 + 1, 1)
            published = start_of_next + PUBLISHED_AFTER
            if published <= self.today:
                found.append(Quarter(year, QUARTERS[number], published))
            year, number = (year, number - 1) if number else (year - 1, 3)
        return found

    def mondays(self, count: int) -> list[date]:
        """Return the Mondays of this week and the next ones."""
        first = self.today - timedelta(days=self.today.weekday())
        return [first + timedelta(weeks=number) for number in range(count)]


def vietnamese(day: date) -> str:
    """Return a day as ``22/11/2026``."""
    return f"{day:%d/%m/%Y}"
