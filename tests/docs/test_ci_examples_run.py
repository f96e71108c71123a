"""The examples for CI servers are run as they stand, on a stored run in place of a portal."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.cli.conftest import Cli, cli
from tests.imports import ROOT
from tests.program import command

EXAMPLES = ROOT / "examples" / "ci"
SHIMS = {
    "pipx": 'echo "$0 $*" >> installed',
    "pip": 'echo "$0 $*" >> installed',
    "python3": "mkdir -p portal-audit-venv/bin && touch portal-audit-venv/bin/activate",
}
"""What the examples call beside the program, with nothing installed from anywhere."""

__all__ = ["cli"]


def yaml(name: str) -> Any:
    return YAML(typ="safe").load((EXAMPLES / name).read_text(encoding="utf-8"))


def github() -> tuple[str, dict[str, str], list[str]]:
    """Return script, environment and the files that later steps take, as GitHub would run it."""
    action = yaml("action.yml")
    given = {name: str(one.get("default", "")) for name, one in action["inputs"].items()}
    steps = action["runs"]["steps"]
    environment = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "step.md"}
    environment["GITHUB_ACTION_PATH"] = str(EXAMPLES)
    for step in steps:
        for name, value in step.get("env", {}).items():
            environment[name] = re.sub(
                r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: given[m[1]], value
            )
    script = "\n".join(step["run"] for step in steps if "run" in step)
    return script, environment, [*_paths(steps), "step.md"]


def _paths(steps: Any) -> list[str]:
    return [step["with"]["path"] for step in steps if "with" in step]


def gitlab() -> tuple[str, dict[str, str], list[str]]:
    job = yaml("gitlab-ci.yml")["portal-audit"]
    artifacts = job["artifacts"]
    script = "\n".join([*job["before_script"], *job["script"]])
    return script, job["variables"], [*artifacts["paths"], *artifacts["reports"].values()]


def jenkins() -> tuple[str, dict[str, str], list[str]]:
    text = (EXAMPLES / "Jenkinsfile").read_text(encoding="utf-8")
    [script] = re.findall(r"sh '''(.*?)'''", text, re.S)
    variables = dict(re.findall(r"^ +(PORTAL\w*) = '([^']*)'", text, re.M))
    files = re.findall(r"(?:testResults|artifacts): '([^']+)'", text)
    return script, variables, [name.removesuffix("/**") for one in files for name in one.split(",")]


def test_every_example_fails_with_the_gate_and_leaves_what_its_server_reads(cli: Cli) -> None:
    cli.run("scan", "https://xa.example/", "--only", "headers", "--format", "json")
    for name, line in {**SHIMS, "portal-audit": f'exec {shlex.join(command())} "$@"'}.items():
        cli.write(f"bin/{name}", f"#!/bin/sh\n{line}\n").chmod(0o755)
    for server in (github, gitlab, jenkins):
        folder = cli.folder / server.__name__
        folder.mkdir()
        script, variables, files = server()
        environment = {
            **{name: value for name, value in os.environ.items() if "PORTAL_AUDIT" not in name},
            **variables,
            "PATH": f"{cli.folder / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PORTAL": "latest",
            "PORTAL_AUDIT_STORE": str(cli.folder / "portal-audit.sqlite"),
        }
        bash = ["bash", "-e", "-c", script]
        done = subprocess.run(bash, cwd=folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 10, f"{server.__name__}: {done.stderr}"
        assert (folder / "installed").is_file()
        assert [name for name in files if not (folder / name).exists()] == []
        _readable(folder / "portal-audit-report")


def _readable(report: Path) -> None:
    ET.parse(report / "junit.xml")
    for file in report.glob("*.json"):
        json.loads(file.read_text("utf-8"))
