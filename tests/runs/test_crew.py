"""Runs on all cores: what the death of a process costs, and that nothing stays behind."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_network
from pathlib import Path

import pytest

from portal_audit.collect.http.limits import AccessRules
from portal_audit.evidence import Evidence, Exchange, Front, HttpsFront, Page, Screenshot, Visit
from portal_audit.model import Cause, State, Target
from portal_audit.rules import catalog, profile_files
from portal_audit.runs import processes
from portal_audit.runs.many_portals import audit_all
from portal_audit.runs.processes.crew import in_processes
from portal_audit.runs.processes.fork_server import ForkServer, Role, can_fork
from portal_audit.runs.processes.frames import MessageFrame, read_frame
from portal_audit.runs.processes.judge import run_judge
from portal_audit.runs.processes.visitor import pack_frame
from portal_audit.runs.site_audit import AuditSettings, SiteAudit
from portal_audit.runs.site_result import judge_site
from portal_audit.store.packed import pack_evidence
from portal_audit.store.serialise import load_target

pytestmark = [
    pytest.mark.skipif(not can_fork(), reason="this system cannot fork safely"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
]
AT = datetime(2026, 11, 30, 3, tzinfo=UTC)


@cache
def settings() -> AuditSettings:
    every = catalog.read()
    return AuditSettings(
        every.select(["headers"]),
        profile_files.load_all(every),
        rules=AccessRules(allow_private=(ip_network("127.0.0.0/8"),)),
        processes=2,
        concurrency=6,
    )


def portals(*names: str) -> list[Target]:
    """Return portals, each on an address of its own; equal numbers share one."""
    return [
        Target(name, f"https://{name}.test/", name=name, address=f"127.0.0.{place}")
        for place, name in enumerate(names, 1)
    ]


def evidence_of(target: Target) -> Evidence:
    page = Page(target.url, target.url, 200, lang="vi", title="Cổng", text="Tin tức " * 100)
    chain = (Exchange(target.url, 200, (("Content-Type", "text/html"),), 0.1),)
    front = HttpsFront(target.url, chain, None, page)
    picture = Screenshot(target.url, b"JPEG of " + target.id.encode())
    return Evidence(Visit(target, AT), front, Front(chain, page, https=True), picture)


def visitor(folder: Path) -> Role:
    """Return a process that visits nobody: the name of a portal says how it fares with it."""

    def visit(read: int, write: int) -> None:
        stream, out = os.fdopen(read, "rb"), os.fdopen(write, "wb", buffering=0)
        out.write(MessageFrame("hello", {"pid": os.getpid()}).encode())
        (folder / f"pid-{os.getpid()}").touch()
        while (frame := read_frame(stream)) is not None:
            target = load_target(frame.data["target"])
            with (folder / "visits").open("a") as log:
                log.write(f"{target.id} {os.getpid()}\n")
            before = (folder / "visits").read_text().split().count(target.id)
            if target.id.startswith("kills-always") or (target.id == "kills" and before == 1):
                os.kill(os.getpid(), signal.SIGKILL)
            if target.id.startswith("fails"):
                out.write(MessageFrame("failed", {"id": target.id}).encode())
                continue
            facts: dict[str, object] = {"id": target.id, "needs_browser": False}
            out.write(pack_frame("gathered", facts, pack_evidence(evidence_of(target))).encode())

    return visit


def judge(job: AuditSettings, folder: Path) -> Role:
    def run(read: int, write: int) -> None:
        (folder / f"pid-{os.getpid()}").touch()
        run_judge(job, read, write)

    return run


@contextmanager
def crew(folder: Path, job: AuditSettings, judging: Role | None = None) -> Iterator[AuditSettings]:
    roles = {"visit": visitor(folder), "judge": judging or judge(job, folder)}
    with ForkServer(roles) as forks:
        yield replace(job, forks=forks)


def run(folder: Path, *names: str, judging: Role | None = None) -> dict[str, SiteAudit]:
    async def collect(job: AuditSettings) -> dict[str, SiteAudit]:
        return {one.target.id: one async for one in audit_all(portals(*names), job)}

    with crew(folder, settings(), judging) as job:
        return asyncio.run(collect(job))


def visits(folder: Path) -> list[tuple[str, str]]:
    lines = (folder / "visits").read_text().splitlines()
    return [(name, pid) for name, _, pid in (line.partition(" ") for line in lines)]


def left_running(folder: Path) -> list[int]:
    pids = [int(file.name.removeprefix("pid-")) for file in folder.glob("pid-*")]
    assert pids
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_every_portal_is_judged_as_in_one_process(tmp_path: Path) -> None:
    names = ["a", "b", "c", "d"]
    audits = run(tmp_path, *names)
    job = settings()
    for target in portals(*names):
        profile = job.profile_of(target)
        expected = judge_site(target, evidence_of(target), job.catalog, profile)
        assert audits[target.id].result == expected
        assert audits[target.id].unpacked().get(Visit) == Visit(target, AT)


def test_a_picture_comes_through_as_it_was_taken(tmp_path: Path) -> None:
    audit = run(tmp_path, "a", "b")["b"]
    assert not isinstance(audit.evidence, Evidence)
    assert audit.evidence.screenshot == Screenshot("https://b.test/", b"JPEG of b")


def test_work_is_shared_among_the_processes(tmp_path: Path) -> None:
    run(tmp_path, "a", "b", "c", "d")
    assert len({pid for _, pid in visits(tmp_path)}) == 2


def test_portals_of_one_address_are_visited_by_one_process(tmp_path: Path) -> None:
    targets = [
        Target(name, f"https://{name}.test/", address="127.0.0.1") for name in ("a", "b", "c", "d")
    ]

    async def collect(job: AuditSettings) -> int:
        return len([one async for one in audit_all(targets, job)])

    with crew(tmp_path, settings()) as job:
        assert asyncio.run(collect(job)) == 4
    assert len({pid for _, pid in visits(tmp_path)}) == 1


def test_a_process_that_dies_once_costs_a_second_visit_and_nothing_else(tmp_path: Path) -> None:
    audits = run(tmp_path, "a", "kills", "b", "c", "d", "e")
    assert {audit.result.state for audit in audits.values()} == {State.SCANNED}
    assert [name for name, _ in visits(tmp_path)].count("kills") == 2


def test_only_the_portal_that_kills_twice_is_named(tmp_path: Path) -> None:
    audits = run(tmp_path, "a", "kills-always", "b", "c", "d", "e", "f", "g")
    lost = {name: one.result.cause for name, one in audits.items() if one.result.cause}
    assert lost == {"kills-always": Cause.INTERRUPTED}
    assert [name for name, _ in visits(tmp_path)].count("kills-always") == 2
    assert len(audits) == 8


def test_several_killers_do_not_take_their_neighbours_with_them(tmp_path: Path) -> None:
    killers = [f"kills-always-{number}" for number in range(4)]
    audits = run(tmp_path, *killers, *"abcdef")
    assert {name for name, one in audits.items() if one.result.cause} == set(killers)


def test_a_visit_that_failed_is_a_row_of_its_own(tmp_path: Path) -> None:
    audits = run(tmp_path, "a", "fails")
    assert audits["fails"].result.cause is Cause.INTERRUPTED
    assert audits["a"].result.cause is None


def test_a_judge_that_dies_leaves_the_evidence_to_be_judged_another_day(tmp_path: Path) -> None:
    def dies(read: int, write: int) -> None:
        read_frame(os.fdopen(read, "rb"))

    audits = run(tmp_path, "a", "b", judging=dies)
    assert {one.result.cause for one in audits.values()} == {Cause.INTERRUPTED}
    assert audits["a"].unpacked().get(Front) is not None


def test_a_judge_is_replaced_after_so_many_portals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes.crew, "JUDGED_BY_ONE", 1)
    audits = run(tmp_path, "a", "b", "c", "d")
    visiting = {pid for _, pid in visits(tmp_path)}
    judging = {file.name.removeprefix("pid-") for file in tmp_path.glob("pid-*")} - visiting
    assert len(judging) == len(audits) == 4
    assert {one.result.cause for one in audits.values()} == {None}
    assert left_running(tmp_path) == []


@pytest.mark.parametrize("frozen_before", [False, True])
def test_what_was_there_before_the_fork_is_not_looked_through_for_garbage(
    tmp_path: Path, *, frozen_before: bool
) -> None:
    gc.unfreeze()
    if frozen_before:
        gc.freeze()
    with crew(tmp_path, settings()):
        assert gc.get_freeze_count() > 0
    assert (gc.get_freeze_count() > 0) is frozen_before
    gc.freeze()


def test_nothing_is_left_running_at_the_end_nor_after_a_run_broken_off(tmp_path: Path) -> None:
    run(tmp_path, "a", "kills-always", "b")
    assert left_running(tmp_path) == []

    async def first(job: AuditSettings) -> None:
        audits = audit_all(portals("c", "d", "e", "f"), job)
        await anext(audits)
        await audits.aclose()

    with crew(tmp_path, settings()) as job:
        asyncio.run(first(job))
    assert left_running(tmp_path) == []


def test_one_portal_or_one_process_takes_no_other_process() -> None:
    job = settings()
    for alone, number in (
        (job, 1),
        (replace(job, processes=1), 9),
        (replace(job, concurrency=1), 9),
    ):
        with in_processes(alone, number) as ready:
            assert ready.forks is None


def test_as_many_processes_as_there_are_portals_at_most() -> None:
    with in_processes(replace(settings(), processes=16), 3) as ready:
        assert ready.processes == 3
        assert ready.forks is not None


@pytest.mark.parametrize(("asked", "starts"), [("headers", 0), ("tls.cert_expiry", 1)])
def test_what_looks_at_tls_is_started_where_a_check_asks_for_it(
    asked: str, starts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str | None] = []

    def note(ca_file: str | None) -> AbstractContextManager[None]:
        started.append(ca_file)
        return nullcontext()

    monkeypatch.setattr(processes.crew, "shared_parent", note)
    with processes.crew.forked(replace(settings(), catalog=catalog.read().select([asked]))):
        assert len(started) == starts
