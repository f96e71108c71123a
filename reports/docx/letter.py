"""What the letter to one organisation says: plain values, by the names that templates use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from portal_audit.model import Cause, Finding, SiteResult, State, day_in_vietnam
from portal_audit.output.citation_notes import MARK, marked
from portal_audit.output.report import FORBIDDEN, Report, cause_of
from portal_audit.output.sanitise import one_line
from portal_audit.output.tasks import Task, TaskList, tasks_of

from ..documents.words import DocumentWords  # noqa: TID252  (packs are mounted under varying names)
from .filter_words import filter_words
from .office import Office

MOST_PLACES, MOST_BASES = 5, 6
MOST_SEEN = 3
"""Faults of one task that are told at length; more are a list."""
NOT_THEIRS = (Cause.LOCAL.value, Cause.INTERRUPTED.value, FORBIDDEN)
"""Causes for which a portal's owner has nothing to do."""


def letter(
    report: Report, say: DocumentWords, office: Office, recipient: str, sites: Iterable[SiteResult]
) -> dict[str, Any] | None:
    """Return the values of a letter; ``None`` where there is nothing to write about."""
    lists = [(site, tasks_of(report, site)) for site in sites]
    due = [(site, todo) for site, todo in lists if _to_tell(site, todo)]
    if not due:
        return None
    days = [task.deadline for _, todo in due for task in todo.tasks if task.deadline]
    checked = min(day_in_vietnam(site.visited_at or report.run.started_at) for site, _ in due)
    portals = [_portal(number, say, site, todo) for number, (site, todo) in enumerate(due, start=1)]
    unread = any(MARK in task["basis"] for portal in portals for task in portal["tasks"])
    return {
        "office": office,
        "recipient": one_line(recipient),
        "checked_on": say.day(checked),
        "year": str(checked.year),
        "reply_by": say.day(max(days)) if days else "",
        "authorised_by": one_line(report.run.authorised_by or ""),
        "criteria": report.run.criteria.version,
        "run": one_line(report.run.id),
        "filter": filter_words(say, report.selection),
        "has_config": any(_has_config(report, task) for _, todo in due for task in todo.tasks),
        "basis_note": say("findings.unread_basis") if unread else "",
        "portals": portals,
    }


def _has_config(report: Report, task: Task) -> bool:
    """Tell whether a remedy speaks of lines to paste, which a letter has no room for."""
    checks = (report.catalog.get(check) for check in task.checks)
    return any(check.config for check in checks if check is not None)


def _to_tell(site: SiteResult, todo: TaskList) -> bool:
    if site.state is State.SCANNED:
        return bool(todo.tasks)
    return cause_of(site) not in NOT_THEIRS


def _portal(number: int, say: DocumentWords, site: SiteResult, todo: TaskList) -> dict[str, Any]:
    unread = site.state is not State.SCANNED
    return {
        "number": number,
        "name": one_line(site.name or site.url),
        "url": one_line(site.url),
        "level": site.level,
        "level_name": say.level(site.level, site.state),
        "score": say.number(site.score),
        "rank": site.rank,
        "peers": site.peers,
        "cause": say.name("cause", cause_of(site)) if unread else "",
        "todo": say.name("todo", cause_of(site)) if unread else "",
        "tasks": [_task(say, task) for task in todo.tasks],
        "left": todo.left,
    }


def _task(say: DocumentWords, task: Task) -> dict[str, Any]:
    bases = dict.fromkeys(
        one_line(each) for finding in task.findings for each in say.report.basis(finding)
    )
    return {
        "number": task.number,
        "name": one_line(task.name),
        "severity": say.name("severity", task.severity.value).lower(),
        "doer": _lowered(say.name("doer", task.doer.value)),
        "deadline": _day(say, task.deadline),
        "gain": say.number(task.gain) if task.gain > 0 else "",
        "at_length": len(task.findings) <= MOST_SEEN,
        "faults": [_fault(say, *pair) for pair in zip(task.faults, task.findings, strict=True)],
        "where": _first(say, "more-places", task.where, MOST_PLACES, ", "),
        "basis": _first(say, "more-bases", marked(bases, say.lang), MOST_BASES, "; "),
    }


def _fault(say: DocumentWords, name: str, finding: Finding) -> dict[str, str]:
    """Return one fault that a task mends: what is wrong, what was seen, and what to do about it."""
    check = say.report.catalog.get(finding.check)
    fix = one_line(check.texts[say.lang].fix) if check else ""
    return {"name": one_line(name), "seen": say.sentence(finding), "fix": fix}


def _first(say: DocumentWords, more: str, items: Sequence[str], most: int, between: str) -> str:
    """Return the first items, and how many more there are."""
    shown = between.join(one_line(item) for item in items[:most])
    left = len(items) - most
    return say(more, shown=shown, n=left) if left > 0 else shown


def _day(say: DocumentWords, day: date | None) -> str:
    return say.day(day) if day else "–"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
