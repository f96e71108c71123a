"""Send through Apprise in a process of its own, which is stopped where an endpoint holds it up."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from portal_audit.history.notices.channels import Channel
from portal_audit.runs.notify.message import Outgoing, Sent

PATIENCE = 60.0
"""Seconds for one message."""


class AppriseProcess:
    """Starts when the first message comes; use it as a context manager."""

    def __init__(self, patience: float = PATIENCE) -> None:
        """Wait *patience* seconds for a message to be taken."""
        self.patience = patience
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        """Return itself; nothing is started yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Stop the process."""
        self._stop()

    def __call__(self, channel: Channel, message: Outgoing) -> Sent:
        """Send one message."""
        order = {
            "url": channel.url,
            "recipient": message.recipient,
            "title": message.title,
            "text": message.text,
            "html": message.html,
            "id": message.id,
        }
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            answer = json.loads(self._answer(process))
        except TimeoutError:
            self._stop()
            return Sent(False, "no-answer", unsure=True)
        except (OSError, ValueError):
            self._stop()
            return Sent(False, "process-ended", unsure=True)
        return Sent(bool(answer["ok"]), str(answer["error"]))

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "portal_audit.runs.notify.apprise_worker"]
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # libraries may print an address there
                text=True,
                encoding="utf-8",
            )
        return self._process

    def _answer(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        reader = threading.Thread(target=_read, args=(process.stdout, lines), daemon=True)
        reader.start()
        try:
            return lines.get(timeout=self.patience)
        except queue.Empty:
            raise TimeoutError from None

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with process, suppress(OSError):
            process.wait()


def _read(stream: IO[str], lines: queue.SimpleQueue[str]) -> None:
    with suppress(OSError, ValueError):  # the process was stopped meanwhile
        lines.put(stream.readline())
