"""``portal-audit inventory``: check a list of portals, begin one, find what belongs in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from portal_audit import inventory
from portal_audit.cli import options
from portal_audit.cli.commune_reach import reach_of_communes
from portal_audit.cli.discover import discover_portals
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words

app = typer.Typer(help="Lists of portals.", no_args_is_help=True)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or YAML.")],
    lang: options.Lang = None,
) -> None:
    """Find every fault of an inventory. Example: portal-audit inventory check portals.csv."""
    targets = inventory.read(file)
    say = words(Settings.gather(options.given(locals(), "file", "targets")).lang)
    typer.echo(say("inventory.no-faults", file=file, n=len(targets)))
    for kind, count in sorted(Counter(target.kind.value for target in targets).items()):
        typer.echo(f"  {kind}: {count}")


@app.command()
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its suffix chooses the format.")],
    lang: options.Lang = None,
) -> None:
    """Write an empty inventory. Example: portal-audit inventory template portals.xlsx."""
    say = words(Settings.gather(options.given(locals(), "file")).lang)
    inventory.template(file)
    typer.echo(say("inventory.template", file=file))


app.command("discover")(discover_portals)
app.command("reach")(reach_of_communes)
app.command(
    "coverage",
    help="The same as `reach`, which is its name now. "
    "Example: portal-audit inventory coverage latest -i portals.csv --communes communes.csv",
)(reach_of_communes)
