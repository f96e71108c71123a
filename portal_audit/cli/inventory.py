"""``portal-audit inventory``: validate a list of portals, begin one, find what belongs in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from portal_audit import inventory
from portal_audit.cli.coverage import coverage_of_communes
from portal_audit.cli.discover import discover_portals

app = typer.Typer(help="Lists of portals.", no_args_is_help=True)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or YAML.")],
) -> None:
    """Find every fault of an inventory. Example: portal-audit inventory check portals.csv."""
    targets = inventory.read(file)
    typer.echo(f"{file}: {len(targets)} portals, no faults.")
    for kind, count in sorted(Counter(target.kind.value for target in targets).items()):
        typer.echo(f"  {kind}: {count}")


@app.command()
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its suffix chooses the format.")],
) -> None:
    """Write an empty inventory. Example: portal-audit inventory template portals.xlsx."""
    inventory.template(file)
    typer.echo(f"{file}: fill it in, then run `portal-audit inventory check {file}`.")


app.command("discover")(discover_portals)
app.command("coverage")(coverage_of_communes)
