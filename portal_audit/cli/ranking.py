"""The ranking of a run as tables for a terminal."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from portal_audit.model import Kind, Run, SiteResult, State
from portal_audit.output.report import least_covered, worst
from portal_audit.output.sanitise import one_line, shorten
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.plugins import builtin
from portal_audit.scoring.rank import in_order

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
    words = texts(lang)
    sites = in_order(run.sites)
    for kind in Kind:
        ranked = [site for site in sites if site.kind is kind and site.rank is not None]
        if ranked:
            console.print(_ranked(words["kind"][kind.value], ranked, catalog, words, lang))
    rest = [site for site in sites if site.rank is None]
    if rest:
        console.print(_unranked(rest, words))


def _ranked(
    title: str, sites: Iterable[SiteResult], catalog: Catalog, words: Mapping[str, Any], lang: str
) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    table.add_column(words["ranking"]["rank"], justify="right")
    table.add_column(words["ranking"]["site"], overflow="fold", ratio=3)
    table.add_column(words["ranking"]["level"])
    table.add_column(words["ranking"]["score"], justify="right")
    table.add_column(words["ranking"]["coverage"], justify="right")
    table.add_column(words["ranking"]["worst"], overflow="fold", ratio=2)
    for site in sites:
        table.add_row(
            str(site.rank),
            _name(site),
            Text(site.level, style=LEVEL_STYLES.get(site.level, "")),
            _number(site.score, lang),
            f"{int(100 * site.coverage)}%",
            _worst(site, catalog, words, lang),
        )
    return table


def _unranked(sites: Iterable[SiteResult], words: Mapping[str, Any]) -> Table:
    title = f"{words['unread']['heading']} / {words['unranked']['heading']}"
    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    table.add_column(words["ranking"]["site"], overflow="fold", ratio=1)
    table.add_column(words["unranked"]["why"], overflow="fold", ratio=1)
    for site in sites:
        table.add_row(_name(site), _reason(site, words))
    return table


def _reason(site: SiteResult, words: Mapping[str, Any]) -> str:
    if site.state is not State.SCANNED:
        return str(words["cause"][site.cause.value if site.cause else "unknown"])
    part, coverage = least_covered(site)
    what = words["part"][part] if part in words["part"] else words["site"]["coverage"]
    return f"{words['level']['unsure']} ({what.lower()}: {coverage:.0%})"


def _name(site: SiteResult) -> Text:
    return Text(shorten(one_line(site.name or site.url), LONGEST_NAME))


def _worst(site: SiteResult, catalog: Catalog, words: Mapping[str, Any], lang: str) -> Text:
    finding = worst(site)
    if finding is None:
        return Text(words["ranking"]["nothing"])
    check = catalog.get(finding.check)
    return Text(one_line(check.texts[lang].title if check else finding.check))


def _number(value: float | None, lang: str) -> str:
    if value is None:
        return "–"
    return f"{value:.1f}".replace(".", "," if lang == "vi" else ".")


@cache
def texts(lang: str) -> Mapping[str, Any]:
    """Return the texts of the HTML report, so that both say the same words."""
    file = builtin("reports") / "html" / "texts" / f"{lang}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
