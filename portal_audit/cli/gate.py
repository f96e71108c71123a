"""``portal-audit gate``: pass or fail, for CI."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from portal_audit.cli import options, prepare
from portal_audit.cli.notices_of_run import watch_of
from portal_audit.cli.progress import progress
from portal_audit.cli.run_output import accepted, pictures, ranked, write
from portal_audit.cli.scan import PreparedScan, prepare_scan
from portal_audit.cli.settings import Settings
from portal_audit.cli.verdicts import explain, summary
from portal_audit.cli.visits import visit_all
from portal_audit.cli.words import words
from portal_audit.errors import BadInput
from portal_audit.history.baseline import Baseline, baseline_of, dumps, loads, regressions
from portal_audit.model import Run, Severity, SiteResult
from portal_audit.runs.one_portal import SiteAudit
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
    require: Annotated[
        str | None, typer.Option(metavar="CHECK,…", help="Checks that must pass, whatever else.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Fail only on what got worse since (--write-baseline)."),
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write today's faults as a baseline.")
    ] = None,
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
    waivers: options.Waivers = None,
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
    browser: options.Browser = None,
    screenshots: options.Screenshots = None,
    quiet: options.Quiet = None,
    json_log: options.JsonLog = None,
) -> None:
    """Pass or fail portals, for CI: exit code 0 passed, 10 failed, 3 not judged, 2 bad input.

    A scan is kept only with --store, and its report written only with --out.
    Example: portal-audit gate https://portal.example/ --min-level B --fail-on high
    """
    flags = options.given(locals(), "what", "require", "baseline", "write_baseline")
    old = None if baseline is None else _baseline(baseline)
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
    run = accepted(run, settings, rules)
    if write_baseline is not None:
        text = dumps(baseline_of(run, {site.id: site.key for site in run.sites}))
        write_baseline.write_text(text, encoding="utf-8")
    required = prepare.check_ids(require, rules)
    if old is not None and old.criteria != run.criteria.fingerprint:
        typer.echo(words(settings.lang)("gate.other-rules"), err=True)
    verdicts = [
        decide(
            site,
            settings.min_level,
            settings.fail_on,
            required=required,
            worse=None if old is None else _worse(old, site),
        )
        for site in run.sites
    ]
    for verdict in verdicts:
        typer.echo(explain(verdict, rules.everything, settings))
    typer.echo(summary(verdicts, settings.lang))
    raise typer.Exit(exit_code(verdicts))


def _baseline(file: Path) -> Baseline:
    try:
        return loads(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise BadInput(Message("baseline-unreadable", file=file, reason=reason)) from error


def _worse(old: Baseline, site: SiteResult) -> frozenset[str]:
    found = regressions(old, [(site.key, finding) for finding in site.findings])
    return frozenset(one.finding.check for one in found)


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


def _visit(plan: PreparedScan) -> Run:
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
        watch = watch_of(store, run_id, settings, plan.rules)

        def keep(audit: SiteAudit) -> None:
            now = datetime.now(UTC)
            flips = watch.flips(audit, now)  # told with the next scan: a gate tells nobody
            store.save_site(run_id, audit.target, audit.evidence, audit.result, now, flips)

        try:
            visit_all(store.targets(run_id), plan.job, display, keep)
        except KeyboardInterrupt as error:
            raise typer.Exit(INTERRUPTED) from error
        store.finish_run(run_id, datetime.now(UTC).replace(microsecond=0))
        run = store.run(run_id)
        _write(run, plan.rules, settings, store)
        return run
