"""``portal-audit report``: write the reports of a stored run again."""

from __future__ import annotations

import typer

from portal_audit.cli import options, prepare
from portal_audit.cli.run_output import place, ranked, tell_of_decisions, write
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.store import Store


def report(
    run: options.RunArgument = "latest",
    rank_by: options.RankBy = None,
    checks: options.Checks = None,
    store: options.Store = None,
    out: options.Out = None,
    format: options.Format = None,
    reports: options.Reports = None,
    lang: options.Lang = None,
    waivers: options.Waivers = None,
) -> None:
    """Write the reports of a stored run, in any format or language.

    Example: portal-audit report latest --lang en --format html,csv
    """
    flags = options.given(locals(), "run")
    with Store.open(Settings.gather(flags).store, create=False) as opened:
        info = opened.info(run)
        found = opened.run(info.id)
        settings = prepare.like(info, flags)  # its checks are needed to put findings into words
        prepare.outputs(settings)
        rules = prepare.rules(settings)
        if found.criteria != rules.criteria:
            typer.echo(words(settings.lang)("run.other-rules", run=found.id), err=True)
        tell_of_decisions(found, settings, rules)
        files = write(ranked(found, settings, rules), settings, rules, opened)
    typer.echo(place(files, settings.out, settings.lang))
