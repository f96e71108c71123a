"""``docs/deploy.md``, as it stands there: from an empty database to a run by three workers.

The same portals are visited on one machine too: what was found must be the same.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import signal
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from portal_audit.runs.processes.fork_server import can_fork
from tests.conftest import Scripted, reply
from tests.databases import PostgresServer, programs
from tests.imports import ROOT
from tests.program import command

PAGE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "examples" / "deploy"
TESTED = "\n".join(re.findall(r"<!-- tested -->\n```sh\n(.*?)```", PAGE, re.S))
COMMANDS = {line.removesuffix(" &") for line in TESTED.splitlines() if line.startswith("portal")}
PORTALS = 3
PATIENCE = 180
"""Seconds that a script may take, on a machine that may be busy."""
ONE = {"PORTAL_AUDIT_PROCESSES": "1"}
HOME = (
    "<!doctype html><html lang=vi><title>Cổng {n}</title><h1>Ủy ban nhân dân xã {n}</h1><p>"
    + "Tin tức và văn bản mới nhất của xã, lịch tiếp công dân hằng tuần. " * 20
)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with what a newcomer has: portals, settings, the program on the path."""
    program = tmp_path / "bin" / "portal-audit"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.join(command())} "$@"\n')
    program.chmod(0o755)
    (tmp_path / "portal-audit.toml").write_text(
        'allow-private = ["127.0.0.0/8"]\nonly = ["headers", "information"]\nrate = 100\n'
        'format = "json"\nbrowser = "never"\nmax-pages = 2\n'
    )
    return tmp_path


def environment(folder: Path) -> dict[str, str]:
    ours = {name: text for name, text in os.environ.items() if "PORTAL_AUDIT" not in name}
    binaries = programs()
    assert binaries is not None
    path = os.pathsep.join([str(folder / "bin"), str(binaries), ours["PATH"]])
    return ours | {"PATH": path, "PYTHONPATH": str(ROOT), "PORTAL_AUDIT_LANG": "en"} | ONE


async def run(folder: Path, script: str) -> str:
    """Run a script; return what it said, its background jobs included."""
    file = folder / "said.txt"
    with file.open("wb") as said:
        bash = await asyncio.create_subprocess_exec(
            *("bash", "-e", "-c", script),
            cwd=folder,
            env=environment(folder),
            stdout=said,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        async with asyncio.timeout(PATIENCE):
            await bash.wait()
    except TimeoutError:
        os.killpg(bash.pid, signal.SIGKILL)
        await bash.wait()
    assert bash.returncode == 0, file.read_text()
    return file.read_text()


async def both_ways(folder: Path, deploy: str) -> tuple[str, list[Any], list[Any]]:
    servers = [
        Scripted({"/": reply("200 OK", "Content-Type: text/html", body=HOME.format(n=n).encode())})
        for n in range(PORTALS)
    ]
    rows = ["url,name,kind"]
    for number, server in enumerate(servers):
        await server.__aenter__()
        rows.append(f"{server.url()},Xã {number},web")
    try:
        (folder / "portals.csv").write_text("\n".join(rows), encoding="utf-8")
        said = await run(folder, deploy)
        await run(folder, "portal-audit scan -i portals.csv --processes 1 --out alone --quiet")
    finally:
        for server in servers:
            await server.__aexit__(None, None, None)
    return said, sites(folder / "report"), sites(folder / "alone")


def sites(report: Path) -> list[Any]:
    """Return the sites of a report, without the times of the visits."""
    record = json.loads((report / "run.json").read_text(encoding="utf-8"))
    for site in record["sites"]:
        site.pop("visited_at")
    return list(record["sites"])


@pytest.mark.timeout(400)  # seven starts of the program, on a machine that may be busy
@pytest.mark.skipif(not can_fork(), reason="workers need a system that can fork safely")
def test_the_page_leads_to_a_run_that_finds_the_same_as_one_machine(
    postgres: PostgresServer, work: Path
) -> None:
    owner = f"psql -q -h {postgres.folder} -p {postgres.port} -U owner -d postgres"
    deploy = TESTED.replace("sudo -u postgres psql", owner)
    deploy = deploy.replace("@localhost/", f"@127.0.0.1:{postgres.port}/")
    said, together, alone = asyncio.run(both_ways(work, deploy))
    assert len(together) == PORTALS
    assert json.dumps(together) == json.dumps(alone)
    assert {site["state"] for site in together} == {"scanned"}
    assert said.count("waiting for portals") == 3
    assert said.count(" · idle") == 3
    assert said.count("Stopped") == 3
    assert "Traceback" not in said
    assert f"[{PORTALS}/{PORTALS}]" in said
    assert "change-me" not in said


def test_the_containers_run_what_was_tested() -> None:
    text = (EXAMPLES / "compose.yaml").read_text(encoding="utf-8")
    services = YAML(typ="safe").load(text)["services"]
    ours = {name: one for name, one in services.items() if name != "db"}
    assert {f"portal-audit {shlex.join(one['command'])}" for one in ours.values()} <= COMMANDS
    assert services["worker"]["deploy"]["replicas"] == 3
    assert "change-me" not in text


@pytest.mark.parametrize("unit", sorted(EXAMPLES.glob("*.service")), ids=lambda file: file.name)
def test_the_units_run_what_was_tested(unit: Path) -> None:
    parsed = ConfigParser(interpolation=None, strict=False)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]  # as its manual says
    parsed.read_string(unit.read_text(encoding="utf-8"))
    command = parsed["Service"]["ExecStart"].rpartition("/")[2]
    assert command.removesuffix(" --zone %i") in COMMANDS
    assert parsed["Service"]["Restart"] == "always"
    assert unit.name in PAGE
