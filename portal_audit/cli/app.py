"""The commands together, and what becomes of every error."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from portal_audit import __version__
from portal_audit.cli import language
from portal_audit.cli.file_modes import owner_only
from portal_audit.cli.help_words import in_language
from portal_audit.cli.lazy import LANG, CommandSource, LazyCommand
from portal_audit.cli.setting_sources import TRUSTED
from portal_audit.cli.terminal import filtered
from portal_audit.errors import BadInput, PortalAuditError
from portal_audit.texts import Message

TOOL_FAILED = 1
BAD_INPUT = 2
INTERRUPTED = 130
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
    "notify": CommandSource("portal_audit.cli.notify", "app", "Tell people what a run changed."),
    "schedule": CommandSource("portal_audit.cli.schedule", "app", "Scan again and again."),
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
        try:
            shown = in_language(self, lang)
            context = super(Commands, shown).make_context(info_name, args, *more, **extra)
        except typer.TyperException as error:
            _refuse(error, lang)
        context.meta[LANG] = lang
        return context

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with filtered(), owner_only():
            return self._invoke(ctx)

    def _invoke(self, ctx: Any) -> Any:
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
        except typer.TyperException as error:
            _refuse(error, ctx.meta[LANG])
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if os.environ.get("PORTAL_AUDIT_DEBUG"):
                raise
            failure = Message("tool-failed", error=f"{type(error).__name__}: {error}")
            typer.echo(f"portal-audit: {failure.text(ctx.meta[LANG])}", err=True)
            raise typer.Exit(TOOL_FAILED) from error


def _refuse(error: typer.TyperException, lang: str) -> NoReturn:
    """Word an error of usage in the language of the command line; end with 2."""
    from portal_audit.cli import usage_errors

    if type(error).__name__ == usage_errors.HELP_ITSELF:
        raise error
    typer.echo(f"portal-audit: {usage_errors.explain(error, lang)}", err=True)
    raise typer.Exit(BAD_INPUT) from error


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
    ctx: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
    trust_settings: Annotated[
        bool,
        typer.Option("--trust-settings", help="Let portal-audit.toml name code: checks, reports."),
    ] = False,
) -> None:
    token = TRUSTED.set(trust_settings)
    ctx.call_on_close(lambda: TRUSTED.reset(token))
