"""``portal-audit judge``: judge stored evidence again, without the network."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from portal_audit.cli import options, prepare
from portal_audit.cli.run_output import show
from portal_audit.cli.settings import Settings
from portal_audit.model import Run, SiteResult
from portal_audit.runs.site_result import judge_site
from portal_audit.store import Store


def judge(
    run: options.RunArgument = "latest",
    profile: options.Profile = None,
    only: options.Only = None,
    skip: options.Skip = None,
    checks: options.Checks = None,
    reports: options.Reports = None,
    rank_by: options.RankBy = None,
    store: options.Store = None,
    out: options.Out = None,
    format: options.Format = None,
    lang: options.Lang = None,
    shared: options.Shared = None,
    letter: options.Letter = None,
    waivers: options.Waivers = None,
    save: Annotated[
        bool, typer.Option("--save", help="Keep the new verdicts in place of the stored ones.")
    ] = False,
) -> None:
    """Judge stored evidence again under today's rules, without the network.

    Checks and profile are those of the run, unless others are given.

    Example: portal-audit judge latest --profile commune --out again
    """
    flags = options.given(locals(), "run", "save")
    with Store.open(Settings.gather(flags).store, create=False) as opened:
        info = opened.info(run)
        settings = prepare.like(info, flags)
        prepare.outputs(settings)
        rules = prepare.rules(settings)
        judged = judge_again(opened, opened.run(info.id), rules, save=save)
        show(judged, settings, rules, opened)


def judge_again(store: Store, run: Run, rules: prepare.LoadedRules, *, save: bool) -> Run:
    """Return the run with every site judged anew from its stored evidence.

    Sites without evidence stay as they are.
    """
    results: dict[str, SiteResult] = {}
    for target in store.targets(run.id):
        evidence = store.evidence(run.id, target.id)
        if evidence is None or not list(evidence):
            continue
        profile = rules.profile_of(target.kind.value)
        results[target.id] = judge_site(target, evidence, rules.catalog, profile)
        if save:
            store.save_site(run.id, target, None, results[target.id])
    if save:
        store.rejudged(run.id, rules.criteria)
    sites = tuple(results.get(site.id, site) for site in run.sites)
    return replace(run, criteria=rules.criteria, sites=sites)
