"""A workbook of a run: ranking, findings, required information, communes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from .sheets import Cell, Sheet, write

TEXTS = Path(__file__).with_name("texts")
RANKING = {
    "rank": 7,
    "peers": 10,
    "kind": 24,
    "name": 42,
    "url": 38,
    "organisation": 32,
    "province": 18,
    "level": 7,
    "level_name": 14,
    "score": 8,
    "uncapped": 13,
    "security": 10,
    "publication": 12,
    "coverage": 11,
    "faults": 8,
    "worst": 50,
    "caps": 30,
    "reason": 40,
    "pages": 9,
    "visited": 20,
}
FINDINGS = {
    "name": 42,
    "url": 38,
    "kind": 24,
    "organisation": 32,
    "severity": 13,
    "fault": 46,
    "sentence": 60,
    "fix": 60,
    "gain": 10,
    "doer": 26,
    "deadline": 12,
    "where": 50,
    "basis": 50,
    "status": 14,
    "check": 26,
    "waiver": 30,
}
INFORMATION = {
    "name": 42,
    "url": 38,
    "kind": 24,
    "item": 42,
    "status": 16,
    "label": 30,
    "place": 44,
    "missing": 40,
    "want": 50,
    "basis": 50,
    "counted": 9,
    "check": 34,
}
COMMUNES = {
    "name": 42,
    "url": 38,
    "province": 18,
    "organisation": 32,
    "read": 9,
    "level": 7,
    "score": 8,
    "rank": 7,
    "security": 10,
    "publication": 12,
    "present": 10,
    "asked": 10,
    "absent": 12,
    "worst": 50,
    "reason": 40,
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
        titles = [(rows.say(f"column.{column}"), width) for column, width in columns.items()]
        named_by = list(columns).index("name")
        sheet = Sheet(rows.say(f"sheet.{name}"), titles, content, named_by=named_by)
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

    def ranking(self) -> Iterator[Sequence[Cell]]:
        """Yield a row a portal, by kind, best rank first."""
        for site in self.sites:
            judged = site.score is not None
            found = faults_of(self.report, site)
            yield (
                site.rank,
                site.peers if site.rank is not None else None,
                self.say.name("kind", site.kind.value),
                one_line(site.name or site.url),
                one_line(site.url),
                one_line(site.organisation),
                one_line(site.province),
                site.level,
                self.say.level(site.level, site.state),
                _number(site.score),
                _number(site.uncapped),
                _number(site.parts.get("security")),
                _number(site.parts.get("publication")),
                round(site.coverage, 4) if judged else None,
                len(found) if site.state is State.SCANNED else None,
                self._worst(site),
                " ".join(site.caps),
                self._reason(site),
                site.pages_read if judged else None,
                _moment(site.visited_at),
            )

    def findings(self) -> Iterator[Sequence[Cell]]:
        """Yield a row a fault, portal by portal, the gravest first."""
        for site in self.sites:
            if site.state is not State.SCANNED:
                continue
            every = tasks_of(self.report, site, most=len(site.findings)).tasks
            tasks = {check: task for task in every for check in task.checks}
            for fault in faults_of(self.report, site):
                yield self._finding(fault, tasks.get(fault.finding.check))

    def _finding(self, fault: Fault, task: Task | None) -> Sequence[Cell]:
        site, found = fault.site, fault.finding
        return (
            one_line(site.name or site.url),
            one_line(site.url),
            self.say.name("kind", site.kind.value),
            one_line(site.organisation),
            self.say.name("severity", found.severity.value),
            fault.name,
            self.say.sentence(found),
            fault.fix,
            _number(fault.gain),
            self.say.name("doer", task.doer.value) if task else "",
            task.deadline if task else None,
            "\n".join(one_line(place) for place in found.where),
            "; ".join(fault.basis),
            self.say.name("status", found.status.value),
            found.check,
            one_line(found.waiver or ""),
        )

    def information(self) -> Iterator[Sequence[Cell]]:
        """Yield a row for each item that the law asks of a portal, what is lacking first."""
        for site in self.sites:
            items = required(site, self.report)
            if items is None:
                continue
            for item in (*items.scored, *items.reported):
                check = self.report.catalog.get(item.finding.check)
                texts = check.texts[self.report.lang] if check else None
                yield (
                    one_line(site.name or site.url),
                    one_line(site.url),
                    self.say.name("kind", site.kind.value),
                    texts.title if texts else item.finding.check,
                    self.say.name("status", item.verdict.value),
                    one_line(item.label),
                    one_line(item.url),
                    one_line(item.missing),
                    texts.want if texts and item.absent else "",
                    "; ".join(self.report.basis(item.finding)),
                    self.say("yes.true" if item.finding.weight else "yes.false"),
                    item.finding.check,
                )

    def communes(self) -> Iterator[Sequence[Cell]]:
        """Yield a row a commune: whether it can be reached, and what it has published."""
        for site in self.sites:
            if site.kind is not Kind.COMMUNE:
                continue
            read = site.state is State.SCANNED
            items = required(site, self.report) if read else None
            counts = items.counts() if items else {}
            lacking = counts.get(Status.FAIL, 0) + counts.get(Status.PARTIAL, 0)
            yield (
                one_line(site.name or site.url),
                one_line(site.url),
                one_line(site.province),
                one_line(site.organisation),
                self.say("yes.true" if read else "yes.false"),
                site.level,
                _number(site.score),
                site.rank,
                _number(site.parts.get("security")),
                _number(site.parts.get("publication")),
                counts.get(Status.PASS, 0) if items else None,
                sum(counts.values()) if items else None,
                lacking if items else None,
                self._worst(site),
                self._reason(site),
            )

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
