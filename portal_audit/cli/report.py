"""``portal-audit report``: write the reports of a stored run again."""

from __future__ import annotations

from typing import Annotated

import typer

from portal_audit.cli import options, prepare
from portal_audit.cli.decisions_of import decisions_of
from portal_audit.cli.run_output import place, ranked, tell_of_decisions, write
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.output.selection import choose
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
    shared: options.Shared = None,
    title: options.Title = None,
    letter: options.Letter = None,
    waivers: options.Waivers = None,
    where: Annotated[
        str | None,
        typer.Option(
            metavar="CONDITIONS",
            help="Only portals that fit, such as 'kind=commune level<=C' (C or worse), "
            "'fault=headers.hsts' or 'name~\"xã An\" score<55'; ranks stay those of the whole run.",
        ),
    ] = None,
) -> None:
    """Write the reports of a stored run, in any format or language, whole or filtered.

    Example: portal-audit report latest --where 'kind=commune level<=C' --format html,csv
    """
    flags = options.given(locals(), "run", "where")
    with Store.open(Settings.gather(flags).store, create=False) as opened:
        info = opened.info(run)
        found = opened.run(info.id, streamed=True)
        settings = prepare.like(info, flags)  # its checks are needed to put findings into words
        prepare.outputs(settings)
        rules = prepare.rules(settings)
        if found.criteria != rules.criteria:
            typer.echo(words(settings.lang)("run.other-rules", run=found.id), err=True)
        decisions = decisions_of(settings, rules, opened.targets(info.id))
        tell_of_decisions(found, decisions, settings)
        whole, selection = ranked(found, decisions, settings, rules), None
        if where is not None:
            whole, selection = choose(whole, where, [one.id for one in rules.everything])
            typer.echo(selection.text(settings.lang))
        files = write(whole, settings, rules, opened, selection)
    typer.echo(place(files, settings.out, settings.lang))
