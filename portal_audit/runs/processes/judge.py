"""A process that judges: packed evidence comes in, a result goes out.

It judges what the store will hold, so that judging again on another day is the same by
construction. What takes it too much time or memory ends it; it is then started anew.
"""

from __future__ import annotations

import logging
import os
import signal
from contextlib import suppress
from pathlib import Path

from portal_audit.runs.processes.frames import MessageFrame, read_frame
from portal_audit.runs.processes.garbage import GarbageCollection
from portal_audit.runs.processes.warnings import dump_warning
from portal_audit.runs.site_audit import AuditSettings
from portal_audit.runs.site_result import judge_site
from portal_audit.store.packed import PackedEvidence
from portal_audit.store.serialise import dump_result, load_target, pack

CPU_SECONDS = 60.0
"""For one site; an ordinary one takes a tenth of a second."""
MEMORY = 2 * 1024**3
"""Bytes of address space beside what it starts with."""


def run_judge(job: AuditSettings, read: int, write: int) -> None:
    """Judge what is asked for until the parent closes its end."""
    _bound_memory()
    stream, out = os.fdopen(read, "rb"), os.fdopen(write, "wb")
    warnings = _Collect()
    logging.getLogger("portal_audit").addHandler(warnings)
    out.write(MessageFrame("hello", {"pid": os.getpid()}).encode())
    out.flush()
    garbage = GarbageCollection()
    while (frame := read_frame(stream)) is not None:
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)  # SIGPROF ends the process
        target = load_target(frame.data["target"])
        evidence = PackedEvidence(frame.blob).unpack()
        result = judge_site(target, evidence, job.catalog, job.profile_of(target))
        signal.setitimer(signal.ITIMER_PROF, 0)
        said = MessageFrame("judged", {"warnings": warnings.take()}, pack(dump_result(result)))
        out.write(said.encode())
        out.flush()
        del evidence, result, said
        garbage.finished()


class _Collect(logging.Handler):
    """Keeps warnings for the parent, which alone writes to the terminal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._said.append(dump_warning(record))

    def take(self) -> list[dict[str, object]]:
        said, self._said = self._said, []
        return said


def _bound_memory() -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        now = pages * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
