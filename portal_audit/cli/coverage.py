"""``portal-audit inventory coverage``: which communes of a province have a portal, and how good."""

from __future__ import annotations

import tomllib
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
from portal_audit.inventory.communes import Commune
from portal_audit.inventory.coverage import (
    CommuneRow,
    Coverage,
    CoverageRun,
    PortalSummary,
    coverage,
)
from portal_audit.inventory.provinces import Province, bare_name, by_domain, by_name, source
from portal_audit.model import Fact, Kind, Target
from portal_audit.output import report as reports
from portal_audit.output.sanitise import one_line, shorten
from portal_audit.parse.http.urls import domain_of, host_of
from portal_audit.rules import plugins
from portal_audit.rules.check import fill
from portal_audit.store import Store

MARKS = {True: ("✓", "green"), False: ("✗", "red"), None: ("?", "dim")}


def coverage_of_communes(
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
        typer.Option(help="Folder for coverage.html, coverage.csv and coverage.json."),
    ] = None,
    lang: options.Lang = None,
) -> None:
    """Compare a list of communes with an inventory and, if one is given, with a run.

    Example: portal-audit inventory coverage latest -i portals.csv --communes communes.csv
    """
    flags = options.given(locals(), "communes", "run", "inventory_file", "province", "out")
    settings = Settings.gather(flags)
    listed = commune_lists.read(communes)
    if out is not None:
        reports.prepare_out(out)
    file = inventory_file or (settings.inventory if run is None else None)
    if file is None and run is None:
        raise BadInput("give an inventory (-i FILE), a stored run, or both.")
    targets = inventory.read(file) if file is not None else ()
    seen = None
    if run is not None:
        with Store.open(settings.store, create=False) as opened:
            seen = _seen(opened, run)
            targets = targets or opened.targets(seen.facts.id)
    targets, name = _of_province(targets, province)
    told = coverage(
        _communes_of(listed.communes, name),
        targets,
        province=name,
        official=_official(name, targets),
        seen=seen,
    )
    words = _words(settings.lang)
    if listed.ignored:
        shown = one_line(", ".join(listed.ignored))
        typer.echo(f"{communes}: columns that are not used: {shown}.", err=True)
    _print(told, words, Console())
    for line in _notices(told, words):
        typer.echo(line, err=True)
    if out is not None:
        typer.echo(f"{words['report']}: {_write(told, out, settings.lang)[0].absolute()}")


def _seen(store: Store, run_id: str) -> PortalSummary:
    """Return what a stored run found. Of the evidence only the answers of name servers count."""
    info = store.info(run_id)
    found = store.run(info.id)
    dns = {}
    for site in found.sites:
        data = store.evidence_json(info.id, site.id) or {}
        some: dict[str, Any] = {key: data[key] for key in ("version", "dns") if key in data}
        records = load(some).get(DnsRecords) if "dns" in some else None
        if records is not None:
            dns[site.id] = records
    facts = CoverageRun(info.id, info.started_at, info.complete, info.criteria.version)
    return PortalSummary(facts, {site.id: site for site in found.sites}, dns)


def _of_province(targets: Sequence[Target], wanted: str) -> tuple[tuple[Target, ...], str]:
    """Return the portals of one province, and its name; raises BadInput where that is open."""
    names = {bare_name(one.province): one.province for one in targets if one.province}
    if not wanted and len(names) > 1:
        listed = ", ".join(sorted(names.values())[:10])
        raise BadInput(
            f"the inventory has several provinces ({listed}). Say which: --province NAME."
        )
    key = bare_name(wanted)
    if wanted and names and key not in names:
        listed = ", ".join(sorted(names.values())[:10])
        raise BadInput(f"--province {wanted}: not in the inventory, which has {listed}.")
    own = tuple(one for one in targets if not key or bare_name(one.province) in ("", key))
    return own, wanted or next(iter(names.values()), "")


def _communes_of(communes: Sequence[Commune], name: str) -> tuple[Commune, ...]:
    """Return the communes of one province, of a list that may have several; raises BadInput."""
    names = {bare_name(one.province): one.province for one in communes if one.province}
    if not names:
        return tuple(communes)
    key = bare_name(name)
    shown = ", ".join(sorted(names.values())[:10])
    if not name and len(names) > 1:
        raise BadInput(f"the list has several provinces ({shown}). Say which: --province NAME.")
    if name and key not in names:
        raise BadInput(f"the list has no communes of {name}; it has {shown}.")
    return tuple(one for one in communes if not name or bare_name(one.province) in ("", key))


