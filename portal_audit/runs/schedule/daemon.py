"""The daemon: APScheduler over the store, a child process a scan, and nothing lost when it dies."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from apscheduler.events import EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

from portal_audit.errors import PortalAuditError
from portal_audit.runs.schedule.firing import Firings
from portal_audit.runs.schedule.job_store import StoredSchedules
from portal_audit.store import Schedules, Store

LONGEST_WAIT = 30.0
"""Seconds after which the store is looked at again: schedules are added and clocks are put right
while the daemon waits."""
AT_ONCE = 4
"""Scans of different inventories at the same time."""


class Daemon(BlockingScheduler):  # type: ignore[misc]  # APScheduler has no types
    """Wakes when a schedule is due, and at least twice a minute."""

    def __init__(
        self,
        store: Store,
        firings: Firings,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        executor: Any = None,
        in_background: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        """Carry out the schedules of a store."""
        super().__init__(
            jobstores={"default": StoredSchedules(Schedules(store.engine), self._fire, clock)},
            executors={"default": executor or ThreadPoolExecutor(AT_ONCE)},
            timezone=UTC,
        )
        self._firings = firings
        self._in_background = in_background or _thread
        self._resuming: set[tuple[str, datetime]] = set()
        self._schedules = Schedules(store.engine)
        self._left: dict[str, datetime] = {}
        """Schedule → the due time that could not even be begun, and is due again."""
        self.add_listener(self._missed, EVENT_JOB_MISSED)

    def _fire(self, name: str, due: datetime) -> None:
        try:
            self._firings.fire(name, due)
        except PortalAuditError as error:
            self._firings.report(error)
            self._left[name] = due

    def _missed(self, event: JobExecutionEvent) -> None:
        self._firings.missed(event.job_id, event.scheduled_run_time)

    def _process_jobs(self) -> float:
        """Look for what died and what is due; return how long to wait.

        A store that fails (a full disk) is asked again at the next look.
        """
        try:
            return self._look()
        except PortalAuditError as error:
            self._firings.report(error)
            return LONGEST_WAIT

    def _look(self) -> float:
        if self._firings.ending:  # what was just ended is for the next start
            return LONGEST_WAIT
        for name, due in tuple(self._left.items()):
            self._schedules.put_off(name, due)
            self._left.pop(name, None)
        for firing, schedule in self._firings.lost():
            key = (firing.schedule, firing.due)
            if key not in self._resuming:
                self._resuming.add(key)
                self._in_background(self._resume(key, firing, schedule))
        wait = super()._process_jobs()
        return LONGEST_WAIT if wait is None else min(wait, LONGEST_WAIT)

    def _resume(self, key: tuple[str, datetime], *lost: Any) -> Callable[[], None]:
        def resume() -> None:
            try:
                if not self._firings.ending:
                    self._firings.recover(*lost)
            except PortalAuditError as error:
                self._firings.report(error)
            finally:
                self._resuming.discard(key)

        return resume

    def until_signalled(self, end_children: Callable[[], None]) -> None:
        """Run until Ctrl-C, SIGTERM or SIGHUP; scans are ended as Ctrl-C ends them, and kept."""

        def end(*_: object) -> None:
            self._firings.ending = True
            end_children()
            threading.Thread(target=self.shutdown, daemon=True).start()

        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, end)
        self.start()


def _thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()
