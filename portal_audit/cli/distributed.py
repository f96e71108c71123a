"""``portal-audit scan --distributed``: queue a run for workers, show how it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from portal_audit import __version__
from portal_audit.cli.ending import run_until_ended
from portal_audit.cli.prepare import LoadedRules
from portal_audit.cli.progress import Progress
from portal_audit.cli.settings import Settings
from portal_audit.cli.visits import logs_as_notes, looked_again, looking_again
from portal_audit.cli.words import words
from portal_audit.evidence import Evidence
from portal_audit.model import SecondLook, SiteResult, Target
from portal_audit.runs.second_look import LookRules
from portal_audit.runs.site_audit import SiteAudit
from portal_audit.store import Store


def require_queue(settings: Settings) -> None:
    """See that there is a queue beside the store; raises BadInput or BadStore."""
    from portal_audit.runs.distributed.schema import prepare_queue

    prepare_queue(settings.store)


def withdraw(settings: Settings, run_id: str) -> int:
    """Take the waiting portals of a run off the queue; return how many they were."""
    from portal_audit.runs.distributed.queue import JobQueue

    async def take() -> int:
        async with JobQueue.open(settings.store) as queue:
            return await queue.withdraw(run_id)

    return asyncio.run(take())


def follow_workers(
    store: Store,
    run_id: str,
    settings: Settings,
    rules: LoadedRules,
    left: Sequence[Target],
    whole: Sequence[Target],
    display: Progress,
    looks: LookRules,
) -> SecondLook | None:
    """Have workers visit what is left of a run; return what came of looking again.

    They look again at what is doubtful of the *whole* run, whoever visited it first.
    KeyboardInterrupt takes the rest off the queue.
    """
    from portal_audit.runs.distributed.following import QueuedRun, RunFollower, Watcher
    from portal_audit.runs.distributed.looking_again import QueuedLooks
    from portal_audit.runs.distributed.queue import JobQueue, QueueFault

    def finished(target: Target, result: SiteResult) -> None:
        display.finished(SiteAudit(target, Evidence(), result))

    def unserved(zone: str) -> None:
        flag = f" --zone {zone}" if zone else ""
        display.note(words(display.lang)("distributed.unserved", zone=zone or "–", flag=flag))

    watcher = Watcher(display.started, finished, unserved)
    run = QueuedRun(run_id, __version__, rules.criteria, settings.net_rules(), settings.per_address)

    def again(portals: int, seconds: float) -> None:
        display.note(looking_again(portals, seconds, display.lang))

    found: list[SecondLook | None] = []

    async def work() -> None:
        async with JobQueue.open(settings.store) as queue:
            await RunFollower(queue, store, run, left, watcher).follow()
            found.append(await QueuedLooks(queue, store, run, looks, again).confirm(whole))

    with display, logs_as_notes(display.note, display.lang):
        try:
            run_until_ended(work())
        except KeyboardInterrupt:
            with suppress(QueueFault):  # it is away; the portals stay in the queue
                taken = withdraw(settings, run_id)
                display.note(words(display.lang)("distributed.withdrawn", n=taken))
            raise
        [total] = found
        if total is not None:
            display.note(looked_again(total, display.lang))
        return total
