"""``portal-audit schedule``: scans that are due again and again, and the daemon that runs them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from portal_audit.cli import options, prepare
from portal_audit.cli.distributed import require_queue
from portal_audit.cli.scan import lease_of, prepare_scan
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.errors import BadInput, PortalAuditError
from portal_audit.history.notices import channels as channel_files
from portal_audit.runs.notify.ping import ping
from portal_audit.runs.schedule.children import Children
from portal_audit.runs.schedule.due_times import ZONE, due_times
from portal_audit.runs.schedule.firing import TRIES, Firings
from portal_audit.runs.schedule.job_store import times_of
from portal_audit.store import Schedules, Store
from portal_audit.store.engine import is_memory
from portal_audit.store.schedules import Firing, Schedule
from portal_audit.texts import Message, did_you_mean

app = typer.Typer(help="Scan again and again.", no_args_is_help=True)
TOOL_FAILED = 1
OURS = frozenset({"resume", "dry_run", "store"})
"""Options of ``scan`` that a schedule cannot have."""
Name = Annotated[str, typer.Argument(metavar="NAME")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as nightly.")],
    arguments: Annotated[
        list[str],
        typer.Argument(metavar="-- OPTIONS", help="What `portal-audit scan` is given."),
    ],
    cron: Annotated[
        str,
        typer.Option(metavar="'M H D MON DOW'", help="Minute, hour, day, month, day of week."),
    ],
    zone: Annotated[str, typer.Option(metavar="ZONE", help="Time zone of the hours.")] = ZONE,
    quiet_hours: Annotated[
        list[str] | None,
        typer.Option("--not", metavar="HH:MM-HH:MM", help="No scan begins then (repeatable)."),
    ] = None,
    jitter: Annotated[
        float, typer.Option(min=0, max=720, metavar="MIN", help="Put off by up to so many minutes.")
    ] = 0,
    grace: Annotated[
        float,
        typer.Option(min=0.1, max=168, metavar="HOURS", help="How late a missed scan may begin."),
    ] = 12,
    store: options.Store = None,
    lang: options.Lang = None,
) -> None:
    """Add a schedule; the options of the scan stand behind two dashes and are checked now.

    Example: portal-audit schedule add nightly --cron "0 2 * * *" -- -i portals.csv --out report
    """
    settings = Settings.gather(options.given({"store": store, "lang": lang}))
    plan = due_times(name, cron, zone, round(jitter * 60), tuple(quiet_hours or ()))
    now = _now()
    next_at = plan.after(now)
    if next_at is None:
        raise BadInput(Message("schedule.never", cron=cron))
    if plan.quiet_until(begins := plan.begins(next_at)) is not None:
        raise BadInput(Message("schedule.always-quiet", spans=", ".join(quiet_hours or ())))
    schedule = Schedule(
        name=name,
        cron=cron,
        zone=zone,
        arguments=tuple(arguments),
        folder=str(Path.cwd()),
        inventory=_inventory(arguments, settings.store),
        quiet_hours=tuple(quiet_hours or ()),
        jitter=round(jitter * 60),
        grace=grace,
        created_at=now,
        next_at=next_at,
    )
    with Store.open(settings.store) as opened:
        if not Schedules(opened.engine).add(schedule):
            raise BadInput(Message("schedule.taken", name=name))
    say = words(settings.lang)
    typer.echo(
        say("schedule.added", name=name, next=f"{begins.astimezone(plan.zone):%Y-%m-%d %H:%M %z}")
    )


def _inventory(arguments: Sequence[str], store: str) -> str:
    """Check the options of a scan as the scan itself would; return the name of its lease."""
    from portal_audit.cli.app import COMMANDS
    from portal_audit.cli.lazy import LazyCommand

    command = LazyCommand("scan", COMMANDS["scan"]).load()
    given: dict[str, Any] = command.make_context("scan", list(arguments)).params
    flags = {name: value for name, value in given.items() if name != "urls" and value}
    for option in sorted(OURS & flags.keys()):
        raise BadInput(Message("schedule.not-so", option=f"--{option.replace('_', '-')}"))
    settings = Settings.gather(flags)
    urls = given.get("urls") or ()
    file = Path(flags["inventory"]) if "inventory" in flags else None
    prepare_scan(settings, prepare.targets(urls, file, settings))
    if settings.distributed:
        require_queue(settings.model_copy(update={"store": store}))
    return lease_of(file if urls else settings.inventory)


@app.command("list")
def list_schedules(store: options.Store = None, lang: options.Lang = None) -> None:
    """List the schedules: when each is due, and what became of the last time."""
    settings = Settings.gather(options.given(locals()))
    say = words(settings.lang)
    with Store.open(settings.store, create=False) as opened:
        kept = Schedules(opened.engine)
        rows = [(one, kept.firings(one.name, limit=1)) for one in kept.every()]
    if not rows:
        typer.echo(say("schedule.none"))
        return
    table = Table()
    for column in ("name", "cron", "zone", "next", "last"):
        table.add_column(say(f"schedule.{column}"))
    for one, firings in rows:
        last = _shown_firing(firings[0], settings.lang) if firings else "–"
        due = times_of(one)
        upcoming = (
            f"{due.begins(one.next_at).astimezone(due.zone):%Y-%m-%d %H:%M}" if one.next_at else "–"
        )
        table.add_row(one.name, one.cron, one.zone, upcoming, last)
    Console().print(table)


def _shown_firing(firing: Firing, lang: str) -> str:
    say = words(lang)
    run = f", {firing.run_id}" if firing.run_id else ""
    return f"{firing.due:%Y-%m-%d %H:%M} UTC: {say(f'schedule.state.{firing.state}')}{run}"


@app.command("next")
def next_times(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Only this one.")] = None,
    count: Annotated[int, typer.Option(min=1, max=100, help="How many times of each.")] = 5,
    store: options.Store = None,
    lang: options.Lang = None,
) -> None:
    """Show when schedules are due next, jitter and quiet hours included."""
    settings = Settings.gather(options.given(locals(), "name", "count"))
    with Store.open(settings.store, create=False) as opened:
        chosen = [_named(opened, name)] if name else Schedules(opened.engine).every()
    for one in chosen:
        due, moment = times_of(one), _now()
        upcoming = one.next_at or due.after(moment)
        for _ in range(count):
            if upcoming is None:
                break
            begins = due.begins(upcoming)
            typer.echo(f"{one.name}  {begins.astimezone(due.zone):%Y-%m-%d %H:%M %z}")
            upcoming = due.after(upcoming)


@app.command()
def remove(name: Name, store: options.Store = None, lang: options.Lang = None) -> None:
    """Take a schedule away. A scan that is going on goes on."""
    settings = Settings.gather(options.given(locals(), "name"))
    with Store.open(settings.store, create=False) as opened:
        Schedules(opened.engine).remove(_named(opened, name).name)
    typer.echo(words(settings.lang)("schedule.removed", name=name))


@app.command()
def run(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="Carry this one out once, now, and end."),
    ] = None,
    store: options.Store = None,
    channels: options.Channels = None,
    lang: options.Lang = None,
) -> None:
    """Run what is due until stopped. With a name: that schedule once, now.

    Example: portal-audit schedule run --store portal-audit.sqlite
    """
    settings = Settings.gather(options.given(locals(), "name"))
    if is_memory(settings.store):
        raise BadInput(Message("schedule.memory"))
    place = settings.store if "://" in settings.store else str(Path(settings.store).absolute())
    with Store.open(place, create=False) as opened:
        children = Children(place)
        firings = Firings(
            opened,
            children.launch,
            lambda: datetime.now(UTC),
            lambda message: typer.echo(message.text(settings.lang), err=True),
            lambda schedule: _ping(schedule, settings),
        )
        if name is not None:
            _once(opened, firings, _named(opened, name))
            return
        from portal_audit.runs.schedule.daemon import Daemon

        count = len(Schedules(opened.engine).every())
        typer.echo(words(settings.lang)("schedule.running", n=count, pid=os.getpid()), err=True)
        Daemon(opened, firings).until_signalled(children.end_all)


def _once(store: Store, firings: Firings, schedule: Schedule) -> None:
    """Carry out a schedule; what an earlier process left, or a killed scan, is finished."""
    resumed = [firings.recover(*lost) for lost in firings.lost(schedule.name)]
    if not any(resumed):
        firings.fire(schedule.name, _now())
    for _ in range(TRIES):
        for lost in firings.lost(schedule.name):
            firings.recover(*lost)
    [firing] = Schedules(store.engine).firings(schedule.name, limit=1)
    if firing.state != "done":
        raise typer.Exit(firing.exit_code or TOOL_FAILED)


def _ping(schedule: Schedule, settings: Settings) -> Sequence[str]:
    """Ask for the addresses of the schedule's own file of channels, or of ours."""
    file = settings.channels
    for word, following in pairwise((*schedule.arguments, "")):
        if word == "--channels" or word.startswith("--channels="):
            file = Path(schedule.folder) / (word.partition("=")[2] or following)
    if file is None:
        return ()
    try:
        return ping(channel_files.read(file), schedule.name)
    except PortalAuditError as error:
        return (error.text(settings.lang),)


def _named(store: Store, name: str) -> Schedule:
    kept = Schedules(store.engine)
    found = kept.get(name)
    if found is None:
        names = [one.name for one in kept.every()]
        raise BadInput(
            Message(
                "schedule.unknown",
                name=name,
                hint=did_you_mean(name, names),
                names=", ".join(names) or "–",
            )
        )
    return found


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
