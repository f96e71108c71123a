"""A child process that reads what is large: it may be stopped at any moment, and bounds itself.

It takes, over and over, a line of JSON that says what came, as what it is to be read
(``parse.readings``) and how long the body is, then the body; and gives a line of JSON: what was
read. What takes too long or too much memory ends it without a line.
"""

import gc
import json
import signal
import sys
from contextlib import suppress

from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.readings import READINGS

SECONDS_EACH = 5.0
"""Of CPU; the slowest page known takes one."""
MOST_MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""


def main() -> None:
    """Read everything on standard input."""
    _bound()
    gc.set_threshold(50_000, 20, 20)  # as in the process that asks
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        answer = HttpResponse(body=sys.stdin.buffer.read(asked.pop("length")), **asked["answer"])
        _alarm(SECONDS_EACH)
        reading = READINGS[asked["as"]]
        found = reading.read(answer, **asked["reading"])
        _alarm(0.0)
        sys.stdout.buffer.write(reading.shape.dump_json(found, ensure_ascii=True) + b"\n")
        sys.stdout.buffer.flush()


def _alarm(seconds: float) -> None:
    """End the process after so many seconds of CPU: the signal is left at its default."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _bound() -> None:
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
