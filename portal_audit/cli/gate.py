"""``portal-audit gate``: pass or fail, for CI."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from portal_audit.cli import options, prepare
from portal_audit.cli.progress import progress
from portal_audit.cli.run_output import pictures, ranked, write
from portal_audit.cli.scan import ScanRequest, prepare_scan
from portal_audit.cli.settings import Settings
from portal_audit.cli.verdicts import explain, summary
from portal_audit.cli.visits import visit_all
from portal_audit.errors import BadInput
from portal_audit.model import Run, Severity
from portal_audit.scoring.gate import decide, exit_code
from portal_audit.store import Store
from portal_audit.texts import Message

INTERRUPTED = 130
RUN_ID = re.compile(r"latest|\d{8}(-\d{0,6}(-[0-9a-f]{0,4})?)?")


def gate(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="URL|RUN", help="Portals to visit, or a stored run."),
    ] = None,
    inventory: options.Inventory = None,
    min_level: options.MinLevel = None,
    fail_on: options.FailOn = None,
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
    ca_file: options.CaFile = None,
    allow_private: options.AllowPrivate = None,
    resolve: options.Resolve = None,
    max_pages: options.MaxPages = None,
    site_timeout: options.SiteTimeout = None,
    rate: options.Rate = None,
    contact: options.Contact = None,
    concurrency: options.Concurrency = None,
    processes: options.Processes = None,
    browser: options.Browser = None,
    screenshots: options.Screenshots = None,
    quiet: options.Quiet = None,
    json_log: options.JsonLog = None,
) -> None:
    """Pass or fail portals, for CI: exit code 0 passed, 10 failed, 3 not judged, 2 bad input.

    A scan is kept only with --store, and its report written only with --out.
    Example: portal-audit gate https://portal.example/ --min-level B --fail-on high
    """
    flags = options.given(locals(), "what")
    names = what or []
    if len(names) == 1 and RUN_ID.fullmatch(names[0]):
        if inventory is not None:
            raise BadInput(Message("run-or-inventory"))
        with Store.open(Settings.gather(flags).store, create=False) as stored:
            run, rules, settings = _stored(names[0], flags, stored)
            _write(run, rules, settings, stored)
    else:
        settings = Settings.gather(flags)
        plan = prepare_scan(settings, prepare.targets(names, inventory, settings))
        run, rules = _visit(plan), plan.rules
    if settings.min_level is None and settings.fail_on is None:
        settings = settings.model_copy(update={"fail_on": Severity.HIGH})
    verdicts = [decide(site, settings.min_level, settings.fail_on) for site in run.sites]
    for verdict in verdicts:
        typer.echo(explain(verdict, rules.everything, settings))
    typer.echo(summary(verdicts, settings.lang))
    raise typer.Exit(exit_code(verdicts))


def _stored(
    run_id: str, flags: Mapping[str, Any], store: Store
) -> tuple[Run, prepare.LoadedRules, Settings]:
    info = store.info(run_id)
    settings = prepare.like(info, flags)
    if "out" in settings.model_fields_set:
        prepare.outputs(settings)
    return store.run(info.id), prepare.rules(settings), settings


def _write(run: Run, rules: prepare.LoadedRules, settings: Settings, store: Store) -> None:
    """Write the report, where a folder for it was named."""
    if "out" in settings.model_fields_set:
        write(ranked(run, settings, rules), settings, rules, pictures(store, run))


def _visit(plan: ScanRequest) -> Run:
    """Visit the portals; keep the run only where a store was named."""
    settings, begun = plan.settings, datetime.now(UTC).replace(microsecond=0)
    display = progress(
        len(plan.targets), lang=settings.lang, quiet=settings.quiet, json_log=settings.json_log
    )
    store = Store.open(settings.store if "store" in settings.model_fields_set else ":memory:")
    with store:
        run_id = store.begin_run(
            plan.targets,
            started_at=begun,
            criteria=plan.rules.criteria,
            settings=settings.stored(),
            authorised_by=settings.authorised_by,
        )
        try:
            visit_all(
                plan.targets,
                plan.job,
                display,
                lambda audit: store.save_site(
                    run_id, audit.target, audit.evidence, audit.result, datetime.now(UTC)
                ),
            )
        except KeyboardInterrupt as error:
            raise typer.Exit(INTERRUPTED) from error
        store.finish_run(run_id, datetime.now(UTC).replace(microsecond=0))
        run = store.run(run_id)
        _write(run, plan.rules, settings, store)
        return run
