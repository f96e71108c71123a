"""A child process that reads documents: it may be stopped at any moment, and bounds itself.

It takes files on standard input, each behind its length (four bytes, big-endian), and gives a
JSON line for each as soon as it is read: the reading, and whether a limit interrupted it. Its
argument, if any, is a file of root certificates. A pure-Python reader cannot be interrupted in a
thread; a process can, and its memory has a limit.
"""

import json
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from types import FrameType
from typing import TypeVar

from portal_audit.parse.documents.base import DocumentText
from portal_audit.parse.documents.reading import read_document, read_signatures

SECONDS_EACH = 3.0
SECONDS_FOR_SIGNATURES = 3.0
"""Of CPU time: on a busy machine a file takes longer, and is read all the same."""
MOST_MEMORY = 768 * 1024 * 1024
"""Bytes of address space."""

Read = TypeVar("Read")


class _TimeIsUp(BaseException):
    """Not an Exception, so that no library swallows it."""


def main() -> None:
    """Read every file on standard input."""
    _bound()
    ca_file = sys.argv[1] if len(sys.argv) > 1 else None
    source = sys.stdin.buffer
    while len(head := source.read(4)) == 4:
        data = source.read(int.from_bytes(head, "big"))
        sys.stdout.write(_read(data, ca_file) + "\n")
        sys.stdout.flush()


def _read(data: bytes, ca_file: str | None) -> str:
    """Look at signatures apart from the text, so that neither costs the other."""
    text, whole = _within(SECONDS_EACH, lambda: read_document(data))
    signed, proved = _within(SECONDS_FOR_SIGNATURES, lambda: read_signatures(data, ca_file))
    reading = replace(text or DocumentText(), signatures=signed)
    return json.dumps({"reading": asdict(reading), "interrupted": not (whole and proved)})


def _within(seconds: float, read: Callable[[], Read]) -> tuple[Read | None, bool]:
    """Return what was read and whether it came to its end within time and memory."""
    try:
        _alarm(seconds)
        found = read()
        _alarm(0.0)
    except (_TimeIsUp, MemoryError, RecursionError):
        _alarm(0.0)
        return None, False
    return found, True


def _alarm(seconds: float) -> None:
    """Interrupt what goes on after so long; where there are no alarms, the parent does."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _TimeIsUp


def _bound() -> None:
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, _stop)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
