"""The page on one portal: where it stands, what to do first and by whom, every fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal_audit.model import SiteResult, State, Status
from portal_audit.output.faults import faults_of
from portal_audit.output.report import Report, cause_of
from portal_audit.output.tasks import Task, tasks_of

from ..documents.words import DocumentWords  # noqa: TID252  (packs are mounted under varying names)
from ..html.information import InformationRow, required  # noqa: TID252
from .escape import link, plain, row, table

MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class SitePage:
    """What the page is made of."""

    report: Report
    say: DocumentWords
    site: SiteResult

    def lines(self) -> Iterator[str]:
        """Yield the page line by line."""
        site = self.site
        yield f"# {plain(site.name or site.url)}"
        yield ""
        yield plain(self.say.about())
        yield ""
        yield from self._standing()
        if site.state is State.SCANNED:
            yield from self._tasks()
            yield from self._faults()
            yield from self._information()

    def _standing(self) -> Iterator[str]:
        """Yield address, level, score and rank, or why there is none."""
        site = self.site
        yield f"- {link(site.url)}"
        if site.organisation:
            yield f"- {plain(self.say('site.organisation'))}: {plain(site.organisation)}"
        level = f"{site.level} – {self.say.level(site.level, site.state)}"
        yield f"- {plain(self.say('level.label'))}: **{plain(level)}**"
        if site.state is not State.SCANNED:
            yield f"- {plain(self.say('unranked.why'))}: " + plain(
                self.say.name("cause", cause_of(site))
            )
        else:
            score = self.say.number(site.score)
            yield f"- {plain(self.say('site.score'))}: **{score}**{self.say('out_of')}"
            if site.caps:
                faults = "; ".join(map(self._fault, site.caps))
                yield "- " + plain(self.say("capped", uncapped=site.uncapped, faults=faults))
        if site.rank is not None:
            yield "- " + plain(self.say("site.rank", rank=site.rank, peers=site.peers))
        yield ""

    def _fault(self, check_id: str) -> str:
        check = self.report.catalog.get(check_id)
        return check.texts[self.report.lang].fault if check else check_id

    def _tasks(self) -> Iterator[str]:
        """Yield what to do, by who can do it, each with a box to tick."""
        todo = tasks_of(self.report, self.site)
        if not todo.tasks:
            return
        yield f"## {plain(self.say('tasks'))}"
        yield ""
        for doer, tasks in todo.by_doer():
            yield f"### {plain(self.say.name('doer', doer.value))}"
            yield ""
            for task in tasks:
                yield from self._task(task)
            yield ""
        if todo.left:
            yield plain(self.say("left", n=todo.left))
            yield ""

    def _task(self, task: Task) -> Iterator[str]:
        facts = self.say(
            "task",
            severity=self.say.name("severity", task.severity.value),
            deadline=self.say.deadline(task),
            gain=self.say.number(task.gain),
        )
        yield f"- [ ] **{plain(task.name)}** ({plain(facts)})"
        if len(task.faults) > 1:
            yield from (f"  - {plain(fault)}" for fault in task.faults)
        else:
            yield f"  - {plain(self.say.sentence(task.findings[0]))}"
            yield f"  - {plain(self.say('fix'))}: {plain(self.say.fixes(task))}"
        for place in task.where[:MOST_PLACES]:
            yield f"  - {link(place)}"

    def _faults(self) -> Iterator[str]:
        rows = [
            row(
                plain(self.say.name("severity", fault.finding.severity.value)),
                plain(fault.name),
                plain(self.say.sentence(fault.finding)),
                self.say.number(fault.gain),
                f"`{fault.finding.check}`",
            )
            for fault in faults_of(self.report, self.site)
        ]
        if rows:
            yield f"## {plain(self.say('findings'))}"
            yield ""
        names = ("severity.label", "fault", "seen", "gain", "check")
        yield from table(tuple(plain(self.say(name)) for name in names), rows)

    def _information(self) -> Iterator[str]:
        items = required(self.site, self.report)
        lacking = [
            item
            for item in (items.scored if items else ())
            if item.verdict in (Status.FAIL, Status.PARTIAL)
        ]
        if not items or not lacking:
            return
        yield f"## {plain(self.say('information', n=len(lacking), of=len(items.scored)))}"
        yield ""
        rows = []
        for item in lacking:
            check = self.report.catalog.get(item.finding.check)
            title = check.texts[self.report.lang].title if check else item.finding.check
            verdict = self.say.name("status", item.verdict.value)
            rows.append(
                row(
                    plain(title),
                    plain(verdict),
                    link(item.url) if item.url else "–",
                    plain(item.missing or self._expected(item) or self.say.sentence(item.finding)),
                )
            )
        names = ("item", "verdict", "place", "missing")
        yield from table(tuple(plain(self.say(name)) for name in names), rows)

    def _expected(self, item: InformationRow) -> str:
        """Return what is asked for, where nothing of it was found."""
        check = self.report.catalog.get(item.finding.check)
        return check.texts[self.report.lang].want if check and item.absent else ""
