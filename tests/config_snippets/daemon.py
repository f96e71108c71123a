"""A real server program on loopback for the length of a test: started, waited for, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import randrange
from time import monotonic

READY = 20.0
"""Seconds within which it must accept connections on all its ports."""
BLINK = 0.02
"""Seconds to wait for its end before it is tried again."""
STOP = 10.0
OURS = (10_000, 32_000)


class DidNotStart(AssertionError):
    """The program refused its configuration, or died; the message holds what it wrote."""


def free_ports(count: int) -> list[int]:
    """Return ports of loopback that nobody listens on, all different.

    Not of those that the system gives to whoever asks for any: others do so until these are bound.
    """
    sockets: list[socket.socket] = []
    while len(sockets) < count:
        with suppress(OSError):
            sockets.append(socket.create_server(("127.0.0.1", randrange(*OURS))))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


@contextmanager
def running(command: Sequence[str], ports: Sequence[int], folder: Path) -> Iterator[None]:
    """Run *command* in the foreground until the block ends; its words go to *folder*.

    Raises DidNotStart if it ends, as it does at lines that it cannot read, or if one of *ports*
    does not answer in time.
    """
    words = folder / "words.txt"
    with words.open("wb") as out:
        process = subprocess.Popen(
            list(command), stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
        try:
            for port in ports:
                _wait_for(port, process, folder)
            yield
        finally:
            _stop(process)


def _wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    """Connect again and again until somebody accepts, or the program has ended."""
    deadline = monotonic() + READY
    while monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
            return
        except OSError:
            pass
        try:
            process.wait(BLINK)
        except subprocess.TimeoutExpired:
            continue
        raise DidNotStart(_words(folder))
    raise DidNotStart(f"port {port} does not answer\n{_words(folder)}")


def _words(folder: Path) -> str:
    files = [folder / "words.txt", *sorted(folder.glob("*.log"))]
    return "\n".join(file.read_text(errors="replace")[-3_000:] for file in files if file.exists())


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End it and what it started; whatever is left of its session is killed."""
    process.terminate()
    try:
        process.wait(STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
