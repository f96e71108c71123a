"""Decoders of content codings (RFC 9110 8.4.1, 7932, 8878), each bounded in what it gives."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from typing import Protocol

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP_MAGIC = b"\x1f\x8b"
"""What a gzip member begins with."""
ZSTD_WINDOW_LOG = 23
"""The largest window that HTTP allows is 8 MiB (RFC 9659)."""
ERRORS: tuple[type[Exception], ...] = (zlib.error, brotli.error, zstd.ZstdError)
"""What decoders raise for data that is not in their coding."""


class Decoder(Protocol):
    """Decompresses one stream, as ``zlib.decompressobj`` does."""

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was reached."""

    @property
    def unused_data(self) -> bytes:
        """What came behind the end."""

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes:
        """Return at most about *max_length* bytes; raises one of ``ERRORS``."""


class _Brotli:
    """Brotli with the interface of zlib; bytes behind its end are an error."""

    unused_data = b""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes:
        return bytes(self._inner.process(data, output_buffer_limit=max_length))


def _gzip(first: bytes) -> Decoder:
    return zlib.decompressobj(zlib.MAX_WBITS | 16)


def _deflate(first: bytes) -> Decoder:
    """Zlib's format, yet some servers send bare deflate (RFC 9110 8.4.1.2, note)."""
    wrapped = first[0] & 0x0F == 8 and not (first[0] << 8 | first[1]) % 31
    return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


def _br(first: bytes) -> Decoder:
    return _Brotli()


def _zstd(first: bytes) -> Decoder:
    window: dict[int, int] = {zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG}
    return zstd.ZstdDecompressor(options=window)


DECODERS: dict[str, Callable[[bytes], Decoder]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}
"""Coding → what makes a decoder for a stream that begins with these (two or more) bytes."""
SEVERAL_STREAMS = frozenset({"gzip", "x-gzip", "zstd"})
"""Codings of which a body may hold several streams in a row."""
