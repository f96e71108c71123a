"""``portal-audit testbed``: the sample province, or the workshop, to try the scanner on."""

from __future__ import annotations

import signal
from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(help="Sample portals on loopback.", no_args_is_help=True)


class Chosen(StrEnum):
    """The sets of portals."""

    PROVINCE = "province"
    WORKSHOP = "workshop"


@app.command()
def up(
    set: Annotated[
        Chosen,
        typer.Option("--set", help="The sample province, or small portals with one fault each."),
    ] = Chosen.PROVINCE,
) -> None:
    """Run sample portals until Ctrl-C. Example: portal-audit testbed up --set workshop."""
    from portal_audit.testbed.control import Testbed

    with Testbed(portals=set.value) as bed:
        typer.echo(
            f"The {set.value} is up; Ctrl-C stops it.\n"
            f"  portal-audit scan -i {bed.inventory} --ca-file {bed.ca_file} "
            "--allow-private 127.0.0.0/8 --rate 50"
        )
        try:
            signal.pause()
        except KeyboardInterrupt:
            typer.echo("Stopped.", err=True)


@app.callback()
def _testbed() -> None:
    """Keep ``up`` a command of its own: others will stand beside it."""
