"""``portal-audit testbed``: the sample province on loopback, to try the scanner on."""

from __future__ import annotations

import signal

import typer

from portal_audit.cli import options
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words

app = typer.Typer(help="The sample province on loopback.", no_args_is_help=True)


@app.command()
def up(lang: options.Lang = None) -> None:
    """Run the sample province until Ctrl-C. Example: portal-audit testbed up."""
    say = words(Settings.gather(options.given(locals())).lang)
    from portal_audit.demo.control import Testbed

    with Testbed() as bed:
        command = (
            f"portal-audit scan -i {bed.inventory} --ca-file {bed.ca_file} "
            "--allow-private 127.0.0.0/8 --rate 50"
        )
        typer.echo(say("testbed.up", command=command))
        try:
            signal.pause()
        except KeyboardInterrupt:
            typer.echo(say("testbed.stopped"), err=True)


@app.callback()
def _testbed() -> None:
    """Keep ``up`` a command of its own: others will stand beside it."""
