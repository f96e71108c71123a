"""A process that has imported the command line, and forks one to run it for whoever asks."""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
from select import select
from typing import Any

from portal_audit.cli import main
from portal_audit.cli.app import COMMANDS

REQUEST = 1 << 17
"""Bytes that a request, most of it the environment, has at most."""


class Server:
    """Who asked for what is running."""

    def __init__(self, listener: socket.socket) -> None:
        """Listen."""
        self._listener = listener
        self._running: dict[int, tuple[int, socket.socket]] = {}
        """A descriptor of the process → its number, and who asked for it."""

    def serve(self) -> list[str]:
        """Fork for ever; return in the child only, with the arguments of the program."""
        while True:
            asked = {talk.fileno(): process for process, (_, talk) in self._running.items()}
            for ready in select([0, self._listener.fileno(), *self._running, *asked], (), ())[0]:
                if ready == 0:  # whoever started this process is gone
                    sys.exit()
                elif ready == self._listener.fileno():
                    if (arguments := self._fork(self._listener.accept()[0])) is not None:
                        return arguments
                elif ready in self._running:
                    self._bury(ready)
                elif asked[ready] in self._running:  # whoever could end it is gone
                    signal.pidfd_send_signal(asked[ready], signal.SIGKILL)
                    self._bury(asked[ready])

    def _fork(self, talk: socket.socket) -> list[str] | None:
        request, descriptors, *_ = socket.recv_fds(talk, REQUEST, 3)
        asked = json.loads(request)
        if (number := os.fork()) == 0:
            for one in (self._listener, talk, *(each for _, each in self._running.values())):
                one.close()
            for process in self._running:
                os.close(process)
            become(asked, descriptors)
            return list(asked["arguments"])
        for descriptor in descriptors:
            os.close(descriptor)
        self._running[os.pidfd_open(number)] = number, talk
        self._tell(talk, number)
        return None

    def _bury(self, process: int) -> None:
        number, talk = self._running.pop(process)
        _, status, used = os.wait4(number, 0)
        self._tell(talk, os.waitstatus_to_exitcode(status))
        self._tell(talk, int(1000 * (used.ru_utime + used.ru_stime)))
        talk.close()
        os.close(process)

    def _tell(self, talk: socket.socket, number: int) -> None:
        try:
            talk.send(str(number).encode())
        except OSError:  # whoever asked is gone
            return


def become(asked: dict[str, Any], descriptors: list[int]) -> None:
    """Be as a process that was just started: with nothing but what it was given."""
    if asked["new_session"]:
        os.setsid()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in asked["ignored"]:
        signal.signal(number, signal.SIG_IGN)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115


if __name__ == "__main__":
    for signal_of_a_terminal in (signal.SIGINT, signal.SIGHUP):
        signal.signal(signal_of_a_terminal, signal.SIG_IGN)
    server = Server(socket.socket(fileno=int(sys.argv[1])))
    for source in COMMANDS.values():
        importlib.import_module(source.module)
    gc.freeze()  # what all processes share is looked through by none
    sys.argv = ["portal-audit", *server.serve()]
    main()
