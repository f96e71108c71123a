"""``portal-audit worker``: visit portals that ``scan --distributed`` queued; say who does what."""

from __future__ import annotations

import asyncio
import os
import platform
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from time import sleep
from typing import TYPE_CHECKING, Annotated, Any

import typer

from portal_audit import __version__
from portal_audit.cli import options, prepare
from portal_audit.cli.distributed import require_queue
from portal_audit.cli.dry_run import duration
from portal_audit.cli.ending import heard_as_interrupt, run_until_ended
from portal_audit.cli.settings import Settings
from portal_audit.cli.visits import logs_as_notes
from portal_audit.cli.words import words
from portal_audit.errors import BadInput, NobodyAnswers, PortalAuditError
from portal_audit.model import Target
from portal_audit.output.sanitise import one_line
from portal_audit.runs.processes.crew import forked
from portal_audit.runs.processes.fork_server import can_fork
from portal_audit.runs.site_audit import AuditSettings
from portal_audit.store import Store
from portal_audit.texts import Message

if TYPE_CHECKING:
    from portal_audit.runs.distributed.queue import RunInQueue
    from portal_audit.runs.distributed.serving import WorkerPlace

app = typer.Typer(
    help="Visit portals that `scan --distributed` queued. "
    "Example: portal-audit worker --store postgresql+psycopg://audit@db/audit",
    invoke_without_command=True,
)
IDLE = 2.0
"""Seconds between two looks for a run."""
REFUSED = 2
Zone = Annotated[
    str, typer.Option(metavar="ZONE", help="Take portals of this zone of the inventory only.")
]


@app.callback()
def worker(
    context: typer.Context,
    zone: Zone = "",
    once: Annotated[
        bool, typer.Option("--once", help="End when no portal is waiting in the zone.")
    ] = False,
    store: options.Store = None,
    processes: options.Processes = None,
    concurrency: options.Concurrency = None,
    browser: options.Browser = None,
    lang: options.Lang = None,
) -> None:
    """Visit portals that `scan --distributed` queued, run after run, until stopped.

    Example: portal-audit worker --store postgresql+psycopg://audit@db/audit --zone WAN
    """
    if context.invoked_subcommand is not None:
        return
    flags = options.given(locals(), "context", "zone", "once")
    settings = Settings.gather(flags)
    if not can_fork():
        raise BadInput(Message("distributed.cannot-fork"))
    with Store.open(settings.store) as opened:
        require_queue(settings)
        _Worker(opened, settings, flags, zone.strip(), once).work()


@app.command()
def status(store: options.Store = None, lang: options.Lang = None) -> None:
    """Show which workers there are, what each is doing, and what waits.

    Example: portal-audit worker status --store postgresql+psycopg://audit@db/audit
    """
    settings = Settings.gather(options.given(locals()))
    with Store.open(settings.store, create=False):
        require_queue(settings)
    asyncio.run(_show_status(settings))


async def _show_status(settings: Settings) -> None:
    from portal_audit.runs.distributed.queue import JobQueue

    say = words(settings.lang)
    async with JobQueue.open(settings.store) as queue:
        lines, runs = await queue.workers(), await queue.runs()
    for line in lines:
        doing = (
            say("worker.idle")
            if line.site is None
            else say(
                "worker.doing",
                site=one_line(line.site),
                run=line.run,
                time=duration(line.busy or 0, settings.lang),
            )
        )
        heard = duration(line.silent, settings.lang)
        name, zone = one_line(line.name), one_line(line.zone) or "–"
        typer.echo(say("worker.line", name=name, zone=zone, heard=heard, doing=doing))
    if not lines:
        typer.echo(say("worker.none"))
    for run in runs:
        zone = one_line(run.zone) or "–"
        typer.echo(say("worker.queue", run=run.run, zone=zone, n=run.waiting, doing=run.doing))


