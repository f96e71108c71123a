"""``portal-audit inventory reach``: which communes of a province have a portal, and how good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from portal_audit import inventory
from portal_audit.cli import options
from portal_audit.cli.settings import Settings
from portal_audit.errors import BadInput
from portal_audit.evidence import DnsRecords
from portal_audit.evidence.serialise import load
from portal_audit.inventory import communes as commune_lists
from portal_audit.inventory.commune_reach import (
    CommuneReach,
    CommuneRow,
    PortalSummary,
    ReachRun,
    commune_reach,
)
from portal_audit.inventory.communes import Commune
from portal_audit.inventory.provinces import Province, bare_name, by_domain, by_name, source
from portal_audit.model import Kind, Target
from portal_audit.output import report as reports
from portal_audit.output.sanitise import one_line, shorten
from portal_audit.parse.http.urls import domain_of, host_of
from portal_audit.rules import plugins
from portal_audit.store import Store
from portal_audit.texts import Message, TextTable, did_you_mean
from portal_audit.texts.system import reason

MOST_NAMED = 10
"""Provinces that a message names."""
MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("?", "dim")}


def reach_of_communes(
    communes: Annotated[
        Path,
        typer.Option(
            "--communes",
            help="CSV or XLSX list of the province's communes: name; optional code, kind, host …",
        ),
    ],
    run: Annotated[
        str | None,
        typer.Argument(metavar="RUN", help="Id of a stored run, its beginning, or latest."),
    ] = None,
    inventory_file: options.Inventory = None,
    province: Annotated[
        str, typer.Option(help="Which province, where the inventory has several.")
    ] = "",
    store: options.Store = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for reach.html, reach.csv and reach.json."),
    ] = None,
    lang: options.Lang = None,
) -> None:
    """Compare a list of communes with an inventory and, if one is given, with a run.

    Example: portal-audit inventory reach latest -i portals.csv --communes communes.csv
    """
    flags = options.given(locals(), "communes", "run", "inventory_file", "province", "out")
    settings = Settings.gather(flags)
    listed = commune_lists.read(communes)
    if out is not None:
        reports.prepare_out(out)
    file = inventory_file or (settings.inventory if run is None else None)
    if file is None and run is None:
        raise BadInput(Message("inventory-or-run"))
    targets = inventory.read(file) if file is not None else ()
    results = None
    if run is not None:
        with Store.open(settings.store, create=False) as opened:
            results = _results(opened, run)
            targets = targets or opened.targets(results.facts.id)
    targets, name = _of_province(targets, province)
    reach = commune_reach(
        _communes_of(listed.communes, name),
        targets,
        province=name,
        official=_official(name, targets),
        results=results,
    )
    say = _words(settings.lang)
    if listed.ignored:
        shown = one_line(", ".join(listed.ignored))
        typer.echo(say("notice.unused_columns", file=communes, columns=shown), err=True)
    _print(reach, say, Console())
    for line in _notices(reach, say):
        typer.echo(line, err=True)
    if out is not None:
        typer.echo(f"{say('report')}: {_write(reach, out, settings.lang)[0].absolute()}")


def _results(store: Store, run_id: str) -> PortalSummary:
    """Return the results of a stored run; of the evidence only the answers of name servers."""
    info = store.info(run_id)
    found = store.run(info.id)
    dns = {}
    for site in found.sites:
        data = store.evidence_json(info.id, site.id) or {}
        some: dict[str, Any] = {key: data[key] for key in ("version", "dns") if key in data}
        records = load(some).get(DnsRecords) if "dns" in some else None
        if records is not None:
            dns[site.id] = records
    facts = ReachRun(info.id, info.started_at, info.complete, info.criteria.version)
    return PortalSummary(facts, {site.id: site for site in found.sites}, dns)


def _of_province(targets: Sequence[Target], chosen: str) -> tuple[tuple[Target, ...], str]:
    """Return the portals of one province, and its name; raises BadInput where that is open."""
    names = {bare_name(one.province): one.province for one in targets if one.province}
    if not chosen and len(names) > 1:
        raise BadInput(Message("inventory-has-provinces", names=_listed(names)))
    key = bare_name(chosen)
    if chosen and names and key not in names:
        hint = did_you_mean(chosen, [*names.values()])
        raise BadInput(
            Message("province-not-in-inventory", name=chosen, hint=hint, names=_listed(names))
        )
    own = tuple(one for one in targets if not key or bare_name(one.province) in ("", key))
    return own, chosen or next(iter(names.values()), "")


def _communes_of(communes: Sequence[Commune], name: str) -> tuple[Commune, ...]:
    """Return the communes of one province, of a list that may have several; raises BadInput."""
    names = {bare_name(one.province): one.province for one in communes if one.province}
    if not names:
        return tuple(communes)
    key = bare_name(name)
    if not name and len(names) > 1:
        raise BadInput(Message("list-has-provinces", names=_listed(names)))
    if name and key not in names:
        hint = did_you_mean(name, [*names.values()])
        raise BadInput(Message("province-not-in-list", name=name, hint=hint, names=_listed(names)))
    return tuple(one for one in communes if not name or bare_name(one.province) in ("", key))


def _listed(names: Mapping[str, str]) -> str:
    return ", ".join(sorted(names.values())[:MOST_NAMED])


def _official(name: str, targets: Sequence[Target]) -> Province | None:
    """Return the province of the official table, by name or by the provincial portal's host."""
    if name:
        return by_name(name)
    hosts = (domain_of(host_of(one.url)) for one in targets if one.kind is Kind.PROVINCE)
    return next(filter(None, map(by_domain, hosts)), None)


