"""``portal-audit scan``: audit portals, keep each at once, write the reports."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from portal_audit.cli import options, prepare
from portal_audit.cli.distributed import follow_workers, require_queue, withdraw
from portal_audit.cli.dry_run import show_estimate
from portal_audit.cli.judge import judge_again
from portal_audit.cli.notices_of_run import notify_of, now, watch_of
from portal_audit.cli.progress import progress
from portal_audit.cli.run_output import show
from portal_audit.cli.run_title import run_title
from portal_audit.cli.settings import Settings
from portal_audit.cli.visits import visit_all
from portal_audit.cli.words import words
from portal_audit.errors import BadInput, PortalAuditError
from portal_audit.history.notices import channels as channel_files
from portal_audit.inventory.identity import keys_of
from portal_audit.model import State, Target
from portal_audit.run_sites import outline
from portal_audit.runs.schedule.inventory_lease import HeldInventory, holding
from portal_audit.runs.second_look import LookRules
from portal_audit.runs.site_audit import AuditSettings, SiteAudit
from portal_audit.store import Store
from portal_audit.store.place import shown_place
from portal_audit.texts import Message

INTERRUPTED = 130
STOPPED = 1
NOTHING_READ = 3
LEASE = "lease"
"""Key under which a run remembers the inventory it holds, beside its settings."""


@dataclass(frozen=True, slots=True)
class PreparedScan:
    """A scan that has been validated in full, with nothing sent yet."""

    settings: Settings
    rules: prepare.LoadedRules
    job: AuditSettings
    targets: tuple[Target, ...]
    resumable: bool = True
    """Whether its portals will still be there on another day."""
    lease: str = ""
    """The inventory that nobody else may scan at the same time; empty: no such."""


def scan(
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="URL", help="Portals to audit.")
    ] = None,
    inventory: options.Inventory = None,
    profile: options.Profile = None,
    only: options.Only = None,
    skip: options.Skip = None,
    checks: options.Checks = None,
    authorised_by: options.AuthorisedBy = None,
    rank_by: options.RankBy = None,
    store: options.Store = None,
    out: options.Out = None,
    format: options.Format = None,
    reports: options.Reports = None,
    lang: options.Lang = None,
    shared: options.Shared = None,
    title: options.Title = None,
    letter: options.Letter = None,
    waivers: options.Waivers = None,
    channels: options.Channels = None,
    ca_file: options.CaFile = None,
    allow_private: options.AllowPrivate = None,
    resolve: options.Resolve = None,
    max_pages: options.MaxPages = None,
    site_timeout: options.SiteTimeout = None,
    rate: options.Rate = None,
    tls_rate: options.TlsRate = None,
    contact: options.Contact = None,
    concurrency: options.Concurrency = None,
    processes: options.Processes = None,
    second_looks: options.SecondLooks = None,
    second_look_delay: options.SecondLookDelay = None,
    distributed: options.Distributed = None,
    per_address: options.PerAddress = None,
    browser: options.Browser = None,
    screenshots: options.Screenshots = None,
    resume: Annotated[
        str | None, typer.Option(metavar="RUN", help="Resume an interrupted run.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be sent where; send nothing.")
    ] = False,
    quiet: options.Quiet = None,
    json_log: options.JsonLog = None,
) -> None:
    """Audit portals; write a ranked report. Exit code 3 where no portal could be read.

    Example: portal-audit scan -i portals.csv --out report
    """
    flags = options.given(locals(), "urls", "resume", "dry_run")
    if resume is not None:
        _resume(resume, flags, urls or (), dry_run=dry_run)
        return
    settings = Settings.gather(flags)
    plan = prepare_scan(settings, prepare.targets(urls or (), inventory, settings))
    plan = replace(plan, lease=lease_of(inventory if urls else settings.inventory))
    if dry_run:
        show_estimate(plan.targets, settings)
        return
    with Store.open(settings.store) as opened:
        if settings.distributed:
            require_queue(settings)
        begin(opened, plan)


def prepare_scan(settings: Settings, targets: tuple[Target, ...]) -> PreparedScan:
    """Validate everything but the store; nothing is sent or written."""
    prepare.outputs(settings)
    if settings.channels is not None:
        channel_files.read(settings.channels)
    rules = prepare.rules(settings)
    return PreparedScan(settings, rules, prepare.job(settings, rules), targets)


def lease_of(file: Path | None) -> str:
    """Return the name under which an inventory is held while it is scanned."""
    return "" if file is None else str(file.resolve())


def begin(store: Store, plan: PreparedScan) -> None:
    """Write the run down, then carry it out; before the first one, say that it names no contact."""
    with holding(store, plan.lease) as held:
        _begin(store, plan, held)


def _begin(store: Store, plan: PreparedScan, held: HeldInventory) -> None:
    first = not store.runs()
    run_id = store.begin_run(
        plan.targets,
        started_at=now(),
        criteria=plan.rules.criteria,
        settings=_remembered(plan) | ({LEASE: plan.lease} if plan.lease else {}),
        authorised_by=plan.settings.authorised_by,
    )
    held.note_run(run_id)
    settings = plan.settings
    if first and settings.contact is None and not (settings.quiet or settings.json_log):
        typer.echo(words(settings.lang)("run.no-contact"), err=True)
    carry_out(store, run_id, plan, store.targets(run_id), held)


def _remembered(plan: PreparedScan) -> dict[str, Any]:
    """Return what the run keeps of its settings, the name of what it scans among them."""
    settings = plan.settings
    title = settings.title or run_title((one.province for one in plan.targets), settings.inventory)
    return settings.stored() | ({"title": title} if title else {})


def _resume(
    run: str,
    flags: dict[str, object],
    urls: Sequence[str],
    *,
    dry_run: bool,
) -> None:
    if urls or "inventory" in flags:
        raise BadInput(Message("resume-has-portals"))
    with Store.open(Settings.gather(flags).store, create=False) as store:
        info = store.info(run)
        settings = Settings.gather(flags, stored=info.settings)
        plan = prepare_scan(settings, store.targets(info.id))
        done = store.done(info.id)
        left = tuple(target for target in plan.targets if target.id not in done)
        if dry_run:
            show_estimate(left, settings)
            return
        with holding(store, str(info.settings.get(LEASE) or f"run {info.id}")) as held:
            held.note_run(info.id)
            if settings.distributed:
                require_queue(settings)
            if info.criteria != plan.rules.criteria:
                if settings.distributed:
                    withdraw(settings, info.id)  # it was queued under the old ones
                typer.echo(words(settings.lang)("run.rules-changed"), err=True)
                judge_again(store, store.run(info.id), plan.rules, save=True)
            carry_out(store, info.id, plan, left, held)


def look_rules(store: Store, run_id: str, plan: PreparedScan) -> LookRules:
    """Return how often doubtful portals are looked at again, and what is known of them."""
    before = store.critical_faults(run_id)
    keys = keys_of(plan.targets)
    return LookRules(
        plan.settings.second_looks,
        plan.settings.second_look_delay,
        {site: before[key] for site, key in keys.items() if key in before},
    )


def carry_out(
    store: Store, run_id: str, plan: PreparedScan, left: Sequence[Target], held: HeldInventory
) -> None:
    """Visit what is left of a run, keep each site at once, then show the result.

    Exits with 3 where not one portal of the run could be read.
    """
    settings = plan.settings
    watch = watch_of(store, run_id, settings, plan.rules)
    unfinished = not store.info(run_id).complete

    def keep(audit: SiteAudit) -> None:
        flips = watch.flips(audit, now())
        store.save_site(run_id, audit.target, audit.evidence, audit.result, now(), flips)

    display = progress(
        len(left), lang=settings.lang, quiet=settings.quiet, json_log=settings.json_log
    )
    try:
        rules = look_rules(store, run_id, plan)
        if settings.distributed:
            # What others kept before the run was broken off was neither told nor looked at again.
            whole = store.targets(run_id) if unfinished else ()
            with held.beating():
                looks = follow_workers(
                    store, run_id, settings, plan.rules, left, whole, display, rules
                )
            watch.note_stored(whole, now())
        else:
            looks = visit_all(left, plan.job, display, keep, rules, held.beating())
    except KeyboardInterrupt as error:
        typer.echo(how_to_resume(store, run_id, plan), err=True)
        raise typer.Exit(INTERRUPTED) from error
    except PortalAuditError as error:  # the store failed, or nobody answers: not the end of the run
        typer.echo(f"portal-audit: {error.text(settings.lang)}", err=True)
        typer.echo(how_to_resume(store, run_id, plan), err=True)
        raise typer.Exit(STOPPED) from error
    if unfinished:
        store.finish_run(run_id, now(), looks)
    run = store.run(run_id, streamed=True)
    try:
        show(run, settings, plan.rules, store)
    finally:
        notify_of(store, run_id, settings, plan.rules)
    if all(site.state is State.NOT_SCANNED for site in outline(run.sites)):
        typer.echo(words(settings.lang)("run.nothing-read"), err=True)
        raise typer.Exit(NOTHING_READ)


def how_to_resume(store: Store, run_id: str, plan: PreparedScan) -> str:
    """Return what a run that was broken off has kept, and the command that goes on with it."""
    say = words(plan.settings.lang)
    kept = say("run.interrupted", done=len(store.done(run_id)), of=len(plan.targets))
    if not plan.resumable:
        return kept
    place = plan.settings.store
    flag = "" if place == Settings().store else f" --store {shlex.quote(shown_place(place))}"
    flag += " --distributed" if plan.settings.distributed else ""
    return say("run.resume", kept=kept, command=f"portal-audit scan --resume {run_id}{flag}")
