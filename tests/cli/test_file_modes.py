"""Store and report are their owner's; the group's as well where that was asked for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from portal_audit.store import engine
from tests.cli.conftest import Cli

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


def modes(folder: Path) -> set[str]:
    places = [*folder.glob("*.sqlite*"), *(folder / "report").rglob("*"), folder / "report"]
    return {stat.filemode(place.stat().st_mode) for place in places}


@pytest.mark.parametrize(
    ("flags", "allowed"),
    [
        ([], {"-rw-------", "drwx------"}),
        (["--shared"], {"-rw-r-----", "drwxr-x---"}),
    ],
)
def test_who_may_read_store_and_report(cli: Cli, flags: list[str], allowed: set[str]) -> None:
    before = os.umask(0o022)
    try:
        assert cli.run("scan", "a.example", *flags).exit_code in (0, 3)
        assert modes(cli.folder) == allowed
        assert cli.run("report", "latest", "--out", "report", *flags).exit_code == 0
        assert modes(cli.folder) == allowed
        assert os.umask(0o022) == 0o022, "and the process is left as it was"
    finally:
        os.umask(before)


def test_a_store_that_cannot_be_written_can_be_reported_from(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.run("scan", "a.example", "--format", "json").exit_code in (0, 3)
    before = (cli.folder / "report" / "run.json").read_bytes()
    monkeypatch.setattr(engine, "writable", lambda _file: False)
    assert cli.run("report", "latest", "--format", "json", "--out", "again").exit_code == 0
    assert (cli.folder / "again" / "run.json").read_bytes() == before
    assert cli.run("evidence", "latest").exit_code == 0
    assert cli.run("history", "list").exit_code == 0
