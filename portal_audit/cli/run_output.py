"""Show the result of a run: write its reports, print its ranking, say where they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console

from portal_audit.cli.prepare import LoadedRules, format_settings
from portal_audit.cli.ranking import print_ranking
from portal_audit.cli.run_title import run_title
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.history.apply import waive
from portal_audit.history.waiver_files import read as read_waivers
from portal_audit.model import Run, day_in_vietnam
from portal_audit.output import report as reports
from portal_audit.output.selection import Selection
from portal_audit.run_sites import outline
from portal_audit.scoring.rank import rank
from portal_audit.store import Store


def accepted(run: Run, settings: Settings, rules: LoadedRules) -> Run:
    """Return the run with the waivers of the settings beside their findings."""
    if settings.waivers is None:
        return run
    decisions = read_waivers(settings.waivers, [check.id for check in rules.everything])
    return waive(run, decisions, day_in_vietnam(datetime.now(UTC)))


def ranked(run: Run, settings: Settings, rules: LoadedRules) -> Run:
    """Return the run with ranks and roll-ups."""
    profile = rules.profile or rules.profiles["web"]
    return rank(accepted(run, settings, rules), settings.rank_by, profile.level)


def write(
    run: Run,
    settings: Settings,
    rules: LoadedRules,
    screenshot: Callable[[str], bytes | None] = reports.no_screenshot,
    selection: Selection | None = None,
) -> list[Path]:
    """Write the reports of a ranked run; return the files, entry pages first."""
    provinces = {site.province for site in outline(run.sites)}
    title = settings.title or run_title(provinces, settings.inventory)
    report = reports.Report(
        run,
        rules.everything,
        rules.in_force,
        settings.lang,
        screenshot,
        title=title,
        contact=settings.contact or "",
        selection=selection,
        settings=format_settings(settings),
    )
    return reports.write(report, settings.format, settings.out, settings.reports)


def show(run: Run, settings: Settings, rules: LoadedRules, store: Store) -> None:
    """Rank a run, write its reports, print the ranking and where the reports are."""
    run = ranked(run, settings, rules)
    files = write(run, settings, rules, pictures(store, run))
    print_ranking(run, rules.everything, settings.lang, Console())
    typer.echo(place(files, settings.out, settings.lang))


def pictures(store: Store, run: Run) -> Callable[[str], bytes | None]:
    """Return where the pictures of a run's sites come from."""
    return lambda site: store.screenshot(run.id, site)


def place(files: list[Path], out: Path, lang: str) -> str:
    """Return the line that says where the report is."""
    entry = files[0] if len(files) == 1 or files[0].name == "index.html" else out
    return words(lang)("run.report", place=entry.absolute())
