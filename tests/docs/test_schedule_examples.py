"""The examples for systemd and cron call commands that exist; that of channels can be read."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main

from portal_audit.cli.app import app
from portal_audit.history.notices import channels
from tests.imports import ROOT

FOLDER = ROOT / "examples" / "schedule"
LINES = [
    (file.name, line)
    for file in sorted(FOLDER.iterdir())
    for line in file.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#") and "bin/portal-audit " in line
]


def test_each_way_is_shown() -> None:
    assert {name for name, _ in LINES} == {
        "crontab",
        "portal-audit-nightly.service",
        "portal-audit-schedule.service",
    }


@pytest.mark.parametrize(("name", "line"), LINES)
def test_its_command_and_options_are_those_of_the_program(name: str, line: str) -> None:
    program = typer.main.get_command(app)
    _, command, *arguments = shlex.split(line[line.index("bin/portal-audit") :])
    program.commands[command].make_context(command, arguments)  # type: ignore[attr-defined]


def test_the_channels_of_the_example_are_whole(tmp_path: Path) -> None:
    file = FOLDER / "channels.toml"
    names = re.findall(r'^url_from = "(\w+)"', file.read_text(encoding="utf-8"), re.M)
    found = channels.read(file, dict.fromkeys(names, "jsons://example/hook"))
    assert found.names == ("team", "departments", "contact")
    assert found.pings[0].takes("nightly")
