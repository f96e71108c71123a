"""``examples/ci/github.yml`` is the workflow that the README shows, and its commands exist."""

from __future__ import annotations

import re
import shlex
from typing import Any

import typer.main
from ruamel.yaml import YAML

from portal_audit.cli.app import app
from tests.imports import ROOT

EXAMPLE = ROOT / "examples" / "ci" / "github.yml"


def steps() -> list[dict[str, Any]]:
    """Return the steps of the one job."""
    workflow = YAML(typ="safe").load(EXAMPLE.read_text(encoding="utf-8"))
    [job] = workflow["jobs"].values()
    return list(job["steps"])


def test_the_readme_shows_the_very_file() -> None:
    shown = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    assert EXAMPLE.read_text(encoding="utf-8") in shown


def test_both_readmes_link_the_file() -> None:
    for name in ("README.md", "README.vi.md"):
        assert "(examples/ci/github.yml)" in (ROOT / name).read_text(encoding="utf-8")


def test_its_commands_and_options_are_those_of_the_program() -> None:
    program = typer.main.get_command(app)
    lines = [shlex.split(step["run"]) for step in steps() if "run" in step]
    ours = [line for line in lines if line[0] == "portal-audit"]
    assert ours
    for _, name, *arguments in ours:
        command = program.commands[name]  # type: ignore[attr-defined]
        command.make_context(name, list(arguments), resilient_parsing=False)


def test_a_variable_in_a_command_is_set_in_its_step() -> None:
    for step in steps():
        used = set(re.findall(r"\$(\w+)", step.get("run", "")))
        assert used == set(step.get("env", {}))
