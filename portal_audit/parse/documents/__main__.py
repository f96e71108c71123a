"""A child process that reads documents: it may be stopped at any moment, and bounds itself.

It takes files on standard input, each behind its length (four bytes, big-endian), and gives a
JSON line for each as soon as it is read. Its argument, if any, is a file of root certificates. A
pure-Python reader cannot be interrupted in a thread; a process can, and its memory has a limit.
"""

import json
import signal
import sys
from contextlib import suppress
from dataclasses import asdict, replace
from types import FrameType

from portal_audit.evidence.crawl import Signature
from portal_audit.parse.documents.base import DocumentText
from portal_audit.parse.documents.reading import read_document, read_signatures

SECONDS_EACH = 3.0
SECONDS_FOR_SIGNATURES = 3.0
"""Of CPU time: on a busy machine a file takes longer, and is read all the same."""
MOST_MEMORY = 768 * 1024 * 1024
"""Bytes of address space."""


class _TimeIsUp(BaseException):
    """Not an Exception, so that no library swallows it."""


def main() -> None:
    """Read every file on standard input."""
    _bound()
    ca_file = sys.argv[1] if len(sys.argv) > 1 else None
    source = sys.stdin.buffer
    while len(head := source.read(4)) == 4:
        data = source.read(int.from_bytes(head, "big"))
        reading = replace(_read(data), signatures=_signatures(data, ca_file))
        sys.stdout.write(json.dumps(asdict(reading)) + "\n")
        sys.stdout.flush()


def _read(data: bytes) -> DocumentText:
    try:
        _alarm(SECONDS_EACH)
        reading = read_document(data)
        _alarm(0.0)
    except (_TimeIsUp, MemoryError, RecursionError):
        _alarm(0.0)
        return DocumentText()
    return reading


def _signatures(data: bytes, ca_file: str | None) -> tuple[Signature, ...] | None:
    """Look at signatures apart from the text, so that neither costs the other."""
    try:
        _alarm(SECONDS_FOR_SIGNATURES)
        found = read_signatures(data, ca_file)
        _alarm(0.0)
    except (_TimeIsUp, MemoryError, RecursionError):
        _alarm(0.0)
        return None
    return found


def _alarm(seconds: float) -> None:
    """Interrupt what goes on after so long; where there are no alarms, the parent does."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _TimeIsUp


def _bound() -> None:
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, _stop)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
