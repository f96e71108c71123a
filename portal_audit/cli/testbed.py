"""``portal-audit testbed``: the sample province on loopback, to try the scanner on."""

from __future__ import annotations

import signal

import typer

app = typer.Typer(help="The sample province on loopback.", no_args_is_help=True)


@app.command()
def up() -> None:
    """Run the sample province until Ctrl-C. Example: portal-audit testbed up."""
    from portal_audit.demo.control import Testbed

    with Testbed() as bed:
        typer.echo(
            f"{bed.set.title.capitalize()} is up; Ctrl-C stops it.\n"
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
