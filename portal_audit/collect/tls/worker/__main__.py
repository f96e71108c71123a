"""Read one request a line from stdin, answer in JSON lines on stdout, end when stdin closes.

With the number of an open socket as its argument: fork as many that do so as are asked for there.
A second argument is the file of roots that will be used besides the public ones.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import signal
import socket
import sys
from threading import Thread
from typing import Any

from portal_audit.collect.tls.worker.address_guard import AddressGuard
from portal_audit.collect.tls.worker.chain import validate
from portal_audit.collect.tls.worker.connection_pace import ConnectionPace
from portal_audit.collect.tls.worker.forking import serve
from portal_audit.collect.tls.worker.jobs import Stalled
from portal_audit.collect.tls.worker.scan import ScanRequest, scan


def main() -> None:
    """Serve until stdin closes: then the parent is gone, and nothing of us may stay behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    guard = AddressGuard()
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    Thread(target=_listen, args=(requests,), daemon=True).start()
    while True:
        answer(requests.get(), guard)
        gc.collect()  # sslyze leaves some 1300 cyclic objects behind for each host


def answer(line: str, guard: AddressGuard) -> None:
    """Do what one line asks and write what was found; the last line is always ``done``."""
    asked = json.loads(line)
    guard.connections = 0
    try:
        if asked.pop("task", "scan") == "validate":
            say({"kind": "validation", **validate(**asked)})
        else:
            request = ScanRequest(**asked)
            pace = ConnectionPace(request.rate) if request.rate else None
            guard.allow(request.address, request.port, pace)
            for piece in scan(request):
                say(piece)
    except Stalled:
        # A thread hangs in a handshake that cannot be ended: exit, and let the parent start anew.
        say({"kind": "done", "connections": guard.connections, "stalled": True})
        os._exit(3)
    except Exception as error:  # whatever a hostile server makes the libraries do
        say({"kind": "error", "error": f"{type(error).__name__}: {error}"[:300]})
    say({"kind": "done", "connections": guard.connections, "stalled": False})


def say(piece: dict[str, Any]) -> None:
    """Write one line at once, so that it outlives us."""
    sys.stdout.write(json.dumps(piece) + "\n")
    sys.stdout.flush()


def _listen(requests: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1:]:
        serve(socket.socket(fileno=int(sys.argv[1])), main, *sys.argv[2:])
    else:
        main()