def _write(reach: CommuneReach, out: Path, lang: str) -> list[Path]:
    """Write the report's files through its pack; return them."""
    pack = next(plugins.find("reports"))
    module = pack.load(pack.folder / "commune_reach" / "page.py")
    try:
        files: list[Path] = module.write(reach, out, lang)
    except OSError as error:
        raise BadInput(Message("out-not-writable", out=out, reason=reason(error))) from error
    return files


def _print(reach: CommuneReach, say: TextTable, console: Console) -> None:
    """Print the communes, then the figures."""
    measures = [one.measure for one in reach.figures]
    table = Table(title=say("table.heading"), title_justify="left", title_style="bold")
    table.add_column(say("table.unit"), overflow="fold")
    for measure in measures:
        table.add_column(say.name("short", measure), overflow="fold")
    if reach.run is not None:
        table.add_column(say("short.level"))
    for row in reach.rows:
        level = [row.level or say("none")] if reach.run is not None else []
        unit = shorten(one_line(row.commune.title), 80)
        cells = [_cell(row, measure, say) for measure in measures]
        table.add_row(Text(unit), *cells, *map(Text, level))
    console.print(table)
    figures = Table(title=say("figures.heading"), title_justify="left", title_style="bold")
    figures.add_column(say("figures.measure"), overflow="fold")
    for name in ("yes", "share", "no", "unknown"):
        figures.add_column(say.name("figures", name), justify="right")
    for one in reach.figures:
        share = say.percent(one.share)
        figures.add_row(
            say.name("measure", one.measure),
            f"{one.yes}/{one.of}",
            share,
            str(one.no),
            str(one.unknown),
        )
    console.print(figures)


def _cell(row: CommuneRow, measure: str, say: TextTable) -> Text:
    answer = row.answers[measure]
    mark, style = MARKS[answer]
    if measure != "portal" and row.state == "none":
        return Text(say("none"), style="dim")
    more = ""
    if measure == "portal" and row.state != "has":
        more = say.name("state", row.state)
    elif measure == "host" and row.form is not None:
        host = "" if answer or row.target is None else f" ({host_of(row.target.url)})"
        more = say.name("form", row.form.value) + host
    elif measure == "information" and row.items:
        more = f"{row.met}/{row.items + row.untested}"
    return Text(shorten(one_line(f"{mark} {more}"), 100), style=style)


def _notices(reach: CommuneReach, say: TextTable) -> list[str]:
    """Return what a reader must know before using the figures."""
    have = reach.figure("portal")
    lines = [say("headline", yes=have.yes, of=have.of, share=say.percent(have.share))]
    if have.unknown:
        lines.append(say("headline_unknown", n=have.unknown, most=say.percent(have.most)))
    if reach.other_count and reach.official is not None:
        lines.append(
            say(
                "notice.official",
                listed=len(reach.rows),
                official=reach.official.communes,
                province=reach.official.name,
                as_of=reach.official.as_of,
                source=source(),
            )
        )
    if not reach.domain:
        lines.append(say("notice.domain"))
    if reach.run is None:
        lines.append(say("notice.no_run"))
    elif not reach.run.complete:
        lines.append(say("notice.incomplete"))
    for row in reach.rows:
        if row.state in ("several", "ambiguous"):
            doubt = say(f"todo.{row.state}", unit=row.commune.title, others=", ".join(row.shared))
            lines.append(f"{doubt}: {', '.join(row.others[:6])}")
    if reach.unlisted:
        unlisted = say("unlisted_count", n=len(reach.unlisted))
        lines.append(f"{unlisted}: {', '.join(target.url for target in reach.unlisted[:6])}")
    return [one_line(line) for line in lines]


@cache
def _words(lang: str) -> TextTable:
    """Return the texts of the report, so that both say the same words."""
    file = plugins.builtin("reports") / "commune_reach" / "texts" / f"{lang}.toml"
    return TextTable(lang, file)