@dataclass(slots=True)
class _Worker:
    """Looks for runs with portals in its zone, and serves them one after another."""

    store: Store
    settings: Settings
    flags: Mapping[str, Any]
    zone: str
    once: bool
    refused: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)
    queued: list[RunInQueue] = field(default_factory=list)
    number: int | None = None
    """In the list of workers, while it serves no run."""

    def work(self) -> None:
        """Go on until stopped, or with ``--once`` until nothing waits."""
        self._say("worker.ready", zone=self.zone or "–", name=_name())
        try:
            with heard_as_interrupt():
                while self._serve_next() or not self.once:
                    continue
        except KeyboardInterrupt:
            self._say("worker.stopped")
        self._leave()
        if self.refused:
            raise typer.Exit(REFUSED)

    def _serve_next(self) -> bool:
        """Serve the oldest run that may be served; ``False`` where there is none."""
        from portal_audit.runs.distributed.queue import QueueFault
        from portal_audit.runs.distributed.serving import LetGo, WorkerPlace

        try:
            with self._warnings():
                run_until_ended(self._look())
            run = next((one for one in self.queued if one.run not in self.refused), None)
            job = None if run is None else self._job_of(run)
            if run is None and not self.once:
                sleep(IDLE)
            if run is None or job is None:
                return run is not None
            self._leave()
            self.store.engine.dispose()  # no connection is copied into a process
            place = WorkerPlace(_name(), self.zone)
            # Processes inherit no display: what they warn of comes to this one.
            with forked(replace(job, on_start=self._started)) as ready, self._warnings():
                run_until_ended(self._serve(run.run, ready, place))
        except NobodyAnswers:
            raise
        except (QueueFault, LetGo, PortalAuditError) as error:
            ours = isinstance(error, PortalAuditError)
            reason = error.text(self.settings.lang) if ours else str(error)  # type: ignore[union-attr]
            self._say("worker.broken-off", reason=reason)
            sleep(IDLE)
        return True

    def _warnings(self) -> AbstractContextManager[None]:
        return logs_as_notes(partial(typer.echo, err=True), self.settings.lang)

    async def _look(self) -> None:
        """Find the runs with portals in this zone; say which are elsewhere."""
        from portal_audit.runs.distributed.queue import JobQueue
        from portal_audit.runs.distributed.reviving import revive
        from portal_audit.runs.distributed.serving import WorkerPlace

        async with JobQueue.open(self.settings.store) as queue:
            if self.number is None or not await queue.beat(self.number):
                self.number = await queue.register(_name(), self.zone)
            await revive(queue, self.store, WorkerPlace("", "").dead_after)
            runs = [run for run in await queue.runs() if run.waiting]
        self.queued = [run for run in runs if run.zone == self.zone]
        here = {run.run for run in self.queued}
        for name in {run.run for run in runs} - here - self.elsewhere:
            self.elsewhere.add(name)
            zones = ", ".join(sorted(run.zone or "–" for run in runs if run.run == name))
            self._say("worker.other-zone", run=name, zone=self.zone or "–", zones=zones)

    def _leave(self) -> None:
        """Leave the list of workers; whoever cannot is taken off it later."""
        from portal_audit.runs.distributed.queue import JobQueue, QueueFault

        number, self.number = self.number, None
        if number is None:
            return

        async def leave() -> None:
            async with JobQueue.open(self.settings.store) as queue:
                await queue.leave(number)

        with suppress(QueueFault):
            asyncio.run(leave())

    async def _serve(self, run: str, job: AuditSettings, place: WorkerPlace) -> None:
        from portal_audit.runs.distributed.queue import JobQueue
        from portal_audit.runs.distributed.serving import RunServer

        async with JobQueue.open(self.settings.store) as queue:
            await RunServer(queue, self.store, run, job, place).serve()

    def _job_of(self, run: RunInQueue) -> AuditSettings | None:
        """Return how the run's portals are audited; ``None``, loudly, where not by this worker."""
        try:
            info = self.store.info(run.run)
            settings = Settings.gather(self.flags, stored=info.settings)
            if run.version != __version__:
                raise BadInput(
                    Message("distributed.other-version", run=run.version, worker=__version__)
                )
            rules = prepare.rules(settings)
            if not run.fingerprint == info.criteria.fingerprint == rules.criteria.fingerprint:
                raise BadInput(
                    Message(
                        "distributed.other-rules",
                        run=run.fingerprint,
                        worker=rules.criteria.fingerprint,
                    )
                )
            return prepare.job(settings, rules)
        except BadInput as error:  # whatever else fails is no reason to refuse for good
            self.refused.add(run.run)
            reason = error.text(self.settings.lang)
            self._say("worker.refuses", run=run.run, reason=reason)
            return None

    def _started(self, target: Target) -> None:
        typer.echo(one_line(target.url), err=True)

    def _say(self, text: str, **facts: object) -> None:
        typer.echo(words(self.settings.lang)(text, **facts), err=True)


def _name() -> str:
    return f"{platform.node()}:{os.getpid()}"
