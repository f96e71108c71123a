"""Read a body within bounds: bytes on the wire, bytes after decompression."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import Protocol

MAX_MEMBERS = 100
"""Gzip members in one body (RFC 1952 2.2); real bodies have one."""

MAGIC = b"\x1f\x8b"
"""What a gzip member begins with."""


class _Inflater(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes: ...


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
    """Why the body is not whole: ``size``, ``encoding``, ``broken-off``; empty where it is."""
    _parts: list[bytes] = field(default_factory=list)
    _size: int = 0
    _members: int = 0
    _held: bytes = b""
    _inflater: _Inflater | None = None

    def __post_init__(self) -> None:
        """Choose how to decode (RFC 9110 8.4.1)."""
        names = [name.strip().lower() for name in self.encoding.split(",")]
        wanted = [name for name in names if name not in ("", "identity")]
        if not wanted:
            self.encoding = ""
        elif len(wanted) > 1 or wanted[0] not in ("gzip", "x-gzip", "deflate"):
            self.cut = "encoding"  # we never said that we take it
        else:
            self.encoding = wanted[0].removeprefix("x-")

    @property
    def data(self) -> bytes:
        """What was read so far, decompressed."""
        return b"".join(self._parts)

    def feed(self, chunk: bytes) -> bool:
        """Take the next bytes off the wire; return whether more are wanted."""
        self.wire += len(chunk)
        if self.wire > self.max_wire:
            chunk = chunk[: len(chunk) - (self.wire - self.max_wire)]
            self._decode(chunk)
            self.cut = self.cut or "size"
        elif not self.cut:
            self._decode(chunk)
        return not self.cut

    def finish(self) -> None:
        """Say that no more bytes come."""
        if self.cut:
            return
        if self._inflater is None:
            self._keep(self._held)  # too short to be compressed
        elif not self._inflater.eof:
            self.cut = "broken-off"

    def _decode(self, chunk: bytes) -> None:
        if not self.encoding:
            self._keep(chunk)
            return
        try:
            while chunk and not self.cut:
                chunk = self._inflate(chunk)
        except zlib.error:
            self.cut = "encoding"

    def _inflate(self, chunk: bytes) -> bytes:
        """Decompress up to the end of a member; return what comes behind it."""
        if self._inflater is None or self._inflater.eof:
            self._held += chunk
            if len(self._held) < len(MAGIC):
                return b""
            chunk, self._held = self._held, b""
            if not self._begin(chunk):
                return b""
        inflater = self._inflater
        if inflater is None:
            return b""
        self._keep(inflater.decompress(chunk, self.max_size + 1 - self._size))
        return inflater.unused_data

    def _begin(self, first: bytes) -> bool:
        """Choose how to decompress a body that begins so; return whether it is compressed."""
        self._members += 1
        if self._members > MAX_MEMBERS:
            self.cut = "encoding"
        elif self.encoding == "gzip" and first.startswith(MAGIC):
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
            return True
        elif self._inflater is not None:
            pass  # padding behind the end
        elif self.encoding == "gzip":
            self.encoding = ""  # called compressed, sent plain: read what was sent
            self._keep(first)
        else:
            # zlib's format, yet some servers send bare deflate (RFC 9110 8.4.1.2, note)
            zlibs = first[0] & 0x0F == 8 and not (first[0] << 8 | first[1]) % 31
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS if zlibs else -zlib.MAX_WBITS)
            return True
        return False

    def _keep(self, data: bytes) -> None:
        if self._size + len(data) > self.max_size:
            data = data[: self.max_size - self._size]
            self.cut = "size"
        self._parts.append(data)
        self._size += len(data)
