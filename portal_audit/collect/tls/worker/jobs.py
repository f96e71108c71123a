"""Run handshakes a few at a time, within a deadline, and notice which ones were not answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from time import monotonic
from typing import Any

from portal_audit.collect.tls.worker.connection_pace import time_waited
from portal_audit.collect.tls.worker.sslyze_api import (
    ConnectionToServerTimedOut,
    TlsHandshakeTimedOut,
)


class Stalled(Exception):
    """A handshake neither ends nor times out: the server drips byte after byte."""


@dataclass(frozen=True, slots=True)
class TlsJob:
    """One thing to try: a function of sslyze with its arguments."""

    label: str
    call: Callable[..., Any]
    arguments: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class JobResult:
    """What came of a job."""

    label: str
    value: Any = None
    error: Exception | None = None
    seconds: float = 0.0


class Runner:
    """Runs jobs against one address, at most *connections* at once."""

    def __init__(self, connections: int, timeout: float, seconds: float) -> None:
        """Give each silence *timeout* seconds, each job four times that, all of it *seconds*."""
        self.timeout = timeout
        self.deadline = monotonic() + seconds
        self._width = connections
        self._pool = ThreadPoolExecutor(connections)

    @property
    def over(self) -> bool:
        """Whether the time for this address is used up."""
        return monotonic() >= self.deadline

    def run(
        self, jobs: Sequence[TlsJob], enough: Callable[[JobResult], bool]
    ) -> Iterator[JobResult]:
        """Yield answers as they come, until *enough* returns true or the time is up.

        Jobs that were never started yield nothing. Raises Stalled if none of those under way
        ends in four times the timeout.
        """
        waiting = list(reversed(jobs))
        under_way: set[Future[JobResult]] = set()
        stopped = False
        while True:
            while waiting and len(under_way) < self._width and not stopped and not self.over:
                under_way.add(self._pool.submit(self._attempt, waiting.pop()))
            if not under_way:
                return
            done, under_way = wait(under_way, timeout=4 * self.timeout, return_when=FIRST_COMPLETED)
            if not done:
                raise Stalled
            for future in done:
                answer = future.result()
                yield answer
                stopped = enough(answer) or stopped

    def unanswered(self, answer: JobResult) -> bool:
        """Tell whether the server did not answer.

        Some probes of sslyze swallow a timeout and report "not supported"; the time it took
        gives them away.
        """
        if isinstance(answer.error, TlsHandshakeTimedOut | ConnectionToServerTimedOut):
            return True
        return answer.seconds >= 0.95 * self.timeout

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _attempt(self, job: TlsJob) -> JobResult:
        # Waiting for one's turn to connect is not the server's silence.
        started = monotonic() - time_waited()
        try:
            value = job.call(*job.arguments)
        except Exception as error:  # the caller tells answers from accidents
            return JobResult(job.label, error=error, seconds=monotonic() - time_waited() - started)
        return JobResult(job.label, value, seconds=monotonic() - time_waited() - started)
