"""``portal-audit testbed``: the sample province, or small portals, to try the scanner on."""

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
    READING = "reading"


@app.command()
def up(
    set: Annotated[
        Chosen,
        typer.Option("--set", help="The province, or small portals with one fault or trap."),
    ] = Chosen.PROVINCE,
) -> None:
    """Run sample portals until Ctrl-C. Example: portal-audit testbed up --set workshop."""
    from portal_audit.testbed.control import Testbed
    from portal_audit.testbed.sets import SETS

    with Testbed(portals=set.value) as bed:
        typer.echo(
            f"{SETS[set.value].title.capitalize()} is up; Ctrl-C stops it.\n"
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
