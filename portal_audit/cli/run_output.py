"""Show the result of a run: write its reports, print its ranking, say where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import typer
from rich.console import Console

from portal_audit.cli.decisions_of import decisions_of
from portal_audit.cli.over_time import over_time
from portal_audit.cli.prepare import LoadedRules, format_settings
from portal_audit.cli.ranking import print_ranking
from portal_audit.cli.run_title import run_title
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.history.waivers import Decision, unused
from portal_audit.model import Run, day_in_vietnam
from portal_audit.output import report as reports
from portal_audit.output.selection import Selection
from portal_audit.run_sites import outline
from portal_audit.runs.decisions import with_decisions
from portal_audit.scoring.rank import rank
from portal_audit.store import Store


def today() -> date:
    """Return the day that counts, in Vietnam."""
    return day_in_vietnam(datetime.now(UTC))


def accepted(run: Run, found: Sequence[Decision], rules: LoadedRules) -> Run:
    """Return the run with what people have decided about its findings."""
    return with_decisions(run, found, today(), rules.in_force) if found else run


def tell_of_decisions(run: Run, found: Sequence[Decision], settings: Settings) -> None:
    """Say on stderr which decisions have run out, soon do, or are not needed by this run.

    *run* is as stored, before any of them is applied.
    """
    for line in [*ending(found, settings), *_unneeded(found, run, settings)]:
        if not settings.quiet:
            typer.echo(line, err=True)


def ending(found: Sequence[Decision], settings: Settings) -> Iterator[str]:
    """Yield which decisions have run out, and which soon do."""
    say, day = words(settings.lang), today()
    for one in found:
        facts = {"portal": one.portal, "check": one.check, "day": one.expires.isoformat()}
        if day > one.expires:
            yield say("waivers.expired", **facts)
        elif one.expires_soon(day):
            yield say("waivers.expiring", **facts)


def _unneeded(found: Sequence[Decision], run: Run, settings: Settings) -> Iterator[str]:
    """Yield the decisions about a portal of this run that none of its findings needs."""
    if not found:
        return  # without reading every result in full
    say = words(settings.lang)
    findings = [(site.key, finding) for site in run.sites for finding in site.findings]
    keys = {site.key for site in run.sites}
    for unneeded in unused(found, findings):
        one = unneeded.decision
        if any(one.concerns(key, one.check) for key in keys):
            yield say("waivers.unused", portal=one.portal, check=one.check)


def ranked(run: Run, found: Sequence[Decision], settings: Settings, rules: LoadedRules) -> Run:
    """Return the run with what people have decided, with ranks and roll-ups."""
    profile = rules.profile or rules.profiles["web"]
    return rank(accepted(run, found, rules), settings.rank_by, profile.level)


def write(
    run: Run,
    settings: Settings,
    rules: LoadedRules,
    store: Store,
    selection: Selection | None = None,
) -> list[Path]:
    """Write the reports of a ranked run; return the files, entry pages first."""
    provinces = {site.province for site in outline(run.sites)}
    report = reports.Report(
        run,
        rules.everything,
        rules.in_force,
        settings.lang,
        screenshot=pictures(store, run),
        title=settings.title or run_title(provinces, settings.inventory),
        contact=settings.contact or "",
        over_time=over_time(store, run, rules),
        selection=selection,
        settings=format_settings(settings),
    )
    return reports.write(report, settings.format, settings.out, settings.reports)


def show(run: Run, settings: Settings, rules: LoadedRules, store: Store) -> None:
    """Rank a run, write its reports, print the ranking (unless quiet) and where the reports are."""
    found = decisions_of(settings, rules, store.targets(run.id))
    tell_of_decisions(run, found, settings)
    run = ranked(run, found, settings, rules)
    files = write(run, settings, rules, store)
    if not settings.quiet:
        print_ranking(run, rules.everything, settings.lang, Console())
    typer.echo(place(files, settings.out, settings.lang))


def pictures(store: Store, run: Run) -> Callable[[str], bytes | None]:
    """Return where the pictures of a run's sites come from."""
    return lambda site: store.screenshot(run.id, site)


def place(files: list[Path], out: Path, lang: str) -> str:
    """Return the line that says where the report is."""
    entry = files[0] if len(files) == 1 or files[0].name == "index.html" else out
    return words(lang)("run.report", place=entry.absolute())
