"""Runs on many machines as the command line has them: what is refused, and what is told."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from portal_audit import __version__
from portal_audit.cli import prepare
from portal_audit.cli.settings import Settings
from portal_audit.evidence import Evidence
from portal_audit.model import Criteria, SecondLook, Target
from portal_audit.runs.distributed.following import QueuedRun, RunFollower, enqueue
from portal_audit.runs.distributed.looking_again import QueuedLooks
from portal_audit.runs.distributed.queue import JobQueue, RunInQueue
from portal_audit.runs.distributed.schema import SCHEMA, prepare_queue
from portal_audit.runs.notify.watch import Watch
from portal_audit.runs.schedule.children import Children
from portal_audit.store import Store
from portal_audit.store.serialise import unfinished
from tests.command_line import Done, portal_audit
from tests.databases import PostgresServer

from .conftest import Cli

AT = datetime(2026, 11, 30, 3, tzinfo=UTC)


@cache
def criteria() -> Criteria:
    return prepare.rules(Settings(lang="en")).criteria


@dataclass(frozen=True)
class Queued:
    """A run of one portal that waits in the queue."""

    place: str
    run: str
    folder: Path

    def command(self, *arguments: str) -> Done:
        return portal_audit(*arguments, "--store", self.place, "--lang", "en", folder=self.folder)


def queued(
    postgres: PostgresServer,
    folder: Path,
    rules: Criteria | None = None,
    version: str = __version__,
    zone: str = "",
) -> Queued:
    place = postgres.new_store()
    prepare_queue(place)
    rules = rules or criteria()
    targets = [Target("a", "http://127.0.0.1:9/", zone=zone)]

    async def put(run: str) -> None:
        async with JobQueue.open(place) as queue:
            await enqueue(queue, QueuedRun(run, version, rules), targets)

    with Store.open(place) as store:
        run = store.begin_run(targets, started_at=AT, criteria=rules, settings={})
        asyncio.run(put(run))
    return Queued(place, run, folder)


def waiting(one: Queued) -> list[tuple[str, int, int]]:
    async def ask() -> list[tuple[str, int, int]]:
        async with JobQueue.open(one.place) as queue:
            return [(run.zone, run.waiting, run.doing) for run in await queue.runs()]

    return asyncio.run(ask())


def test_a_worker_of_another_version_refuses_and_takes_nothing(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    one = queued(postgres, tmp_path, version="0.0.9")
    done = one.command("worker", "--once")
    assert done.returncode == 2
    assert f"REFUSES run {one.run}" in done.stderr
    assert f"begun with portal-audit 0.0.9, and this worker has {__version__}" in done.stderr
    assert waiting(one) == [("", 1, 0)]


def test_a_worker_with_other_rules_refuses_and_takes_nothing(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    one = queued(postgres, tmp_path, rules=Criteria("1", "sha256:others"))
    done = one.command("worker", "--once")
    assert done.returncode == 2
    assert "sha256:others" in done.stderr
    assert criteria().fingerprint in done.stderr
    assert waiting(one) == [("", 1, 0)]


def test_a_worker_of_another_zone_refuses_and_takes_nothing(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    one = queued(postgres, tmp_path, zone="WAN")
    done = one.command("worker", "--once", "--zone", "LAN")
    assert f"REFUSES run {one.run}: its portals wait in zone WAN" in done.stderr
    assert waiting(one) == [("WAN", 1, 0)]


def test_status_tells_who_does_what_and_what_waits(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    one = queued(postgres, tmp_path, zone="WAN")

    async def take() -> None:
        async with JobQueue.open(one.place) as queue:
            worker = await queue.register("máy-1:77", "WAN")
            assert await queue.fetch(one.run, "WAN", worker, alone=False)
            await queue.register("máy-2:78", "")

    none = one.command("worker", "status").stdout
    assert "There is no worker." in none
    assert f"{one.run} · zone WAN · 1 waiting, 0 being visited" in none
    asyncio.run(take())
    first, second, queue = sorted(one.command("worker", "status").stdout.splitlines())[::-1]
    assert "máy-2:78 · zone –" in first
    assert first.endswith("idle")
    assert re.fullmatch(
        rf"máy-1:77 · zone WAN · heard \d+ s ago · a of {one.run} for \d+ s", second
    )
    assert "0 waiting, 1 being visited" in queue


@pytest.mark.parametrize(
    "command", [("scan", "a.example", "--distributed"), ("worker", "--once"), ("worker", "status")]
)
def test_workers_need_postgresql(command: tuple[str, ...], tmp_path: Path) -> None:
    assert portal_audit("store", "check", folder=tmp_path).returncode == 2  # there is none yet
    with Store.open(str(tmp_path / "portal-audit.sqlite")):
        pass
    done = portal_audit(*command, "--lang", "en", folder=tmp_path)
    assert done.returncode == 2
    assert "postgresql+psycopg://" in done.stderr


def test_a_missing_extra_is_told_with_the_command_that_installs_it(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = postgres.new_store()
    monkeypatch.setitem(sys.modules, "procrastinate.schema", None)
    done = portal_audit("worker", "--once", "--store", place, "--lang", "en", folder=tmp_path)
    assert done.returncode == 2
    assert "pip install 'portal-audit[distributed]'" in done.stderr


def test_ctrl_c_takes_the_waiting_portals_off_the_queue_and_says_how_to_go_on(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def interrupted(self: RunFollower) -> None:
        await self._look()
        raise KeyboardInterrupt

    monkeypatch.setattr(RunFollower, "follow", interrupted)
    one = Queued(postgres.new_store(), "", tmp_path)
    done = one.command("scan", "a.example", "b.example", "--distributed")
    assert done.returncode == 130
    assert "2 portals were taken off the queue" in done.stderr
    assert "--resume" in done.stderr
    assert "--distributed" in done.stderr
    assert "cret" not in done.stderr
    assert waiting(one) == []


def test_a_run_broken_off_at_its_second_look_is_looked_at_again_told_and_finished(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one, looked, told = queued(postgres, tmp_path), list[str](), list[str]()

    async def confirm(self: QueuedLooks, targets: Sequence[Target]) -> SecondLook:
        looked.extend(target.id for target in targets)
        return SecondLook(len(targets), 0)

    def note(self: Watch, targets: Sequence[Target], now: datetime) -> None:
        told.extend(target.id for target in targets)

    monkeypatch.setattr(QueuedLooks, "confirm", confirm)
    monkeypatch.setattr(Watch, "note_stored", note)
    with Store.open(one.place) as store:
        [target] = store.targets(one.run)
        store.save_site(one.run, target, Evidence(), unfinished(target))
        again = ("scan", "--resume", one.run, "--distributed")
        assert one.command(*again).returncode == 3, "nothing could be read"
        info = store.info(one.run)
        assert (info.complete, info.second_look) == (True, SecondLook(1, 0))
        assert (looked, told) == (["a"], ["a"])
        one.command(*again)
        assert (looked, told) == (["a"], ["a"]), "a run that is finished stays as it is"


@dataclass
class Ended:
    """A scan that was carried out in this process."""

    code: int
    pid: int = os.getpid()

    def wait(self) -> int:
        return self.code


def test_a_schedule_of_a_distributed_scan_puts_its_portals_into_the_queue(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one, found = Queued(postgres.new_store(), "", tmp_path), list[object]()

    async def look(self: RunFollower) -> None:
        await self._look()
        found.extend(await self._queue.runs())

    def launch(self: Children, arguments: Sequence[str], folder: str) -> Ended:
        return Ended(one.command(*arguments).returncode)

    monkeypatch.setattr(RunFollower, "follow", look)
    monkeypatch.setattr(Children, "launch", launch)
    (tmp_path / "portals.csv").write_text("url\na.example\nb.example\n", encoding="utf-8")
    (tmp_path / "portal-audit.toml").write_text("distributed = true\n", encoding="utf-8")
    at = ("nightly", "--cron", "0 2 * * *", "--store", one.place)
    portal_audit("schedule", "add", *at, "--", "-i", "portals.csv", folder=tmp_path)
    one.command("schedule", "run", "nightly")
    [queued] = found
    assert isinstance(queued, RunInQueue)
    assert (queued.waiting, queued.doing) == (2, 0)


def test_a_schedule_of_a_distributed_scan_needs_postgresql(tmp_path: Path) -> None:
    (tmp_path / "portals.csv").write_text("url\na.example\n", encoding="utf-8")
    at = ("nightly", "--cron", "0 2 * * *", "--lang", "en")
    done = portal_audit(
        "schedule", "add", *at, "--", "-i", "portals.csv", "--distributed", folder=tmp_path
    )
    assert done.returncode == 2
    assert "postgresql+psycopg://" in done.stderr


def test_a_queue_of_another_version_is_made_anew_once_it_is_empty(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    one = queued(postgres, tmp_path)
    with Store.open(one.place) as store, store.engine.begin() as connection:
        connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS 'procrastinate 2.0'")
    done = one.command("worker", "status")
    assert done.returncode == 2
    assert "holds 1 portal under procrastinate 2.0" in done.stderr
    with Store.open(one.place) as store, store.engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {SCHEMA}.procrastinate_jobs CASCADE")
    assert one.command("worker", "status").returncode == 0


def test_a_team_scans_into_its_database_and_reports_from_it(
    cli: Cli, postgres: PostgresServer
) -> None:
    there = ("--store", postgres.new_database(), "--lang", "en")
    done = cli.run("scan", "a.example", "b.example", "--format", "json", *there)
    assert done.exit_code == 0, done.output
    again = cli.run("report", "latest", "--format", "json", "--out", "again", *there)
    assert again.exit_code == 0, again.output
    files = [cli.folder / folder / "run.json" for folder in ("report", "again")]
    assert files[0].read_bytes() == files[1].read_bytes()
    for command in (("history", "list"), ("store", "prune"), ("store", "vacuum")):
        assert cli.run(*command, *there).exit_code == 0
