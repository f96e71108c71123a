"""A stored run in one line: when, under which rules, how far it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal_audit.model import Criteria, SecondLook
from portal_audit.store.tables import RunRow


@dataclass(frozen=True, slots=True)
class RunInfo:
    """One line of the list of runs."""

    id: str
    started_at: datetime
    finished_at: datetime | None
    complete: bool
    sites: int
    done: int
    settings: Mapping[str, Any]
    criteria: Criteria
    authorised_by: str | None
    second_look: SecondLook | None = None


def run_info(row: RunRow, sites: int, done: int) -> RunInfo:
    """Return what a row says, with how many sites it has and how many are done."""
    return RunInfo(
        id=row.id,
        started_at=row.started_at,
        finished_at=row.finished_at,
        complete=row.complete,
        sites=sites,
        done=done,
        settings=row.settings,
        criteria=Criteria(row.criteria_version, row.fingerprint),
        authorised_by=row.authorised_by,
        second_look=None
        if row.looked_again is None
        else SecondLook(row.looked_again, row.cleared or 0),
    )
