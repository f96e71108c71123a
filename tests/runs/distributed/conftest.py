"""Workers as processes, which visit nobody: the name of a portal says how it fares with it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from ipaddress import ip_network
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.evidence import Evidence, Exchange, Failure, Front, HttpsFront, Page, Visit
from portal_audit.model import Criteria, SiteResult, Target
from portal_audit.rules import catalog, profile_files
from portal_audit.runs.distributed.following import QueuedRun, enqueue
from portal_audit.runs.distributed.queue import JobQueue, QueueFault
from portal_audit.runs.distributed.reviving import revive
from portal_audit.runs.distributed.schema import prepare_queue
from portal_audit.runs.distributed.serving import LetGo, RunServer, WorkerPlace
from portal_audit.runs.processes import crew
from portal_audit.runs.processes.fork_server import ForkServer, Role
from portal_audit.runs.processes.frames import MessageFrame, read_frame
from portal_audit.runs.processes.judge import run_judge
from portal_audit.runs.processes.visitor import pack_frame
from portal_audit.runs.site_audit import AuditSettings
from portal_audit.store import Store
from portal_audit.store.packed import pack_evidence
from portal_audit.store.serialise import load_target
from tests.databases import PostgresServer

AT = datetime(2026, 11, 30, 3, tzinfo=UTC)
PATIENCE = 60.0
LONG, SHORT = 20.0, 3.0
"""Seconds after which a worker is taken for dead, where none dies, and where one does."""
CRITERIA = Criteria("1", "sha256:rules")
FORK = multiprocessing.get_context("fork")


@cache
def settings() -> AuditSettings:
    every = catalog.read()
    return AuditSettings(
        every.select(["headers.hsts"]),
        profile_files.load_all(every),
        rules=AccessRules(
            allow_private=(ip_network("127.0.0.0/8"),),
            resolve=(("stays-in0.test", "127.0.3.1"), ("stays-in1.test", "127.0.3.1")),
        ),
        limits=VisitLimits(rate=1000),
        processes=2,
        concurrency=2,
    )


def evidence_of(target: Target, visits: int = 1) -> Evidence:
    late, fading = target.id.startswith("late"), target.id.startswith("fading")
    if target.id.startswith("dead") or (late and visits == 1) or (fading and visits > 1):
        failure = Failure("timeout", target.url)
        return Evidence(Visit(target, AT), HttpsFront(target.url, (), failure))
    page = Page(target.url, target.url, 200, lang="vi", title="Cổng", text="Tin tức " * 100)
    chain = (Exchange(target.url, 200, (("Content-Type", "text/html"),), 0.1),)
    front = HttpsFront(target.url, chain, None, page)
    return Evidence(Visit(target, AT), front, Front(chain, page, https=True))


def visitor(folder: Path, worker: int) -> Role:
    """Return a process that only writes down whom it was sent to, and when it was done."""

    def visit(read: int, write: int) -> None:
        stream, out = os.fdopen(read, "rb"), os.fdopen(write, "wb", buffering=0)
        out.write(MessageFrame("hello", {"pid": os.getpid()}).encode())
        log = os.open(folder / "visits", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        while (frame := read_frame(stream)) is not None:
            target = load_target(frame.data["target"])
            os.write(log, f"begin {target.id} {target.address} {worker}\n".encode())
            if target.id.startswith("kills"):
                while "begin stays" not in (folder / "visits").read_text():
                    time.sleep(0.01)  # else a later worker may wait for that one for ever
                os.kill(worker, signal.SIGKILL)
            while target.id.startswith("stays") and not (folder / "go").exists():
                time.sleep(0.01)
            for _ in range(50):
                os.sched_yield()
            facts: dict[str, object] = {"id": target.id, "needs_browser": False}
            visits = (folder / "visits").read_text().count(f"begin {target.id} ")
            sent = pack_frame("gathered", facts, pack_evidence(evidence_of(target, visits)))
            os.write(log, f"end {target.id} {target.address} {worker}\n".encode())
            out.write(sent.encode())

    return visit


def be_worker(place: str, run: str, zone: str, folder: Path, dead_after: float) -> None:
    """Be a worker until killed: serve the run whenever anything waits."""
    os.setsid()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    # Whoever starts the tests in the background ignores it, and so does what they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.alarm(2 * int(PATIENCE))  # whatever becomes of the tests
    crew.STOP = 0.2
    job, where = settings(), WorkerPlace(f"test:{os.getpid()}", zone, dead_after)
    with Store.open(place) as store:
        while True:
            roles = {"visit": visitor(folder, os.getpid()), "judge": lambda *a: run_judge(job, *a)}
            with ForkServer(roles) as forks, suppress(QueueFault, LetGo):
                asyncio.run(_serve(place, store, run, where, replace(job, forks=forks)))


async def _serve(
    place: str, store: Store, run: str, where: WorkerPlace, job: AuditSettings
) -> None:
    async with JobQueue.open(place) as queue:
        while True:
            await revive(queue, store, where.dead_after)
            if await queue.waits(run, where.zone):
                await RunServer(queue, store, run, job, where).serve()
            await asyncio.sleep(0.02)


@dataclass
class Fleet:
    """A run in the queue, and workers to do it."""

    place: str
    store: Store
    folder: Path
    dead_after: float = LONG
    run: str = ""
    targets: list[Target] = field(default_factory=list)
    workers: list[ForkProcess] = field(default_factory=list)

    def begin(self, targets: list[Target], rules: AccessRules | None = None) -> None:
        """Write a run down and queue it."""
        self.targets = targets
        self.run = self.store.begin_run(targets, started_at=AT, criteria=CRITERIA, settings={})
        queued = QueuedRun(self.run, "0", CRITERIA, rules or settings().rules)
        assert self.ask(lambda queue: enqueue(queue, queued, targets)) == len(targets)

    def ask(self, question: Callable[[JobQueue], object]) -> object:
        """Ask the queue something."""

        async def answer() -> object:
            async with JobQueue.open(self.place) as queue:
                return await question(queue)  # type: ignore[misc]

        return asyncio.run(answer())

    def start(self, workers: int = 1, zone: str = "") -> list[ForkProcess]:
        """Start workers."""
        settings()  # loaded once, before any is forked
        self.store.engine.dispose()
        arguments = (self.place, self.run, zone, self.folder, self.dead_after)
        new = [FORK.Process(target=be_worker, args=arguments) for _ in range(workers)]
        for worker in new:
            worker.start()
        self.workers += new
        return new

    def kill(self, *workers: ForkProcess) -> None:
        """Kill workers with everything they started."""
        for worker in workers:
            if worker.is_alive() and worker.pid is not None:
                with suppress(ProcessLookupError):
                    os.killpg(worker.pid, signal.SIGKILL)
            worker.join()

    def visits(self, word: str = "begin") -> list[list[str]]:
        """Return who was visited so far: site, address, worker."""
        file = self.folder / "visits"
        lines = file.read_text().splitlines() if file.exists() else []
        return [line.split()[1:] for line in lines if line.startswith(word)]

    def times(self) -> Counter[str]:
        """Return how often each site was visited."""
        return Counter(site for site, *_ in self.visits())

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < deadline, f"{self.visits()}\n{self.store.done(self.run)}"
            time.sleep(0.05)

    def wait_until_done(self) -> dict[str, SiteResult]:
        """Wait for the end of the run; return what came of it."""
        self.wait(lambda: len(self.store.done(self.run)) == len(self.targets))
        self.wait(lambda: not self.ask(lambda queue: queue.sites(self.run)))
        return {site.id: site for site in self.store.run(self.run).sites}


@pytest.fixture
def fleet(postgres: PostgresServer, tmp_path: Path) -> Iterator[Fleet]:
    """A store on PostgreSQL with a queue beside it, and no run yet."""
    place = postgres.new_store()
    prepare_queue(place)
    with Store.open(place) as store:
        made = Fleet(place, store, tmp_path)
        yield made
        (tmp_path / "go").touch()
        made.kill(*made.workers)


def portals(count: int, servers: int, name: str = "p") -> list[Target]:
    """Return portals that share servers."""
    return [
        Target(
            f"{name}{number}",
            f"https://{name}{number}.test/",
            address=f"127.0.1.{number % servers}",
        )
        for number in range(count)
    ]
