"""The command line run in this process: as a person does, without a second start of Python."""

from __future__ import annotations

import os
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from portal_audit.cli.app import app


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind, named as in ``subprocess.CompletedProcess``."""

    returncode: int
    stdout: str
    stderr: str


def portal_audit(*arguments: str, folder: Path | None = None) -> Done:
    """Run ``portal-audit`` in *folder*, without the settings of whoever runs the tests."""
    unset = {name: None for name in os.environ if name.startswith("PORTAL_AUDIT_")}
    runner = CliRunner(env={**unset, "PORTAL_AUDIT_DEBUG": "1"})
    with chdir(folder or Path.cwd()):
        result = runner.invoke(app, list(arguments), prog_name="portal-audit")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)
