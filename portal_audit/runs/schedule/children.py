"""Scans as child processes of our own command line: words and a folder, never a function."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence


class Children:
    """Starts scans, and can end those that are going on."""

    def __init__(self, store: str) -> None:
        """Have every scan use this store."""
        self._store = store
        self._going: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()

    def launch(self, arguments: Sequence[str], folder: str) -> RunningScan:
        """Start ``portal-audit`` with arguments in a folder."""
        command = [sys.executable, "-m", "portal_audit", *arguments, "--store", self._store]
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL)
        with self._lock:
            self._going.add(process)
        return RunningScan(process, self)

    def ended(self, process: subprocess.Popen[bytes]) -> None:
        """Forget a scan."""
        with self._lock:
            self._going.discard(process)

    def end_all(self) -> None:
        """Ask every scan to end; each keeps what it has and can be resumed."""
        with self._lock:
            for process in self._going:
                process.terminate()


class RunningScan:
    """One of them."""

    def __init__(self, process: subprocess.Popen[bytes], family: Children) -> None:
        """Know the process."""
        self._process, self._family = process, family

    @property
    def pid(self) -> int:
        """Number of its process."""
        return self._process.pid

    def wait(self) -> int:
        """Wait for its end; return its exit code."""
        try:
            return self._process.wait()
        finally:
            self._family.ended(self._process)
