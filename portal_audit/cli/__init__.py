"""The command line: one short file per command, which parses, calls and shows.

Takes arguments, the environment and ``portal-audit.toml``; gives exit codes, results on stdout,
progress and messages on stderr. Words come from ``texts/`` here and from the reports; a command's
module is imported only when it is called (``lazy``). Knows how to ask every other package for its
work, and does none of it: no judgement, no request, no query is written here.
"""

import atexit
import gc
import sys

_COLLECT_AFTER = 50_000
"""New objects after which Python looks for those that only hold each other."""


def collect_garbage_rarely() -> None:
    """Have this process, and those that are forked from it, seldom look for garbage.

    Evidence is many small objects that live long: looking through them after every 700 new ones,
    as is the default, takes a fifth of the time of reading and judging.
    """
    gc.set_threshold(_COLLECT_AFTER, 20, 20)


def main() -> None:
    """Run the command line with the arguments of the process."""
    collect_garbage_rarely()
    # Python ends with a search through all of them, though the system takes the memory back anyway.
    atexit.register(gc.freeze)
    # A terminal that cannot show Vietnamese must not end a run: it gets escapes instead.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    from portal_audit.cli.app import app

    app(prog_name="portal-audit")
