"""The command line with an engine that visits nobody."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from portal_audit.cli import visits
from portal_audit.cli.app import app
from portal_audit.evidence import Evidence, Exchange, Front, HttpsFront, Page, Visit
from portal_audit.model import SiteResult, Target
from portal_audit.runs.site_audit import AuditSettings, SiteAudit
from portal_audit.runs.site_result import judge_site

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def seen(target: Target) -> Evidence:
    """Return evidence of a portal that answers over HTTPS, without HSTS."""
    page = Page(target.url, target.url, 200, lang="vi", title="Cổng", text="Tin tức " * 100)
    chain = (Exchange(target.url, 200, (("Content-Type", "text/html"),), 0.1),)
    front = HttpsFront(target.url, chain, None, page)
    return Evidence(Visit(target, AT), front, Front(chain, page, https=True))


@dataclass
class Cli:
    """Runs commands in a folder of their own, and remembers who would have been visited."""

    folder: Path
    visited: list[str] = field(default_factory=list)
    jobs: list[AuditSettings] = field(default_factory=list)
    interrupt_after: int | None = None
    see: Callable[[Target], Evidence] = seen
    shape: Callable[[SiteResult], SiteResult] = lambda result: result

    def run(self, *arguments: str) -> Result:
        """Run a command."""
        return CliRunner().invoke(app, list(arguments), prog_name="portal-audit")

    def files(self) -> dict[str, str]:
        """Return every file of the folder, bytecode left out, with a hash of what it holds."""
        return {
            str(file.relative_to(self.folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(self.folder.rglob("*"))
            if file.is_file() and file.suffix != ".pyc"
        }

    def write(self, name: str, text: str) -> Path:
        """Write a file."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    async def audit_all(
        self, targets: Sequence[Target], job: AuditSettings
    ) -> AsyncIterator[SiteAudit]:
        """Stand in for the engine."""
        self.jobs.append(job)
        for number, target in enumerate(targets):
            if number == self.interrupt_after:
                raise KeyboardInterrupt
            if job.on_start is not None:
                job.on_start(target)
            self.visited.append(target.url)
            evidence = self.see(target)
            result = judge_site(target, evidence, job.catalog, job.profile_of(target))
            yield SiteAudit(target, evidence, self.shape(result))


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Return the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PORTAL_AUDIT_")]:
        monkeypatch.delenv(name)
    # Who visits nobody needs no processes; tests/runs/test_crew.py is about those.
    monkeypatch.setenv("PORTAL_AUDIT_PROCESSES", "1")
    made = Cli(tmp_path)
    monkeypatch.setattr(visits, "audit_all", made.audit_all)
    monkeypatch.setattr(visits, "audit_again", made.audit_all)
    return made
