"""What the page of a check tells: what it asks, who does not meet it, how to fix it."""

from __future__ import annotations

from dataclasses import dataclass

from portal_audit.output.overview import CheckResult, Overview, PortalRow
from portal_audit.rules.check import Check

from .links import page_name
from .method import Method

MOST = 400
"""Portals listed on one page; the ranking, filtered by the fault, has all of them."""


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One check of the run, besides the words."""

    check: Check
    result: CheckResult | None
    """``None`` where it counts on no portal."""
    rows: tuple[PortalRow, ...]
    """Portals that do not meet it, the gravest first, at most ``MOST``."""
    more: int


def check_pages(method: Method, overview: Overview) -> dict[str, CheckPage]:
    """Return check → its page, for every check that a profile of the run asks."""
    return {
        check.id: _page(check, overview.checks.get(check.id))
        for checks in method.checks.values()
        for check in checks
    }


def _page(check: Check, result: CheckResult | None) -> CheckPage:
    rows = [] if result is None else sorted(result.rows, key=lambda r: _gravest(r, check.id))
    return CheckPage(check, result, tuple(rows[:MOST]), max(0, len(rows) - MOST))


def _gravest(row: PortalRow, check: str) -> tuple[int, float]:
    return (row.faults[check].severity.rank, -row.faults[check].gain)


def check_file(check_id: str) -> str:
    """Return the address of a check's page from the report's folder."""
    return f"checks/{page_name(check_id)}"


def family_file(family: str) -> str:
    """Return the address of the page that lists a family's checks."""
    return f"methodology-{page_name(family)}"
