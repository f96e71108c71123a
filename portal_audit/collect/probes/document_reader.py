"""Have documents read by child processes, which are kept for the next portal's.

What reads documents takes longer to import than most files take to be read. A child that had to be
stopped, or that gave up on a file, is never asked again (``parse.documents.__main__``).
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Timer

from portal_audit.collect.probes.reading_child import end, start
from portal_audit.evidence import Signature
from portal_audit.parse.documents import DocumentText

MOST_IDLE = 2
"""Children kept while nobody needs them; more are started while several portals do."""


class DocumentReaders:
    """The children of this process that read documents."""

    def __init__(self) -> None:
        """Start none yet."""
        self._idle: list[_Child] = []

    def read(self, bodies: Sequence[bytes], seconds: float, ca_file: str | None) -> list[bytes]:
        """Return a line for each file, as long as there are any; may be called in threads.

        What a child that has read for others cannot read, a new one reads, in as many *seconds*:
        so nothing that one portal publishes ever changes what is read of the next.
        """
        said: list[bytes] = []
        try:
            if (child := self._take(ca_file)) is not None:
                said = child.read(bodies, seconds, until_it_gives_up=True)
                if len(said) == len(bodies):
                    self._keep(child)
                    return said
                child.end()
            child = _Child(ca_file, start("portal_audit.parse.documents", *filter(None, [ca_file])))
        except OSError:
            return said
        rest = child.read(bodies[len(said) :], seconds)
        if len(said) + len(rest) == len(bodies) and not any(_gave_up(line) for line in rest):
            self._keep(child)
        else:
            child.end()
        return said + rest

    def close(self) -> None:
        """End those that are idle. They are started again where they are needed again."""
        while self._idle:
            self._idle.pop().end()

    def forget(self) -> None:
        """Drop everything without touching it: after a fork it is the parent's."""
        self._idle = []

    def _take(self, ca_file: str | None) -> _Child | None:
        """Return an idle child, where there is one."""
        with suppress(IndexError):
            while child := self._idle.pop():
                if child.ca_file == ca_file and child.process.poll() is None:
                    return child
                child.end()
        return None

    def _keep(self, child: _Child) -> None:
        if len(self._idle) < MOST_IDLE and child.process.poll() is None:
            self._idle.append(child)
        else:
            child.end()


@dataclass(frozen=True, slots=True)
class _Child:
    ca_file: str | None
    process: subprocess.Popen[bytes]

    def read(
        self, bodies: Sequence[bytes], seconds: float, *, until_it_gives_up: bool = False
    ) -> list[bytes]:
        """Return what it says of each file; less where it took all its time, or died of one."""
        late = Event()
        timer = Timer(seconds, self._kill, [late])
        timer.daemon = True
        timer.start()
        said: list[bytes] = []
        source, result = self.process.stdin, self.process.stdout
        assert source is not None
        assert result is not None
        try:
            for body in bodies:
                source.write(len(body).to_bytes(4, "big") + body)
                source.flush()
                line = result.readline()
                if not line.endswith(b"\n") or (until_it_gives_up and _gave_up(line)):
                    break
                said.append(line)
        except OSError:  # it has ended
            pass
        finally:
            timer.cancel()
            timer.join()
            if late.is_set():
                self.process.wait()
        return said

    def _kill(self, late: Event) -> None:
        late.set()
        self.process.kill()

    def end(self) -> None:
        end(self.process)


READERS = DocumentReaders()
"""Those of this process."""

atexit.register(READERS.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=READERS.forget)


def read_all(
    bodies: Sequence[bytes], seconds: float, ca_file: str | None = None
) -> list[DocumentText]:
    """Have a child process read files; those it does not come to in time stay unknown.

    Returns one reading for each, in order. A file that takes the child down, or all its time,
    costs the answers of those behind it. *ca_file* holds roots that signatures may lead to.
    """
    readings = [_reading(line) for line in READERS.read(bodies, seconds, ca_file)]
    return readings + [DocumentText()] * (len(bodies) - len(readings))


def _gave_up(line: bytes) -> bool:
    """Tell whether a limit interrupted the reading of a file: what that left behind is unknown."""
    try:
        return bool(json.loads(line)["interrupted"])
    except (ValueError, TypeError, KeyError):
        return True


def _reading(line: bytes) -> DocumentText:
    """Return what a line says; a line that makes no sense says nothing."""
    try:
        facts = json.loads(line)["reading"]
        if facts["signatures"] is not None:
            facts["signatures"] = tuple(Signature(**one) for one in facts["signatures"])
        return DocumentText(**facts)
    except (ValueError, TypeError, KeyError):
        return DocumentText()
