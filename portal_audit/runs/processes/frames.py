"""What travels between the processes of a run: JSON, with packed evidence behind it as bytes.

Never pickled objects: what a process makes of a hostile portal must not run as code in another.
"""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import dataclass, field
from typing import Any, BinaryIO

HEAD = 8
"""Bytes of the length of the JSON and of the blob, four each, big-endian."""


@dataclass(frozen=True, slots=True)
class MessageFrame:
    """One message."""

    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    blob: bytes = b""

    def encode(self) -> bytes:
        """Return the bytes that are sent."""
        text = json.dumps({"kind": self.kind, **self.data}).encode("ascii")
        lengths = len(text).to_bytes(4, "big") + len(self.blob).to_bytes(4, "big")
        return lengths + text + self.blob


def _lengths(head: bytes) -> tuple[int, int]:
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[4:HEAD], "big")


def _frame(text: bytes, blob: bytes) -> MessageFrame:
    data = json.loads(text)
    return MessageFrame(data.pop("kind"), data, blob)


def read_frame(stream: BinaryIO) -> MessageFrame | None:
    """Return the next frame; ``None`` where the other side is gone."""
    head = stream.read(HEAD)
    if len(head) < HEAD:
        return None
    text, blob = (stream.read(length) for length in _lengths(head))
    return _frame(text, blob)


class FrameChannel:
    """Frames both ways, over two pipes, in an event loop."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        reading: asyncio.ReadTransport,
    ) -> None:
        """Take both ends; see :meth:`open`."""
        self._reader = reader
        self._writer = writer
        self._reading = reading

    @classmethod
    async def open(cls, read: int, write: int) -> FrameChannel:
        """Take over the descriptors of two pipes, which are closed where that fails.

        Whoever is at the other side lives until they are, so that nobody may forget them, even
        where the caller is cancelled meanwhile.
        """
        loop = asyncio.get_running_loop()
        reader, unused = asyncio.StreamReader(), asyncio.StreamReader()
        from_them, to_them = (
            os.fdopen(read, "rb", buffering=0),
            os.fdopen(write, "wb", buffering=0),
        )
        try:  # asyncio closes what it was given, and that alone
            reading, _ = await loop.connect_read_pipe(
                lambda: asyncio.StreamReaderProtocol(reader), from_them
            )
        except BaseException:
            to_them.close()
            raise
        try:
            transport, protocol = await loop.connect_write_pipe(
                lambda: asyncio.StreamReaderProtocol(unused), to_them
            )
        except BaseException:
            reading.close()
            raise
        writer = asyncio.StreamWriter(transport, protocol, unused, loop)
        return cls(reader, writer, reading)

    async def receive(self) -> MessageFrame | None:
        """Return the next frame; ``None`` where the other side is gone."""
        try:
            text, blob = _lengths(await self._reader.readexactly(HEAD))
            return _frame(
                await self._reader.readexactly(text), await self._reader.readexactly(blob)
            )
        except (asyncio.IncompleteReadError, OSError):
            return None

    def send(self, frame: MessageFrame) -> None:
        """Send a frame, as far as the other side is there to read it."""
        if not self._writer.is_closing():
            self._writer.write(frame.encode())

    def close(self) -> None:
        """Tell the other side that nothing more will come; what it still sends can be read."""
        self._writer.close()

    def abort(self) -> None:
        """Close both ends at once, whatever the other side has not taken or not yet said."""
        if self._writer.transport.get_write_buffer_size():
            self._writer.transport.abort()
        self._writer.close()
        self._reading.close()
