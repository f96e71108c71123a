"""``portal-audit store``: see that a store is whole, thin it out, move it elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from portal_audit.cli import options
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.store import Store, care
from portal_audit.store.transfer import RowCounts, export_store, import_store

app = typer.Typer(help="Care of the store.", no_args_is_help=True)
DEFAULT = care.Retention()


@app.command()
def check(store: options.Store = None, lang: options.Lang = None) -> None:
    """Read everything that is stored; exit code 1 where something is damaged.

    Example: portal-audit store check
    """
    settings = Settings.gather(options.given(locals()))
    say = words(settings.lang)
    with Store.open(settings.store, create=False) as opened:
        damages = list(care.check(opened.engine, settings.lang))
        runs = len(opened.runs())
    for one in damages:
        place = f"{one.run} {one.site} {say.name('part-of-store', one.what or 'file')}".strip()
        typer.echo(say("store.damaged", place=place, reason=one.reason), err=True)
    if damages:
        raise typer.Exit(1)
    typer.echo(say("store.whole", n=runs))


@app.command()
def prune(
    keep_runs: Annotated[
        int, typer.Option(min=0, help="Latest runs that keep all evidence and pictures.")
    ] = DEFAULT.full_runs,
    keep_days: Annotated[
        int, typer.Option(min=0, help="Days for which evidence is kept.")
    ] = DEFAULT.evidence_days,
    pin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RUN",
            help="Keep all of this run, now and later: a report or a dispute stands on it "
            "(repeatable).",
        ),
    ] = None,
    unpin: Annotated[
        list[str] | None,
        typer.Option(metavar="RUN", help="Keep this run no longer than others (repeatable)."),
    ] = None,
    store: options.Store = None,
    lang: options.Lang = None,
) -> None:
    """Take away old evidence, pictures and sent notices; verdicts and scores stay for ever.

    Example: portal-audit store prune --keep-runs 7 --keep-days 180
    """
    settings = Settings.gather(options.given(locals(), "keep_runs", "keep_days", "pin", "unpin"))
    with Store.open(settings.store, create=False) as opened:
        opened.fill_history()
        held, loosed = ([opened.info(run).id for run in runs or ()] for runs in (pin, unpin))
        retention = care.Retention(keep_runs, keep_days)
        freed = care.prune(opened.engine, retention, datetime.now(UTC), held, loosed)
    typer.echo(
        words(settings.lang)(
            "store.freed",
            evidence=freed.evidence,
            screenshots=freed.screenshots,
            notices=freed.notices,
            size=f"{freed.bytes / 1e6:.1f}",
        )
    )


@app.command()
def vacuum(store: options.Store = None, lang: options.Lang = None) -> None:
    """Give the space of what was pruned back to the disk. Example: portal-audit store vacuum."""
    settings = Settings.gather(options.given(locals()))
    with Store.open(settings.store, create=False) as opened:
        care.vacuum(opened.engine)
    typer.echo(words(settings.lang)("store.vacuumed"))


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write, such as all.zst.")],
    store: options.Store = None,
    lang: options.Lang = None,
) -> None:
    """Write all of a store into one file (JSON lines, zstandard), to keep or to move.

    Example: portal-audit store export all.jsonl.zst
    """
    settings = Settings.gather(options.given(locals(), "file"))
    with Store.open(settings.store, create=False) as opened:
        typer.echo(_moved("store.exported", export_store(opened.engine, file), settings, file))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File of `store export`.")],
    store: options.Store = None,
    lang: options.Lang = None,
) -> None:
    """Fill an empty store, such as one on PostgreSQL, and compare every row.

    Example: portal-audit store import all.jsonl.zst --store postgresql+psycopg://audit@db/audit
    """
    settings = Settings.gather(options.given(locals(), "file"))
    with Store.open(settings.store) as opened:
        typer.echo(_moved("store.imported", import_store(opened.engine, file), settings, file))


def _moved(text: str, tally: RowCounts, settings: Settings, file: Path) -> str:
    rows = tally.rows
    return words(settings.lang)(text, n=rows.get("runs", 0), rows=sum(rows.values()), file=file)
