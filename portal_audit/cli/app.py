"""The commands together, and what becomes of every error."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from portal_audit import __version__
from portal_audit.cli import checks, demo, evidence, gate, inventory, judge, report, scan, testbed
from portal_audit.errors import BadInput, PortalAuditError

TOOL_FAILED = 1
BAD_INPUT = 2
INTERRUPTED = 130


class Commands(TyperGroup):
    """Turns our exceptions into one message on stderr and the exit code of the interface."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BadInput as error:
            typer.echo(f"portal-audit: {error}", err=True)
            raise typer.Exit(BAD_INPUT) from error
        except PortalAuditError as error:
            typer.echo(f"portal-audit: {error}", err=True)
            raise typer.Exit(TOOL_FAILED) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:  # the reader (head, less) has seen enough
            sys.stderr.close()
            raise typer.Exit(TOOL_FAILED) from error
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise  # wrong usage, which typer explains itself
        except Exception as error:
            if os.environ.get("PORTAL_AUDIT_DEBUG"):
                raise
            typer.echo(
                f"portal-audit: the tool failed: {type(error).__name__}: {error}\n"
                "This is our fault. Set PORTAL_AUDIT_DEBUG=1 to see where, and report it.",
                err=True,
            )
            raise typer.Exit(TOOL_FAILED) from error


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Audit government web portals: security, and the information they must publish. "
    "Example: portal-audit scan https://portal.example/",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"portal-audit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


app.command()(demo.demo)
app.command()(scan.scan)
app.command()(gate.gate)
app.command()(report.report)
app.command()(judge.judge)
app.command()(evidence.evidence)
app.add_typer(checks.app, name="checks")
app.add_typer(inventory.app, name="inventory")
app.add_typer(testbed.app, name="testbed")
