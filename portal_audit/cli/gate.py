"""``portal-audit gate``: pass or fail, for CI."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from portal_audit.cli import gate_baseline, options, prepare
from portal_audit.cli.ci_output import for_ci
from portal_audit.cli.decisions_of import decisions_of
from portal_audit.cli.gate_baseline import for_portals, is_run, read_baseline, text_of, worse
from portal_audit.cli.notices_of_run import watch_of
from portal_audit.cli.progress import progress
from portal_audit.cli.run_output import accepted, ranked, tell_of_decisions, write
from portal_audit.cli.scan import PreparedScan, how_to_resume, look_rules, prepare_scan
from portal_audit.cli.settings import Settings
from portal_audit.cli.verdicts import explain
from portal_audit.cli.verdicts import summary as conclusion
from portal_audit.cli.visits import visit_all
from portal_audit.cli.words import words
from portal_audit.errors import BadInput
from portal_audit.history.baseline import Baseline, dumps
from portal_audit.model import Run, Severity, Target
from portal_audit.runs.decisions import without_waived
from portal_audit.runs.site_audit import SiteAudit
from portal_audit.scoring.gate import GateVerdict, decide, exit_code
from portal_audit.store import Store
from portal_audit.texts import Message, did_you_mean
from portal_audit.texts.system import reason

INTERRUPTED = 130


def gate(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="URL|RUN", help="Portals to visit, or a stored run."),
    ] = None,
    inventory: options.Inventory = None,
    min_level: options.MinLevel = None,
    min_score: Annotated[
        str | None,
        options.setting(
            "min_score", "Lowest score that passes, 0 to 100.", panel=options.CHECKS, metavar="N"
        ),
    ] = None,
    fail_on: options.FailOn = None,
    require: Annotated[
        str | None, typer.Option(metavar="CHECK,…", help="Checks that must pass, however grave.")
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar="RUN|FILE",
            help="Fail only on what got worse since a stored run, or a file of --write-baseline.",
        ),
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write today's faults as a baseline.")
    ] = None,
    summary: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the verdict as Markdown, too.")
    ] = None,
    staging: options.Staging = None,
    header: options.Header = None,
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
    letter: options.Letter = None,
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
    second_looks: options.SecondLooks = None,
    second_look_delay: options.SecondLookDelay = None,
    browser: options.Browser = None,
    screenshots: options.Screenshots = None,
    quiet: options.Quiet = None,
    json_log: options.JsonLog = None,
) -> None:
    """Pass or fail portals, for CI: exit code 0 passed, 10 failed, 3 not judged, 2 bad input.

    A scan is kept only with --store, and its report written only with --out.
    Example: portal-audit gate https://portal.example/ --min-level B --fail-on high
    """
    flags = options.given(locals(), "what", "require", "baseline", "write_baseline", "summary")
    # Whatever is wrong with the command is said before anything is sent.
    old = None if baseline is None or is_run(baseline) else read_baseline(Path(baseline))
    for file in (write_baseline, summary):
        if file is not None and not file.parent.is_dir():
            raise BadInput(Message("list.no-folder", file=file, folder=file.parent))
    if baseline is not None and old is None:  # ``latest`` is that of before, not what is kept now
        baseline = gate_baseline.named(baseline, Settings.gather(flags))
    run, rules, settings, targets = _run(what or [], inventory, flags, require)
    if baseline is not None and old is None:
        old = gate_baseline.of_run(baseline, settings, rules)
    if all(one is None for one in (settings.min_level, settings.min_score, settings.fail_on)):
        settings = settings.model_copy(update={"fail_on": Severity.HIGH})
    decisions = decisions_of(settings, rules, targets)
    tell_of_decisions(run, decisions, settings)
    run = accepted(run, decisions, rules)
    if write_baseline is not None:
        _write_baseline(write_baseline, run)
    if old is not None:
        if old.criteria != run.criteria.fingerprint:
            typer.echo(words(settings.lang)("gate.other-rules"), err=True)
        old = for_portals(old, targets)
    verdicts = _decided(run, rules, settings, prepare.check_ids(require, rules), old)
    for verdict in verdicts:
        typer.echo(explain(verdict, rules.everything, settings))
    typer.echo(conclusion(verdicts, settings.lang))
    for line in for_ci(verdicts, rules.everything, settings, summary, os.environ):
        typer.echo(line)
    raise typer.Exit(exit_code(verdicts))


def _decided(
    run: Run,
    rules: prepare.LoadedRules,
    settings: Settings,
    required: frozenset[str],
    old: Baseline | None,
) -> list[GateVerdict]:
    """Return the gate's answer for each portal; against a baseline only what is worse counts."""
    return [
        decide(
            site,
            settings.min_level,
            settings.fail_on,
            min_score=settings.min_score,
            required=required,
            worse=None if old is None else worse(old, site),
            without_waived=without_waived(site, rules.in_force),
        )
        for site in run.sites
    ]


def _run(
    names: Sequence[str], inventory: Path | None, flags: Mapping[str, Any], require: str | None
) -> tuple[Run, prepare.LoadedRules, Settings, Sequence[Target]]:
    """Return the stored run that is named, or visit the portals."""
    if len(names) == 1 and is_run(names[0]):
        if inventory is not None:
            raise BadInput(Message("run-or-inventory"))
        with Store.open(Settings.gather(flags).store, create=False) as store:
            run, rules, settings = _stored(names[0], flags, store)
            prepare.check_ids(require, rules)
            _write(run, rules, settings, store)
            return run, rules, settings, store.targets(run.id)
    for name in names:
        if "." not in name and "/" not in name and (hint := did_you_mean(name, ["latest"])):
            raise BadInput(Message("neither-run-nor-url", name=name, hint=hint))
    settings = Settings.gather(flags)
    plan = prepare_scan(settings, prepare.targets(names, inventory, settings))
    prepare.check_ids(require, plan.rules)
    return _visit(plan), plan.rules, settings, plan.targets


def _write_baseline(file: Path, run: Run) -> None:
    try:
        file.write_text(dumps(text_of(run)), encoding="utf-8")
    except OSError as error:
        raise BadInput(Message("file-unwritable", file=file, reason=reason(error))) from error


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
        decisions = decisions_of(settings, rules, store.targets(run.id))
        write(ranked(run, decisions, settings, rules), settings, rules, store)


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
            rules = look_rules(store, run_id, plan)
            looks = visit_all(store.targets(run_id), plan.job, display, keep, rules)
        except KeyboardInterrupt as error:
            if "store" in settings.model_fields_set:
                typer.echo(how_to_resume(store, run_id, plan), err=True)
            raise typer.Exit(INTERRUPTED) from error
        store.finish_run(run_id, datetime.now(UTC).replace(microsecond=0), looks)
        run = store.run(run_id)
        _write(run, plan.rules, settings, store)
        return run
