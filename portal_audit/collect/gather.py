"""Visit a site: run just the probes that the chosen checks need, each of them once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from portal_audit.collect.crawl import crawl, rendering
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.local_faults import local_fault
from portal_audit.collect.probes import dns, http, samples, security_txt
from portal_audit.collect.probes.base import PROBES, VisitPlan
from portal_audit.collect.tls import probe as tls
from portal_audit.errors import NetError, NoEvidence
from portal_audit.evidence import Evidence, Front, Gap, HttpFront, HttpsFront
from portal_audit.model import Target
from portal_audit.texts import Message

log = logging.getLogger(__name__)

INSTALLED = (crawl, rendering, dns, http, samples, security_txt, tls)
"""Every module with probes; ``@probe`` puts them on the list when the module is imported here."""

_LEAST_WAIT = 0.1

ALWAYS: tuple[type[object], ...] = (HttpsFront, HttpFront, Front)
"""Evidence without which one cannot even say whether the site could be read."""


async def gather(
    kinds: Iterable[type[object]],
    target: Target,
    client: HttpClient,
    plan: VisitPlan,
    seconds: float,
) -> Evidence:
    """Return the evidence of these kinds, within *seconds*.

    What could not be had is remembered with its reason; a probe that crashes or does not finish
    in time costs only its own evidence.
    """
    probes = _Probes(target, {Target: target, HttpClient: client, VisitPlan: plan})
    chosen = list(dict.fromkeys((*ALWAYS, *(kind for kind in kinds if kind in PROBES))))
    tasks = [probes.task(kind) for kind in chosen]
    try:
        late = await _wait(tasks, seconds, client)
    finally:  # also where the visit itself is broken off, so that no probe outlives it
        visits = await probes.end()
    pieces: list[object] = []
    missing: dict[type[object], Gap] = {}
    crashes: set[int] = set()
    for kind, task in visits.items():
        piece = _outcome(task, crashes)
        if isinstance(piece, Gap):
            missing[kind] = Gap("deadline") if task in late else piece
        else:
            pieces.append(piece)
    return Evidence(*pieces, missing=missing)


class _Probes:
    """The probes of one visit, each run once, whoever needs what it brings."""

    def __init__(self, target: Target, given: Mapping[type[object], object]) -> None:
        """Take what the engine gives to probes, the target among it."""
        self._target, self._given = target, given
        self._tasks: dict[type[object], asyncio.Task[object]] = {}

    def task(self, kind: type[object]) -> asyncio.Task[object]:
        """Return what brings a kind of evidence; it begins when it is first asked for."""
        if kind not in self._tasks:
            name = f"{kind.__name__} {self._target.id}"
            self._tasks[kind] = asyncio.create_task(self._fetch(kind), name=name)
        return self._tasks[kind]

    async def _fetch(self, kind: type[object]) -> object:
        if kind not in PROBES:
            raise NoEvidence("no-probe")
        probe = PROBES[kind]
        for need in probe.needs.values():
            self.task(need)
        inputs: dict[str, Any] = {name: self._given[need] for name, need in probe.given.items()}
        for name, need in probe.needs.items():
            # Shielded: one probe's cancellation must not take away what another still needs.
            inputs[name] = await asyncio.shield(self.task(need))
        return await probe.fetch(**inputs)

    async def end(self) -> dict[type[object], asyncio.Task[object]]:
        """Stop those that still run; hand over all of them, and keep none.

        A probe that failed holds, by its traceback, all of this. Kept here, or in a variable of
        ``_fetch``, it would be a circle, and the visit with all its pages would stay in memory
        until Python looks for such.
        """
        tasks, self._tasks = self._tasks, {}
        for task in tasks.values():
            task.cancel()
        await asyncio.wait(tasks.values())  # ``gather`` would keep the errors
        for task in tasks.values():
            _ = task.cancelled() or task.exception()  # else asyncio tells of it
        return tasks


async def _wait(
    tasks: list[asyncio.Task[object]], seconds: float, client: HttpClient
) -> set[asyncio.Task[object]]:
    """Wait for so many seconds, and for as many more as the visit waited for something of ours."""
    _, late = await asyncio.wait(tasks, timeout=seconds)
    granted = 0.0
    while late and (more := client.waited - granted) > 0:
        granted += more
        _, late = await asyncio.wait(late, timeout=max(more, _LEAST_WAIT))
    return late


def _outcome(task: asyncio.Task[object], crashes: set[int]) -> object:
    """Return what a probe brought, or the gap it leaves; a crash is logged once."""
    if task.cancelled():
        return Gap("deadline")
    error = task.exception()
    if error is None:
        return task.result()
    if isinstance(error, NoEvidence):
        return Gap(error.reason, error.applies)
    if isinstance(error, NetError):
        return Gap(error.cause)
    if id(error) not in crashes:
        crashes.add(id(error))
        failed = Message("log.probe-failed", probe=task.get_name(), error=repr(error))
        log.warning(failed, exc_info=error)
    if local_fault(error) is not None:  # looked at again, as what a request lacked is
        return Gap("local")
    return Gap(f"probe-failed: {type(error).__name__}")
