"""``portal-audit history``: the stored runs, what changed between two, and one portal over time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from portal_audit.cli import options
from portal_audit.cli.diff import diff
from portal_audit.cli.settings import Settings
from portal_audit.cli.stored_history import key_of, stored_history
from portal_audit.cli.words import words
from portal_audit.history.breaker import halved_runs
from portal_audit.history.run_changes import histories
from portal_audit.history.timeline import FindingState
from portal_audit.model import PortalScore
from portal_audit.output.sanitise import one_line
from portal_audit.store import RunInfo, Store
from portal_audit.store.earlier_runs import earlier_runs

app = typer.Typer(help="Runs over time.", no_args_is_help=True)
app.command()(diff)
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout instead of a table.")]
OPEN = (FindingState.NEW, FindingState.OPEN, FindingState.CHANGED, FindingState.REOPENED)


@app.command("list")
def list_runs(
    store: options.Store = None, lang: options.Lang = None, as_json: AsJson = False
) -> None:
    """List the stored runs, the latest first. Example: portal-audit history list."""
    settings = Settings.gather(options.given(locals(), "as_json"))
    with Store.open(settings.store, create=False) as opened:
        runs = opened.runs()
    if as_json:
        _print_json([_run_json(run) for run in runs])
        return
    say = words(settings.lang)
    table = Table()
    for name in ("run", "when", "sites", "criteria"):
        table.add_column(say(f"history.{name}"))
    for run in runs:
        done = f"{run.done}/{run.sites}" + (
            "" if run.complete else f" ({say('history.incomplete')})"
        )
        table.add_row(run.id, f"{run.started_at:%Y-%m-%d %H:%M}", done, run.criteria.version)
    Console().print(table)


def _run_json(run: RunInfo) -> dict[str, Any]:
    return {
        "id": run.id,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "complete": run.complete,
        "sites": run.sites,
        "done": run.done,
        "criteria": run.criteria.version,
    }


@app.command()
def trend(
    site: Annotated[str | None, typer.Option(metavar="KEY|URL", help="One portal only.")] = None,
    store: options.Store = None,
    lang: options.Lang = None,
    as_json: AsJson = False,
) -> None:
    """Show scores run by run: the mean of all portals, or one portal's.

    The mean is told of the runs of one list of portals, that of the latest run, as reports have it.

    Example: portal-audit history trend --site xa.example
    """
    settings = Settings.gather(options.given(locals(), "site", "as_json"))
    with Store.open(settings.store, create=False) as opened:
        film = stored_history(opened)
        latest = opened.info().id
        listed = {latest, *earlier_runs(opened, latest).same_list}
    if site is None:
        rows = _series([score for score in film.scores if score.run in listed], None)
    else:
        rows = _series(film.scores, key_of(site, film))
    if as_json:
        _print_json(rows)
        return
    say = words(settings.lang)
    table = Table()
    for name in ("run", "when", "scanned", "score-column"):
        table.add_column(say(f"history.{name}"))
    for row in rows:
        shown = "–" if row["score"] is None else say.number(row["score"])
        table.add_row(row["run"], row["at"][:16].replace("T", " "), str(row["scanned"]), shown)
    Console().print(table)


def _series(scores: Sequence[PortalScore], portal: str | None) -> list[dict[str, Any]]:
    runs: dict[str, list[PortalScore]] = {}
    for score in scores:
        if portal is None or score.portal == portal:
            runs.setdefault(score.run, []).append(score)
    rows = []
    halved = halved_runs(scores) if portal is None else frozenset()
    for run, members in runs.items():
        values = [one.score for one in members if one.score is not None and one.level != "N"]
        mean = round(sum(values) / len(values), 1) if values and run not in halved else None
        rows.append(
            {
                "run": run,
                "at": members[0].at.isoformat(),
                "scanned": len(values),
                "portals": len(members),
                "score": mean,
            }
        )
    return rows


@app.command("site")
def site_history(
    portal: Annotated[str, typer.Argument(metavar="KEY|URL")],
    store: options.Store = None,
    lang: options.Lang = None,
    as_json: AsJson = False,
) -> None:
    """Show a portal's open faults: since when, for how many runs, seen last when.

    Example: portal-audit history site xa.example
    """
    settings = Settings.gather(options.given(locals(), "portal", "as_json"))
    with Store.open(settings.store, create=False) as opened:
        film = stored_history(opened)
    key = key_of(portal, film)
    found = [h for (place, _), h in histories(film.verdicts).items() if place == key]
    faults = [history for history in found if history.state in OPEN and history.latest]
    faults.sort(key=lambda h: (h.latest.severity.rank if h.latest else 9, h.check))
    if as_json:
        _print_json(
            [
                {
                    "check": one.check,
                    "state": one.state.value,
                    "outcome": one.latest.outcome if one.latest else None,
                    "severity": one.latest.severity.value if one.latest else None,
                    "first_seen": one.first_seen.isoformat() if one.first_seen else None,
                    "failing_since": one.failing_since.isoformat() if one.failing_since else None,
                    "last_seen": one.last_seen.isoformat() if one.last_seen else None,
                    "failing_runs": one.failing_runs,
                    "untested_runs": one.untested_runs,
                }
                for one in faults
            ]
        )
        return
    say = words(settings.lang)
    table = Table(title=one_line(film.names.get(key, key)))
    for name in ("check", "state", "outcome", "since", "runs"):
        table.add_column(say(f"history.{name}"))
    for one in faults:
        since = f"{one.failing_since:%Y-%m-%d}" if one.failing_since else "–"
        table.add_row(
            one.check,
            say(f"history.states.{one.state.value}"),
            one.latest.outcome if one.latest else "–",
            since,
            str(one.failing_runs),
        )
    Console().print(table)


def _print_json(data: object) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
