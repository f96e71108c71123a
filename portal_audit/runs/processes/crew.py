"""The parent of a run on all cores: who visits what, who judges it, and what a death costs."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Coroutine, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from time import monotonic
from typing import Any

from portal_audit.analyse.required_information.vocabulary import FOLDED, LABELS, MARKED, SLUGS
from portal_audit.collect.tls.worker_process import shared_parent
from portal_audit.evidence import Screenshot
from portal_audit.model import Target
from portal_audit.parse.http.public_suffixes import registered_domain
from portal_audit.runs.one_portal import interrupted
from portal_audit.runs.processes.addresses import addresses_of, groups
from portal_audit.runs.processes.fork_server import ForkServer, can_fork
from portal_audit.runs.processes.frames import MessageFrame
from portal_audit.runs.processes.garbage import GarbageCollection
from portal_audit.runs.processes.judge import run_judge
from portal_audit.runs.processes.visitor import run_visitor, unpack_entry
from portal_audit.runs.processes.warnings import load_warning
from portal_audit.runs.processes.worker import Worker
from portal_audit.runs.site_audit import AuditSettings, SiteAudit
from portal_audit.store.packed import PackedEvidence
from portal_audit.store.serialise import dump_target, load_result, unpack
from portal_audit.texts import Message

log = logging.getLogger(__name__)

SILENCE = 120.0
"""Seconds without a sign of life after which a process is taken to hang, and ended."""
LOOK = 5.0
"""Seconds between two looks for such."""
STOP = 5.0
"""Seconds that processes get to close their connections at the end."""
JUDGED_BY_ONE = 50
"""Portals that a process judges before another takes its place, which is forked in no time: what it
remembers of their words would be more with every portal, and is of little use for the next."""


@contextmanager
def in_processes(job: AuditSettings, portals: int) -> Iterator[AuditSettings]:
    """Yield the job with processes to carry it out, where more than one are of use.

    To be entered before this process starts any thread or event loop.
    """
    processes = min(job.processes, portals, job.concurrency)
    if processes < 2 or not can_fork():
        yield job
        return
    with forked(replace(job, processes=processes)) as ready:
        yield ready


@contextmanager
def forked(job: AuditSettings) -> Iterator[AuditSettings]:
    """Yield the job with processes to carry it out, be it a single one."""
    registered_domain("gov.vn")  # reads the list of suffixes, once for all of them
    for vocabulary in (FOLDED, LABELS, SLUGS, MARKED):
        vocabulary.found("")  # builds its automaton
    theirs = replace(job, on_start=None, log=None)
    roles = {
        "visit": partial(run_visitor, theirs, job.log is not None),
        "judge": partial(run_judge, theirs),
    }
    tls = shared_parent(job.rules.ca_file) if job.looks_at_tls else nullcontext()
    with tls, ForkServer(roles) as forks:
        yield replace(job, forks=forks)


async def audit_in_processes(
    targets: Sequence[Target], job: AuditSettings
) -> AsyncGenerator[SiteAudit, None]:
    """Yield each site as it finishes, as ``many_portals.audit_all`` does."""
    crew = Crew(targets, job)
    try:
        await crew.begin()
        for _ in targets:
            yield await crew.next()
    finally:
        await crew.end()


@dataclass(slots=True)
class _Place:
    """Where one visiting process is, or the one that replaces it."""

    worker: Worker
    open: bool = True
    """Not while one that died is being replaced."""
    in_flight: dict[str, Target] = field(default_factory=dict)
    suspects: deque[Target] = field(default_factory=deque)
    """Were in flight when a process died: each is tried once more, by itself."""
    waiting: deque[Target] = field(default_factory=deque)
    """Belong here, since whoever shares their server is visited from here."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A site that is finished, until whoever stores it has time for it: 250 kB when it is read."""

    target: Target
    packed: PackedEvidence
    result: bytes
    needs_browser: bool

    def read(self) -> SiteAudit:
        result = load_result(unpack(self.result))
        return SiteAudit(self.target, self.packed, result, self.needs_browser)


