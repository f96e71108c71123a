"""``portal-audit history``: the stored runs, what changed between two, and one portal over time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from portal_audit.cli import options, prepare
from portal_audit.cli.settings import Settings
from portal_audit.cli.stored_history import key_of, stored_history, under_one_rule
from portal_audit.cli.words import words
from portal_audit.errors import BadInput
from portal_audit.history.comparison import Comparison, FindingChange
from portal_audit.history.mass_change import fallen_silent, mass_changes
from portal_audit.history.run_changes import changes, histories
from portal_audit.history.timeline import FindingState
from portal_audit.model import PortalScore
from portal_audit.output.sanitise import one_line
from portal_audit.rules.catalog import Catalog
from portal_audit.store import RunInfo, Store
from portal_audit.texts import Message

app = typer.Typer(help="Runs over time.", no_args_is_help=True)
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
def diff(
    before: Annotated[str | None, typer.Argument(metavar="BEFORE")] = None,
    after: Annotated[str, typer.Argument(metavar="AFTER")] = "latest",
    store: options.Store = None,
    lang: options.Lang = None,
    as_json: AsJson = False,
) -> None:
    """Show what changed between two runs: by default the latest and the one before it.

    A finding is compared with its last conclusive verdict; what could not be tested is no change.

    Example: portal-audit history diff 20261129 latest
    """
    settings = Settings.gather(options.given(locals(), "before", "after", "as_json"))
    with Store.open(settings.store, create=False) as opened:
        first, second = _pair(opened, before, after)
        film = stored_history(opened)
        rules = prepare.rules(prepare.like(second, {"store": settings.store}))
        film, notes = under_one_rule(opened, film, (first, second), rules)
        found = changes(film.verdicts, film.scores, first.id, second.id)
        held = mass_changes(found, [v for v in film.verdicts if v.run == second.id])
        before_it = {
            key: history.latest
            for key, history in histories(film.verdicts, first.id).items()
            if history.latest is not None
        }
        silent = fallen_silent(before_it, [v for v in film.verdicts if v.run == second.id])
        scores = _score_pairs(film.scores, first.id, second.id)
    if as_json:
        _print_json(_diff_json(first, second, found, scores, notes))
        return
    say = words(settings.lang)
    typer.echo(say("history.compared", before=first.id, after=second.id))
    for note in notes:
        typer.echo(note.text(settings.lang))
    for one in held:
        typer.echo(say("history.mass", check=one.check, n=one.portals, of=one.of))
    for check in silent:
        typer.echo(say("history.silent", check=check))
    _print_changes(found, film.names, rules.everything, settings.lang)
    for portal, (was, now) in scores.items():
        if was is not None and now is not None and was != now:
            name = one_line(film.names.get(portal, portal))
            typer.echo(say("history.score", portal=name, before=was, after=now))
    for name, portals in (("appeared", found.appeared), ("gone", found.gone)):
        for portal in portals:
            typer.echo(say(f"history.{name}", portal=one_line(film.names.get(portal, portal))))


def _pair(store: Store, before: str | None, after: str) -> tuple[RunInfo, RunInfo]:
    second = store.info(after)
    if before is not None:
        return store.info(before), second
    older = [run for run in store.runs() if run.started_at < second.started_at and run.done]
    if not older:
        raise BadInput(Message("only-one-run", run=second.id))
    return older[0], second


def _score_pairs(
    scores: Sequence[PortalScore], before: str, after: str
) -> dict[str, tuple[float | None, float | None]]:
    first = {score.portal: score.score for score in scores if score.run == before}
    second = {score.portal: score.score for score in scores if score.run == after}
    return {portal: (first[portal], second[portal]) for portal in sorted(first.keys() & second)}


def _print_changes(
    found: Comparison, names: Mapping[str, str], catalog: Catalog, lang: str
) -> None:
    say = words(lang)
    if not found.changes:
        typer.echo(say("history.nothing"))
        return
    table = Table()
    for name in ("change", "portal", "check", "was", "is"):
        table.add_column(say(f"history.{name}"))
    for change in found.changes:
        check = catalog.get(change.check)
        table.add_row(
            say(f"history.kind.{change.change.value}"),
            one_line(names.get(change.portal, change.portal)),
            check.texts[lang].title if check else change.check,
            change.before.outcome if change.before else "–",
            change.after.outcome,
        )
    Console().print(table)


def _diff_json(
    first: RunInfo,
    second: RunInfo,
    found: Comparison,
    scores: Mapping[str, tuple[float | None, float | None]],
    notes: Sequence[Message],
) -> dict[str, Any]:
    return {
        "schema": "portal-audit/diff/1",
        "before": first.id,
        "after": second.id,
        "notes": [{"code": note.code, **note.facts} for note in notes],
        "changes": [_change_json(change) for change in found.changes],
        "scores": {portal: {"before": was, "after": now} for portal, (was, now) in scores.items()},
        "appeared": list(found.appeared),
        "gone": list(found.gone),
    }


def _change_json(change: FindingChange) -> dict[str, Any]:
    return {
        "portal": change.portal,
        "check": change.check,
        "change": change.change.value,
        "before": change.before.outcome if change.before else None,
        "after": change.after.outcome,
        "severity": change.after.severity.value,
        "points": change.points,
    }


@app.command()
def trend(
    site: Annotated[str | None, typer.Option(metavar="KEY|URL", help="One portal only.")] = None,
    store: options.Store = None,
    lang: options.Lang = None,
    as_json: AsJson = False,
) -> None:
    """Show scores run by run: the mean of all portals, or one portal's.

    Example: portal-audit history trend --site xa.example
    """
    settings = Settings.gather(options.given(locals(), "site", "as_json"))
    with Store.open(settings.store, create=False) as opened:
        film = stored_history(opened)
    key = None if site is None else key_of(site, film)
    rows = _series(film.scores, key)
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
    for run, members in runs.items():
        values = [one.score for one in members if one.score is not None]
        mean = round(sum(values) / len(values), 1) if values else None
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