def _official(name: str, targets: Sequence[Target]) -> Province | None:
    """Return the province of the official table, by name or by the provincial portal's host."""
    if name:
        return by_name(name)
    hosts = (domain_of(host_of(one.url)) for one in targets if one.kind is Kind.PROVINCE)
    return next(filter(None, map(by_domain, hosts)), None)


def _write(told: Coverage, out: Path, lang: str) -> list[Path]:
    """Write the report's files through its pack; return them."""
    pack = next(plugins.find("reports"))
    module = pack.load(pack.folder / "coverage" / "page.py")
    try:
        files: list[Path] = module.write(told, out, lang)
    except OSError as error:
        raise BadInput(f"--out {out}: cannot be written ({error.strerror or error}).") from error
    return files


def _print(told: Coverage, words: Mapping[str, Any], console: Console) -> None:
    """Print the communes, then the figures."""
    measures = [one.measure for one in told.figures]
    table = Table(title=words["table"]["heading"], title_justify="left", title_style="bold")
    table.add_column(words["table"]["unit"], overflow="fold")
    for measure in measures:
        table.add_column(words["short"][measure], overflow="fold")
    if told.run is not None:
        table.add_column(words["short"]["level"])
    for row in told.rows:
        level = [row.level or words["none"]] if told.run is not None else []
        unit = shorten(one_line(row.commune.title), 80)
        cells = [_cell(row, measure, words) for measure in measures]
        table.add_row(Text(unit), *cells, *map(Text, level))
    console.print(table)
    figures = Table(title=words["figures"]["heading"], title_justify="left", title_style="bold")
    figures.add_column(words["figures"]["measure"], overflow="fold")
    for name in ("yes", "share", "no", "unknown"):
        figures.add_column(words["figures"][name], justify="right")
    for one in told.figures:
        share = _percent(one.share)
        figures.add_row(
            words["measure"][one.measure],
            f"{one.yes}/{one.of}",
            share,
            str(one.no),
            str(one.unknown),
        )
    console.print(figures)


def _cell(row: CommuneRow, measure: str, words: Mapping[str, Any]) -> Text:
    answer = row.answers[measure]
    mark, style = MARKS[answer]
    if measure != "portal" and row.state == "none":
        return Text(words["none"], style="dim")
    more = ""
    if measure == "portal" and row.state != "has":
        more = words["state"][row.state]
    elif measure == "host" and row.form is not None:
        host = "" if answer or row.target is None else f" ({host_of(row.target.url)})"
        more = words["form"][row.form.value] + host
    elif measure == "information" and row.items:
        more = f"{row.met}/{row.items + row.untested}"
    return Text(shorten(one_line(f"{mark} {more}"), 100), style=style)


def _notices(told: Coverage, words: Mapping[str, Any]) -> list[str]:
    """Return what a reader must know before using the figures."""
    notice, have = words["notice"], told.figure("portal")
    lines = [_say(words["headline"], yes=have.yes, of=have.of, share=_percent(have.share))]
    if have.unknown:
        lines.append(_say(words["headline_unknown"], n=have.unknown, most=_percent(have.most)))
    if told.other_count and told.official is not None:
        lines.append(
            _say(
                notice["official"],
                listed=len(told.rows),
                official=told.official.communes,
                province=told.official.name,
                as_of=told.official.as_of,
                source=source(),
            )
        )
    if not told.domain:
        lines.append(notice["domain"])
    if told.run is None:
        lines.append(notice["no_run"])
    elif not told.run.complete:
        lines.append(notice["incomplete"])
    for row in told.rows:
        if row.state in ("several", "ambiguous"):
            sentence = words["todo"][row.state]
            said = _say(sentence, unit=row.commune.title, others=", ".join(row.shared))
            lines.append(f"{said}: {', '.join(row.others[:6])}")
    if told.unlisted:
        said = _say(words["unlisted_count"], n=len(told.unlisted))
        lines.append(f"{said}: {', '.join(target.url for target in told.unlisted[:6])}")
    return [one_line(line) for line in lines]


def _say(text: str, **gaps: Fact) -> str:
    """Fill a text; ``one|many`` has words of its own for ``n`` = 1."""
    one, _, many = text.partition("|")
    return fill(many if many and gaps.get("n") != 1 else one, gaps)


def _percent(share: float) -> str:
    """Return a whole percentage; only a full share is shown as 100 %."""
    return f"{min(round(100 * share), 99) if share < 1 else 100}%"


@cache
def _words(lang: str) -> Mapping[str, Any]:
    """Return the texts of the report, so that both say the same words."""
    file = plugins.builtin("reports") / "coverage" / "texts" / f"{lang}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
