"""Stand in for ``portal-audit`` in a shell script: have the server fork it, pass signals on."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PLACE = "PROGRAM_SERVER"
"""Variable with the path of the server's socket."""
KIND = socket.SOCK_SEQPACKET
PASSED_ON = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


def ask(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    descriptors: Sequence[int],
    *,
    new_session: bool,
) -> socket.socket:
    """Ask for a process; return what leads to it: where that is closed, it is killed."""
    talk = socket.socket(socket.AF_UNIX, KIND)
    talk.connect(os.environ[PLACE])
    asked = {
        "arguments": list(arguments),
        "folder": str(folder),
        "environment": dict(environment),
        "new_session": new_session,
        "ignored": [int(one) for one in PASSED_ON if signal.getsignal(one) == signal.SIG_IGN],
    }
    socket.send_fds(talk, [json.dumps(asked).encode()], descriptors)
    return talk


def told(talk: socket.socket) -> int:
    """Return the next number that the server tells: its process, its end, its CPU milliseconds."""
    return int(talk.recv(32))


def main() -> None:
    """Be the program."""
    talk = ask(sys.argv[1:], Path.cwd(), os.environ, (0, 1, 2), new_session=False)
    process = told(talk)
    for one in PASSED_ON:
        if signal.getsignal(one) != signal.SIG_IGN:
            signal.signal(one, lambda number, _frame: os.kill(process, number))
    code = told(talk)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


if __name__ == "__main__":
    main()