class Crew:
    """Gives out targets and hands on evidence; one for a run."""

    def __init__(self, targets: Sequence[Target], job: AuditSettings) -> None:
        """Start nothing yet."""
        assert job.forks is not None
        self._job, self._forks = job, job.forks
        self._waiting = deque(targets)
        self._places: list[_Place] = []
        self._place_of: dict[str, _Place] = {}
        self._group_of: dict[str, str] = {}
        self._unfinished = 0
        self._evidence: asyncio.Queue[tuple[Target, PackedEvidence, bool]] = asyncio.Queue()
        self._audits: asyncio.Queue[SiteAudit | _Judged | BaseException] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self._judges: set[Worker] = set()
        self._garbage = GarbageCollection()

    async def begin(self) -> None:
        """Start the processes and give out the first targets."""
        job = self._job
        found = await addresses_of(tuple(self._waiting), job.rules, job.limits.connect_timeout)
        self._group_of = groups(found)
        for _ in range(job.processes):
            self._places.append(_Place(await Worker.start(self._forks, "visit")))
        self._tasks += [self._task(self._listen(place)) for place in self._places]
        self._tasks += [self._task(self._judge()) for _ in self._places]
        self._tasks.append(self._task(self._watch()))
        self._give_out()

    def add(self, target: Target, group: str) -> None:
        """Visit one more; targets of one *group* are visited by one process."""
        self._group_of[target.id] = group
        self._waiting.append(target)
        self._give_out()

    async def next(self) -> SiteAudit:
        """Return the next site that is finished."""
        audit = await self._audits.get()
        if isinstance(audit, BaseException):
            raise audit
        self._unfinished -= 1
        self._give_out()
        self._garbage.finished()
        return audit.read() if isinstance(audit, _Judged) else audit

    async def end(self) -> None:
        """Stop everything, whatever is in flight."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        workers = [*(place.worker for place in self._places), *self._judges]
        await asyncio.gather(*(worker.close(STOP) for worker in workers))

    def _task(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        task.add_done_callback(self._report_failure)
        return task

    def _report_failure(self, task: asyncio.Task[None]) -> None:
        """Have the run end where a part of it failed, rather than wait for ever."""
        if not task.cancelled() and (error := task.exception()) is not None:
            self._audits.put_nowait(error)

    def _give_out(self) -> None:
        for place in filter(lambda each: each.open, self._places):
            if place.suspects and not place.in_flight:
                self._send(place, place.suspects.popleft())
            while place.waiting and not place.suspects and self._room():
                self._send(place, place.waiting.popleft())
        while self._waiting and self._room():
            target = self._waiting.popleft()
            place = self._place_for(target)
            if place.suspects or place.waiting or not place.open:
                place.waiting.append(target)
            else:
                self._send(place, target)

    def _room(self) -> bool:
        return self._unfinished < self._job.concurrency

    def _place_for(self, target: Target) -> _Place:
        group = self._group_of[target.id]
        if group not in self._place_of:
            least = min(self._places, key=lambda place: (len(place.suspects), len(place.in_flight)))
            self._place_of[group] = least
        return self._place_of[group]

    def _send(self, place: _Place, target: Target) -> None:
        place.in_flight[target.id] = target
        self._unfinished += 1
        if self._job.on_start is not None:
            self._job.on_start(target)
        place.worker.send(MessageFrame("visit", {"target": dump_target(target)}))

    async def _listen(self, place: _Place) -> None:
        retried: set[str] = set()
        while True:
            frame = await place.worker.receive()
            if frame is None:
                await self._replace(place, retried)
            elif frame.kind == "gathered":
                target = place.in_flight.pop(frame.data["id"])
                packed = _unpack_frame(frame)
                self._evidence.put_nowait((target, packed, bool(frame.data["needs_browser"])))
                self._give_out()
            elif frame.kind == "failed":
                target = place.in_flight.pop(frame.data["id"])
                self._audits.put_nowait(interrupted(target, self._job.profile_of(target)))
                self._give_out()
            elif frame.kind == "request" and self._job.log is not None:
                self._job.log(unpack_entry(frame.data))
            elif frame.kind == "warning":
                log.warning(load_warning(frame.data))

    async def _replace(self, place: _Place, retried: set[str]) -> None:
        """Start another process in place of one that died; name whoever it died of twice."""
        place.open = False
        lost, place.in_flight = list(place.in_flight.values()), {}
        for target in lost:
            if target.id in retried:
                log.warning(Message("log.visit-died", url=target.url))
                self._audits.put_nowait(interrupted(target, self._job.profile_of(target)))
            else:
                retried.add(target.id)
                self._unfinished -= 1
                place.suspects.append(target)
        place.worker = await Worker.start(self._forks, "visit")
        place.open = True
        self._give_out()

    async def _watch(self) -> None:
        """End processes that hang."""
        while True:
            await asyncio.sleep(LOOK)
            for place in self._places:
                if monotonic() - place.worker.heard > SILENCE:
                    place.worker.kill()

    async def _judge(self) -> None:
        worker: Worker | None = None
        judged = 0
        while True:
            target, packed, needs_browser = await self._evidence.get()
            if worker is not None and judged >= JUDGED_BY_ONE:
                self._judges.discard(worker)
                await worker.close(STOP)
                worker = None
            frame = MessageFrame("judge", {"target": dump_target(target)}, packed.blob)
            result: bytes | None = None
            for _ in range(2):
                if worker is None:
                    worker, judged = await Worker.start(self._forks, "judge"), 0
                    self._judges.add(worker)
                worker.send(frame)
                said = await worker.receive()
                if said is not None:
                    judged += 1
                    result = said.blob
                    for warning in said.data["warnings"]:
                        log.warning(load_warning(warning))
                    break
                self._judges.discard(worker)
                worker = None
            profile = self._job.profile_of(target)
            judged_as = profile.judged_as(target)
            if result is not None:
                self._audits.put_nowait(_Judged(judged_as, packed, result, needs_browser))
            else:  # its evidence is kept: `judge` may judge it another day
                log.warning(Message("log.judging-died", url=target.url))
                lost = interrupted(target, profile).result
                self._audits.put_nowait(SiteAudit(judged_as, packed, lost, needs_browser))


def _unpack_frame(frame: MessageFrame) -> PackedEvidence:
    blob, image = frame.blob[: frame.data["size"]], frame.blob[frame.data["size"] :]
    picture = Screenshot(frame.data["picture_of"], image) if "picture_of" in frame.data else None
    return PackedEvidence(blob, picture)
