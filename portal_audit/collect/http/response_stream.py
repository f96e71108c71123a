"""A connection whose responses reach h11 with a head that it can read."""

from __future__ import annotations

import ssl
from time import monotonic
from typing import Any

import httpcore

from portal_audit.collect.http.chunk_lines import ChunkLines
from portal_audit.collect.http.response_head import (
    BadHead,
    Http2Preface,
    ResponseHead,
    read_head,
)


class SpeaksHttp2(httpcore.RemoteProtocolError):
    """The server sends HTTP/2 to whoever connects."""


class ResponseStream(httpcore.AsyncNetworkStream):
    """Reads the head of every response itself; of what follows only chunk lines are repaired."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, max_head: int) -> None:
        """Wrap a connection; a head longer than *max_head* bytes is refused."""
        self.head: ResponseHead | None = None
        """The head read last."""
        self._inner = inner
        self._max_head = max_head
        self._in_head = True
        self._chunks: ChunkLines | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes for h11. Raises RemoteProtocolError where they are no HTTP/1.

        A head has to be whole within *timeout*: one that drips is waited for no longer than one
        that does not come.
        """
        if not self._in_head:
            return await self._read_body(max_bytes, timeout)
        received, passed, begun = b"", 0, monotonic()
        while data := await self._inner.read(max_bytes, _left(timeout, begun)):
            received += data
            try:
                while found := read_head(received) if received else None:
                    head, length = found
                    passed += length
                    received = received[length:]
                    if head.status < 200:
                        continue  # an interim response (RFC 9110 15.2) tells nothing
                    self._check(passed)
                    self.head, self._in_head = head, False
                    self._chunks = ChunkLines() if head.is_chunked else None
                    body = self._chunks.read(received) if self._chunks else received
                    return head.framing() + body
            except Http2Preface as error:
                raise SpeaksHttp2(str(error)) from None
            except BadHead as error:
                raise httpcore.RemoteProtocolError(str(error)) from None
            self._check(passed + len(received))
        return b""

    async def _read_body(self, max_bytes: int, timeout: float | None) -> bytes:
        while data := await self._inner.read(max_bytes, timeout):
            if passed := self._chunks.read(data) if self._chunks else data:
                return passed
        return b""

    def _check(self, length: int) -> None:
        if length > self._max_head:
            raise httpcore.RemoteProtocolError(f"{length} bytes of headers")

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send; a request is answered by a new head."""
        if buffer:
            self._in_head = True
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Return the connection with TLS; of HTTP/2 nothing is read here."""
        stream = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        session = stream.get_extra_info("ssl_object")
        if session is not None and session.selected_alpn_protocol() == "h2":
            return stream
        return ResponseStream(stream, self._max_head)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection tells of itself."""
        return self._inner.get_extra_info(info)


def _left(timeout: float | None, begun: float) -> float | None:
    return None if timeout is None else max(timeout + begun - monotonic(), 0.0)
