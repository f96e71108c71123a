"""A process as its parent holds it: started when needed, started again where it died."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from time import monotonic

from portal_audit.errors import PortalAuditError
from portal_audit.runs.processes.fork_server import ForkServer
from portal_audit.runs.processes.frames import FrameChannel, MessageFrame
from portal_audit.texts import Message
from portal_audit.texts.system import reason


class Worker:
    """One process in one role."""

    def __init__(self, channel: FrameChannel) -> None:
        """Take the pipes to it; see :meth:`start`."""
        self._channel = channel
        self._pid = 0
        self._gone = False
        self.heard = monotonic()
        """When it last said anything."""

    @classmethod
    async def start(cls, forks: ForkServer, role: str) -> Worker:
        """Have one started; raises PortalAuditError where that is no longer possible."""
        try:
            return cls(await FrameChannel.open(*forks.start(role)))
        except OSError as error:
            raise PortalAuditError(Message("no-more-processes", reason=reason(error))) from error

    def send(self, frame: MessageFrame) -> None:
        """Give it something to do."""
        self._channel.send(frame)

    async def receive(self) -> MessageFrame | None:
        """Return what it says next; ``None`` once it is gone."""
        while True:
            frame = await self._channel.receive()
            self.heard = monotonic()
            if frame is None:
                self._gone = True
                self._channel.close()
                return None
            if frame.kind == "hello":
                self._pid = int(frame.data["pid"])
            elif frame.kind != "alive":
                return frame

    def kill(self) -> None:
        """End it at once. While its pipe is open its number cannot be another process's."""
        if self._pid and not self._gone:
            with suppress(OSError):
                os.kill(self._pid, signal.SIGKILL)

    async def close(self, seconds: float) -> None:
        """Let it end what it does; after so many seconds, end it."""
        self._channel.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while await self.receive() is not None:
                    continue
        self._channel.abort()  # one that never said who it is cannot be killed
        self.kill()
