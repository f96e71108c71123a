"""Carry out what is due: a scan as a child process, taken up again where one was killed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from portal_audit.errors import PortalAuditError
from portal_audit.store import Leases, RunInfo, Schedules, Store
from portal_audit.store.process_identity import identity_of, is_dead, this_process
from portal_audit.store.schedules import Firing, Schedule
from portal_audit.texts import Message

TRIES = 2
"""Times that one due time is tried: what was killed is taken up again once."""
DONE = frozenset({0, 3})
"""Exit codes of a scan that came to its end; with 3 not one portal could be read."""
FLAGS = frozenset({"--quiet", "-q", "--json-log", "--distributed"})
"""Of a scan that say how it is shown and who visits, which a run does not remember."""
KEPT = timedelta(days=400)
"""How long due times stay on record."""


class Child(Protocol):
    """A scan that is going on."""

    @property
    def pid(self) -> int:
        """Number of its process."""

    def wait(self) -> int:
        """Wait for its end; return its exit code, negative where a signal ended it."""


Launch = Callable[[Sequence[str], str], Child]
"""Arguments of ``portal-audit`` and a working folder → the running scan."""


class Firings:
    """Carries out due times, and says in the store what came of each."""

    def __init__(
        self,
        store: Store,
        launch: Launch,
        clock: Callable[[], datetime],
        say: Callable[[Message], None],
        after: Callable[[Schedule], Sequence[str]] = lambda schedule: (),
    ) -> None:
        """*after* is called after each good run; it returns what failed, in words."""
        self._store, self._schedules = store, Schedules(store.engine)
        self._launch, self._clock, self._say, self._after = launch, clock, say, after
        self.ending = False
        """Whether we are being stopped: what ends now is taken up at the next start."""

    def fire(self, name: str, due: datetime) -> None:
        """Carry out one due time, unless another scheduler has it, or its inventory is held."""
        schedule = self._schedules.get(name)
        if schedule is None:
            return
        now = self._clock()
        lease = Leases(self._store.engine).holder_of(schedule.inventory)
        busy = lease is not None and lease.alive(now)
        state = "skipped" if busy else "started"
        if not self._schedules.begin(name, due, this_process(), state, now):
            return
        if lease is not None and busy:
            self._say(Message("schedule.skipped", name=name, due=shown(due), run=lease.run_id))
            return
        self._carry_out(schedule, due, now, ("scan", *schedule.arguments))

    def report(self, error: PortalAuditError) -> None:
        """Say that the store failed; what was due stays due."""
        self._say(Message("schedule.store-failed", reason=error.args[0]))

    def missed(self, name: str, due: datetime) -> None:
        """Note a due time that is too long ago to be caught up."""
        if self._schedules.begin(name, due, this_process(), "missed", self._clock()):
            self._say(Message("schedule.missed", name=name, due=shown(due)))

    def lost(self, name: str | None = None) -> tuple[tuple[Firing, Schedule], ...]:
        """Return the due times, of one schedule or all, whose process died without a word."""
        found = []
        for firing in self._schedules.firings(name, states=["started"]):
            schedule = self._schedules.get(firing.schedule)
            if is_dead(firing.holder) and schedule is not None:
                found.append((firing, schedule))
        return tuple(found)

    def recover(self, firing: Firing, schedule: Schedule) -> bool:
        """Finish what a killed process left: note its run, resume it once, or say that it broke.

        Tells whether a scan was started.
        """
        now, run = self._clock(), self._run_of(schedule, firing.started_at)
        if run is not None and run.complete:
            self._ended(schedule, firing.due, 0, run)
            return False
        in_time = now - firing.due <= timedelta(hours=schedule.grace)
        if firing.tries >= TRIES or not in_time:
            self._broken_off(schedule, firing.due, None, run)
            return False
        if not self._schedules.take_over(firing, this_process()):
            return False
        if run is None:
            arguments: tuple[str, ...] = ("scan", *schedule.arguments)
        else:
            arguments = ("scan", "--resume", run.id, *_passing(schedule.arguments))
        self._say(Message("schedule.again", name=schedule.name, due=shown(firing.due)))
        self._carry_out(schedule, firing.due, firing.started_at, arguments)
        return True

    def _carry_out(
        self, schedule: Schedule, due: datetime, since: datetime, arguments: Sequence[str]
    ) -> None:
        child = self._launch(arguments, schedule.folder)
        self._schedules.note(schedule.name, due, holder=identity_of(child.pid))
        code = child.wait()
        run = self._run_of(schedule, since)
        if code in DONE:
            self._ended(schedule, due, code, run)
        elif self.ending or code < 0:
            return  # stays as started by a dead process: taken up again at the next look
        elif run is not None and not run.complete:
            self._broken_off(schedule, due, code, run)
        else:
            self._note(schedule.name, due, "failed", code, run)
            self._say(Message("schedule.failed", name=schedule.name, due=shown(due), code=code))

    def _ended(self, schedule: Schedule, due: datetime, code: int, run: RunInfo | None) -> None:
        self._note(schedule.name, due, "done", code, run)
        self._schedules.forget(self._clock() - KEPT)
        self._say(
            Message("schedule.done", name=schedule.name, due=shown(due), run=run.id if run else "–")
        )
        if code == 0:
            for failure in self._after(schedule):
                self._say(Message("schedule.no-ping", name=schedule.name, reason=failure))

    def _broken_off(
        self, schedule: Schedule, due: datetime, code: int | None, run: RunInfo | None
    ) -> None:
        self._note(schedule.name, due, "broken-off", code, run)
        facts = {"name": schedule.name, "due": shown(due)}
        if run is None:
            self._say(Message("schedule.broken-off", **facts))
        else:
            done = {"done": run.done, "of": run.sites, "run": run.id}
            self._say(Message("schedule.resumable", **facts, **done))

    def _note(
        self, name: str, due: datetime, state: str, code: int | None, run: RunInfo | None
    ) -> None:
        self._schedules.note(
            name,
            due,
            state=state,
            exit_code=code,
            run_id=run.id if run else None,
            ended_at=self._clock(),
        )

    def _run_of(self, schedule: Schedule, since: datetime) -> RunInfo | None:
        """Return the latest run of a schedule's inventory since then."""
        begun = since.replace(microsecond=0)
        return next(
            (
                run
                for run in self._store.runs()
                if run.started_at >= begun and run.settings.get("lease") == schedule.inventory
            ),
            None,
        )


def _passing(arguments: Sequence[str]) -> list[str]:
    """Return the arguments that a resumed scan needs again: where reports go and who is told."""
    kept, rest = [], list(arguments)
    while rest:
        word = rest.pop(0)
        if word in ("--channels", "--processes") and rest:
            kept += [word, rest.pop(0)]
        elif word.startswith(("--channels=", "--processes=")) or word in FLAGS:
            kept.append(word)
    return kept


def shown(moment: datetime) -> str:
    """Return a time as messages show it."""
    return (
        f"{moment:%Y-%m-%d %H:%M} UTC"
        if moment.utcoffset() == timedelta()
        else (f"{moment:%Y-%m-%d %H:%M %z}")
    )
