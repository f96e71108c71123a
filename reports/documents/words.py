"""Words that the workbook, the letter and the Markdown summary share, over those of the pages."""

from __future__ import annotations

from pathlib import Path

from portal_audit.model import Finding
from portal_audit.output.report import Report
from portal_audit.output.sanitise import one_line
from portal_audit.output.tasks import Task

from ..html.words import ReportWords  # noqa: TID252  (packs are mounted under varying names)

FOLDER = Path(__file__).with_name("texts")


class DocumentWords(ReportWords):
    """The texts of one language for documents on paper and in spreadsheets."""

    def __init__(self, report: Report, *own: Path) -> None:
        """Read the shared texts over those of the HTML pages, and over them the format's *own*."""
        files = (FOLDER, *own)
        super().__init__(report.lang, *(folder / f"{report.lang}.toml" for folder in files))
        self.report = report

    def heading(self) -> str:
        """Return the title of the report: what was scanned, where that has a name."""
        return one_line(self.report.title) or self("title")

    def about(self) -> str:
        """Return one line on the run: id, time, criteria."""
        run = self.report.run
        return self(
            "about",
            run=one_line(run.id),
            moment=self.moment(run.started_at),
            criteria=run.criteria.version,
        )

    def sentence(self, finding: Finding) -> str:
        """Return what was seen, on one line, with dates and numbers as the language has them."""
        return one_line(self.report.sentence(finding, self.facts(finding)))

    def fixes(self, task: Task) -> str:
        """Return how a task is done: the remedies of its checks, each once."""
        checks = (self.report.catalog.get(check) for check in task.checks)
        texts = [check.texts[self.lang].fix for check in checks if check is not None]
        return " ".join(dict.fromkeys(one_line(text) for text in texts))

    def deadline(self, task: Task) -> str:
        """Return the last day to have a task done; a dash where there is none."""
        return self.day(task.deadline) if task.deadline else "–"
