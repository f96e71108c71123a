"""A workbook of a run: ranking, findings, required information, communes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook

from portal_audit.model import VIETNAM, Kind, SiteResult, State, Status
from portal_audit.output.faults import Fault, faults_of, sites_in_order
from portal_audit.output.office_archive import undate
from portal_audit.output.report import Report, cause_of, least_covered, worst
from portal_audit.output.sanitise import one_line
from portal_audit.output.tasks import Task, tasks_of

from ..documents.words import DocumentWords  # noqa: TID252  (packs are mounted under varying names)
from ..html.information import required  # noqa: TID252
from .sheets import Cell, Share, Sheet, write

Row = Mapping[str, Cell]
"""Cells by the names of their columns."""
TEXTS = Path(__file__).with_name("texts")
PAPER = "|"
"""Stands among columns: those before it are printed, those behind are for the screen alone."""
RANKING = {
    "rank": 6,
    "peers": 9,
    "kind": 18,
    "name": 38,
    "level": 6,
    "score": 8,
    "security": 9,
    "publication": 12,
    "coverage": 10,
    "faults": 7,
    "worst": 38,
    "reason": 28,
    PAPER: 0,
    "url": 38,
    "organisation": 32,
    "province": 18,
    "level_name": 14,
    "uncapped": 13,
    "caps": 30,
    "pages": 9,
    "visited": 20,
}
FINDINGS = {
    "name": 26,
    "severity": 12,
    "fault": 32,
    "sentence": 42,
    "fix": 42,
    "gain": 10,
    "doer": 14,
    "deadline": 11,
    PAPER: 0,
    "url": 38,
    "kind": 24,
    "organisation": 32,
    "where": 50,
    "basis": 50,
    "status": 14,
    "check": 26,
    "waiver": 30,
}
INFORMATION = {
    "name": 40,
    "item": 66,
    "status": 14,
    "missing": 60,
    "counted": 8,
    PAPER: 0,
    "want": 50,
    "label": 30,
    "place": 44,
    "url": 38,
    "kind": 24,
    "basis": 50,
    "check": 34,
}
COMMUNES = {
    "name": 38,
    "read": 8,
    "level": 6,
    "score": 8,
    "rank": 6,
    "security": 9,
    "publication": 12,
    "present": 10,
    "asked": 10,
    "absent": 12,
    "worst": 40,
    "reason": 30,
    PAPER: 0,
    "url": 38,
    "province": 18,
    "organisation": 32,
}
"""Columns and their widths in characters."""


def render(report: Report, out: Path) -> list[Path]:
    """Write ``portal-audit.xlsx``, row by row, so that a large run needs little memory."""
    book = Workbook(write_only=True)
    rows = _Rows(report)
    for name, columns, content in (
        ("ranking", RANKING, rows.ranking()),
        ("findings", FINDINGS, rows.findings()),
        ("information", INFORMATION, rows.information()),
        ("communes", COMMUNES, rows.communes()),
    ):
        names = [column for column in columns if column != PAPER]
        titles = [(rows.say(f"column.{column}"), columns[column]) for column in names]
        cells = ([row[column] for column in names] for row in content)
        printed = list(columns).index(PAPER)
        sheet = Sheet(rows.say(f"sheet.{name}"), titles, cells, printed)
        write(book, sheet, rows.head())
    file = out / "portal-audit.xlsx"
    book.save(file)
    return [undate(file, report.run.started_at)]


class _Rows:
    """The rows of every sheet, in the report's language."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.say = DocumentWords(report, TEXTS)
        self.sites = sites_in_order(report)

    def head(self) -> Sequence[str]:
        """Return the lines above the column names."""
        return [self.say.heading(), self.say.about(), one_line(self.report.filter_line())]

    def ranking(self) -> Iterator[Row]:
        """Yield a row a portal, by kind, best rank first."""
        for site in self.sites:
            judged = site.score is not None
            found = faults_of(self.report, site)
            yield {
                "rank": site.rank,
                "peers": site.peers if site.rank is not None else None,
                "kind": self.say.name("kind", site.kind.value),
                "name": one_line(site.name or site.url),
                "url": one_line(site.url),
                "organisation": one_line(site.organisation),
                "province": one_line(site.province),
                "level": site.level,
                "level_name": self.say.level(site.level, site.state),
                "score": _number(site.score),
                "uncapped": _number(site.uncapped),
                "security": _number(site.parts.get("security")),
                "publication": _number(site.parts.get("publication")),
                "coverage": Share(round(site.coverage, 4)) if judged else None,
                "faults": len(found) if site.state is State.SCANNED else None,
                "worst": self._worst(site),
                "caps": " ".join(site.caps),
                "reason": self._reason(site),
                "pages": site.pages_read if judged else None,
                "visited": _moment(site.visited_at),
            }

    def findings(self) -> Iterator[Row]:
        """Yield a row a fault, portal by portal, the gravest first."""
        for site in self.sites:
            if site.state is not State.SCANNED:
                continue
            every = tasks_of(self.report, site, most=len(site.findings)).tasks
            tasks = {check: task for task in every for check in task.checks}
            for fault in faults_of(self.report, site):
                yield self._finding(fault, tasks.get(fault.finding.check))

    def _finding(self, fault: Fault, task: Task | None) -> Row:
        site, found = fault.site, fault.finding
        return {
            "name": one_line(site.name or site.url),
            "url": one_line(site.url),
            "kind": self.say.name("kind", site.kind.value),
            "organisation": one_line(site.organisation),
            "severity": self.say.name("severity", found.severity.value),
            "fault": fault.name,
            "sentence": self.say.sentence(found),
            "fix": fault.fix,
            "gain": _number(fault.gain),
            "doer": self.say.name("doer", task.doer.value) if task else "",
            "deadline": task.deadline if task else None,
            "where": "\n".join(one_line(place) for place in found.where),
            "basis": "; ".join(fault.basis),
            "status": self.say.name("status", found.status.value),
            "check": found.check,
            "waiver": one_line(found.waiver or ""),
        }

    def information(self) -> Iterator[Row]:
        """Yield a row for each item that the law asks of a portal, what is lacking first."""
        for site in self.sites:
            items = required(site, self.report)
            if items is None:
                continue
            for item in (*items.scored, *items.reported):
                check = self.report.catalog.get(item.finding.check)
                texts = check.texts[self.report.lang] if check else None
                yield {
                    "name": one_line(site.name or site.url),
                    "url": one_line(site.url),
                    "kind": self.say.name("kind", site.kind.value),
                    "item": texts.title if texts else item.finding.check,
                    "status": self.say.name("status", item.verdict.value),
                    "label": one_line(item.label),
                    "place": one_line(item.url),
                    "missing": one_line(item.missing),
                    "want": texts.want if texts and item.absent else "",
                    "basis": "; ".join(self.report.basis(item.finding)),
                    "counted": self.say("yes.true" if item.finding.weight else "yes.false"),
                    "check": item.finding.check,
                }

    def communes(self) -> Iterator[Row]:
        """Yield a row a commune: whether it can be reached, and what it has published."""
        for site in self.sites:
            if site.kind is not Kind.COMMUNE:
                continue
            read = site.state is State.SCANNED
            items = required(site, self.report) if read else None
            counts = items.counts() if items else {}
            lacking = counts.get(Status.FAIL, 0) + counts.get(Status.PARTIAL, 0)
            yield {
                "name": one_line(site.name or site.url),
                "url": one_line(site.url),
                "province": one_line(site.province),
                "organisation": one_line(site.organisation),
                "read": self.say("yes.true" if read else "yes.false"),
                "level": site.level,
                "score": _number(site.score),
                "rank": site.rank,
                "security": _number(site.parts.get("security")),
                "publication": _number(site.parts.get("publication")),
                "present": counts.get(Status.PASS, 0) if items else None,
                "asked": sum(counts.values()) if items else None,
                "absent": lacking if items else None,
                "worst": self._worst(site),
                "reason": self._reason(site),
            }

    def _worst(self, site: SiteResult) -> str:
        finding = worst(site)
        if finding is None:
            return self.say("ranking.nothing") if site.state is State.SCANNED else ""
        check = self.report.catalog.get(finding.check)
        texts = check.texts[self.report.lang] if check else None
        return texts.heading(finding.outcome, finding.status) if texts else finding.check

    def _reason(self, site: SiteResult) -> str:
        """Say why a portal has no rank; nothing where it has one."""
        if site.rank is not None:
            return ""
        if site.state is not State.SCANNED:
            return self.say.name("cause", cause_of(site))
        part, coverage = least_covered(site)
        what = self.say.name("part", part) if part else self.say("site.coverage")
        return f"{self.say('level.unsure')} ({what}: {self.say.coverage(coverage)})"


def _number(value: float | None, digits: int = 1) -> float | None:
    return None if value is None else round(value, digits) + 0.0


def _moment(at: datetime | None) -> datetime | None:
    """Return a time in Vietnam as Excel has it: without a zone."""
    if at is None:
        return None
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(VIETNAM)
    return local.replace(tzinfo=None, microsecond=0)
