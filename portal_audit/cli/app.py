"""The commands together, and what becomes of every error."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from portal_audit import __version__
from portal_audit.cli import language
from portal_audit.cli.lazy import CommandSource, LazyCommand
from portal_audit.errors import BadInput, PortalAuditError
from portal_audit.texts import Message

TOOL_FAILED = 1
BAD_INPUT = 2
INTERRUPTED = 130
LANG = "portal_audit.lang"
"""Key of the context under which the language of messages is kept."""
COMMANDS = {
    "demo": CommandSource(
        "portal_audit.cli.demo",
        "demo",
        "Audit the sample province on loopback; write a report.",
    ),
    "scan": CommandSource("portal_audit.cli.scan", "scan", "Audit portals; write a ranked report."),
    "gate": CommandSource("portal_audit.cli.gate", "gate", "Pass or fail portals, for CI."),
    "report": CommandSource(
        "portal_audit.cli.report", "report", "Write the reports of a stored run again."
    ),
    "judge": CommandSource(
        "portal_audit.cli.judge", "judge", "Judge stored evidence again, without the network."
    ),
    "why": CommandSource(
        "portal_audit.cli.why", "why", "Tell how a verdict on information came about."
    ),
    "evidence": CommandSource(
        "portal_audit.cli.evidence", "evidence", "Print what was found of one site, as JSON."
    ),
    "checks": CommandSource("portal_audit.cli.checks", "app", "List, explain and test checks."),
    "inventory": CommandSource(
        "portal_audit.cli.inventory", "app", "Check, begin, discover and compare lists of portals."
    ),
    "history": CommandSource("portal_audit.cli.history", "app", "Compare runs over time."),
    "waivers": CommandSource("portal_audit.cli.waivers", "app", "Check and add accepted findings."),
    "store": CommandSource(
        "portal_audit.cli.store", "app", "Check, thin out, shrink and move the store."
    ),
    "worker": CommandSource(
        "portal_audit.cli.worker", "app", "Visit portals that scan --distributed queued."
    ),
    "testbed": CommandSource("portal_audit.cli.testbed", "app", "The sample province on loopback."),
}


class Commands(TyperGroup):
    """Turns our exceptions into one message on stderr and the exit code of the interface."""

    def __init__(self, **settings: Any) -> None:
        """List the commands without importing them."""
        super().__init__(**settings)
        for name, source in COMMANDS.items():
            self.add_command(LazyCommand(name, source))

    def make_context(self, info_name: str | None, args: list[str], *more: Any, **extra: Any) -> Any:
        """Parse, and note the language that errors are worded in."""
        lang = language.chosen(args)  # before parsing, which takes arguments off the list
        context = super().make_context(info_name, args, *more, **extra)
        context.meta[LANG] = lang
        return context

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except PortalAuditError as error:
            typer.echo(f"portal-audit: {error.text(ctx.meta[LANG])}", err=True)
            raise typer.Exit(BAD_INPUT if isinstance(error, BadInput) else TOOL_FAILED) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:  # the reader (head, less) has enough
            sys.stderr.close()
            raise typer.Exit(TOOL_FAILED) from error
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise  # wrong usage, which typer explains itself
        except Exception as error:
            if os.environ.get("PORTAL_AUDIT_DEBUG"):
                raise
            failure = Message("tool-failed", error=f"{type(error).__name__}: {error}")
            typer.echo(f"portal-audit: {failure.text(ctx.meta[LANG])}", err=True)
            raise typer.Exit(TOOL_FAILED) from error


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Audit government web portals: security, and the information they must publish. "
    "Example: portal-audit scan https://portal.example/",
)


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"portal-audit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass
