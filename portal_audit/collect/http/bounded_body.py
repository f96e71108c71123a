"""Read a body within bounds: bytes on the wire, bytes after decompression."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal_audit.collect.http.content_coding import (
    DECODERS,
    ERRORS,
    GZIP_MAGIC,
    SEVERAL_STREAMS,
    Decoder,
)

MAX_STREAMS = 100
"""Compressed streams in one body (RFC 1952 2.2); real bodies have one."""
MAX_PIECES = 10_000
"""Chunks in one body (RFC 9112 7.1): each costs as much as a kilobyte, however little is in it. A
page of a megabyte in chunks of a line each has as many."""
MIN_START = 2
"""Bytes that tell how a stream is compressed."""


@dataclass(slots=True)
class Body:
    """A body while it is read. ``feed`` until it says stop, then look at ``data`` and ``cut``."""

    encoding: str
    """Value of Content-Encoding."""
    max_wire: int
    """Bytes as sent."""
    max_size: int
    """Bytes after decompression."""
    wire: int = 0
    cut: str = ""
    """Why the body is not whole, as in ``HttpResponse.cut``; empty where it is."""
    _parts: list[bytes] = field(default_factory=list)
    _size: int = 0
    _pieces: int = 0
    _streams: int = 0
    _waiting: bytes = b""
    _decoder: Decoder | None = None

    def __post_init__(self) -> None:
        """Choose how to decode (RFC 9110 8.4.1)."""
        names = [name.strip().lower() for name in self.encoding.split(",")]
        codings = [name for name in names if name not in ("", "identity")]
        self.encoding = codings[0] if codings else ""
        if len(codings) > 1:
            self.cut = "several-codings"
        elif codings and codings[0] not in DECODERS:
            self.cut = "unknown-coding"

    @property
    def data(self) -> bytes:
        """What was read so far, decompressed."""
        return b"".join(self._parts)

    def feed(self, chunk: bytes) -> bool:
        """Take the next bytes off the wire; return whether more are to come."""
        self.wire += len(chunk)
        self._pieces += 1
        if self._pieces > MAX_PIECES:
            self.cut = self.cut or "size"
        elif self.wire > self.max_wire:
            chunk = chunk[: len(chunk) - (self.wire - self.max_wire)]
            self._decode(chunk)
            self.cut = self.cut or "size"
        elif not self.cut:
            self._decode(chunk)
        return not self.cut

    def finish(self, content_type: str = "") -> None:
        """Say that no more bytes come; text that is still compressed was coded twice."""
        if self.cut:
            return
        if self._decoder is None:
            self._keep(self._waiting)  # too short to be compressed
        elif not self._decoder.eof:
            self.cut = "broken-off"
        elif content_type.lower().startswith("text/") and self._begins_with(GZIP_MAGIC):
            self.cut = "several-codings"

    def _begins_with(self, magic: bytes) -> bool:
        return bool(self._parts) and b"".join(self._parts[:2]).startswith(magic)

    def _decode(self, chunk: bytes) -> None:
        if not self.encoding:
            self._keep(chunk)
            return
        try:
            while chunk and not self.cut:
                chunk = self._decompress(chunk)
        except ERRORS:
            self.cut = "broken-coding"

    def _decompress(self, chunk: bytes) -> bytes:
        """Decompress up to the end of a stream; return what comes behind it."""
        if self._decoder is None or self._decoder.eof:
            self._waiting += chunk
            if len(self._waiting) < MIN_START:
                return b""
            chunk, self._waiting = self._waiting, b""
            if not self._begin(chunk):
                return b""
        decoder = self._decoder
        if decoder is None:
            return b""
        self._keep(decoder.decompress(chunk, self.max_size + 1 - self._size))
        return decoder.unused_data

    def _begin(self, first: bytes) -> bool:
        """Choose how to decompress a stream that begins so; return whether it is compressed."""
        gzip = self.encoding in ("gzip", "x-gzip")
        compressed = not gzip or first.startswith(GZIP_MAGIC)
        if self._decoder is not None and (self.encoding not in SEVERAL_STREAMS or not compressed):
            if self.encoding == "br":
                self.cut = "broken-coding"  # as its library has it where both come at once
            return False  # padding behind the end
        if not compressed:
            self.encoding = ""  # called compressed, sent plain: browsers read what was sent
            self._keep(first)
            return False
        self._streams += 1
        if self._streams > MAX_STREAMS:
            self.cut = "broken-coding"
            return False
        self._decoder = DECODERS[self.encoding](first)
        return True

    def _keep(self, data: bytes) -> None:
        if self._size + len(data) > self.max_size:
            data = data[: self.max_size - self._size]
            self.cut = "size"
        self._parts.append(data)
        self._size += len(data)
