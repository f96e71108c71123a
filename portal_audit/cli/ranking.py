"""The ranking of a run as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from rich.console import Console
from rich.table import Table
from rich.text import Text

from portal_audit.cli.words import words
from portal_audit.model import Kind, Run, SiteResult, State
from portal_audit.output.report import cause_of, least_covered, worst
from portal_audit.output.sanitise import one_line, shorten
from portal_audit.rules.catalog import Catalog
from portal_audit.run_sites import chosen, outline
from portal_audit.scoring.rank import in_order
from portal_audit.texts import TextTable

LEVEL_STYLES = {
    "A": "bold green",
    "B": "green",
    "C": "yellow",
    "D": "dark_orange",
    "E": "bold red",
    "N": "dim",
}
LONGEST_NAME = 80


def print_ranking(run: Run, catalog: Catalog, lang: str, console: Console) -> None:
    """Print the ranked sites of each kind, best first, and those without a rank with the reason.

    Scanned text goes out on one line, without control characters and without rich's markup.
    """
    say = words(lang)
    sites = in_order(run.sites)
    for kind in Kind:
        ranked = chosen(sites, partial(_ranked_as, kind))
        if ranked:
            console.print(_ranked(say.name("kind", kind.value), ranked, catalog, say))
    rest = [site for site in outline(sites) if site.rank is None]
    if rest:
        console.print(_unranked(rest, say))


def _ranked_as(kind: Kind, site: SiteResult) -> bool:
    return site.kind is kind and site.rank is not None


def _ranked(title: str, sites: Iterable[SiteResult], catalog: Catalog, say: TextTable) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    table.add_column(say("ranking.rank"), justify="right", no_wrap=True)
    table.add_column(say("ranking.site"), overflow="fold", ratio=3)
    table.add_column(say("ranking.level"), no_wrap=True)
    table.add_column(say("ranking.score"), justify="right", no_wrap=True)
    table.add_column(say("overview.coverage"), justify="right", width=8)
    table.add_column(say("ranking.worst"), overflow="fold", ratio=3)
    for site in sites:
        table.add_row(
            str(site.rank),
            _name(site),
            Text(site.level, style=LEVEL_STYLES.get(site.level, "")),
            say.number(site.score),
            say.coverage(site.coverage),
            _worst(site, catalog, say),
        )
    return table


def _unranked(sites: Iterable[SiteResult], say: TextTable) -> Table:
    title = f"{say('unread.heading')} / {say('unranked.heading')}"
    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    table.add_column(say("ranking.site"), overflow="fold", ratio=1)
    table.add_column(say("unranked.why"), overflow="fold", ratio=1)
    for site in sites:
        table.add_row(_name(site), _reason(site, say))
    return table


def _reason(site: SiteResult, say: TextTable) -> str:
    if site.state is not State.SCANNED:
        return say.name("cause", cause_of(site))
    part, coverage = least_covered(site)
    if part == "tls":
        return say("unranked.tls", share=say.coverage(coverage))
    what = say.name("part", part) if part else say("site.coverage")
    return f"{say('level.unsure')} ({what.lower()}: {say.coverage(coverage)})"


def _name(site: SiteResult) -> Text:
    return Text(shorten(one_line(site.name or site.url), LONGEST_NAME))


def _worst(site: SiteResult, catalog: Catalog, say: TextTable) -> Text:
    finding = worst(site)
    if finding is None:
        return Text(say("ranking.nothing"))
    check = catalog.get(finding.check)
    if check is None:
        return Text(one_line(finding.check))
    return Text(one_line(check.texts[say.lang].heading(finding.outcome, finding.status)))
