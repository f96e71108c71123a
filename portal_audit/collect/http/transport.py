"""Send one HTTP request over the visit's connections and read a bounded answer."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field

import httpcore

from portal_audit.collect.http.bounded_body import Body
from portal_audit.collect.http.error_causes import FAULTS, net_error, only_http2, stale
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.http.resolver import Resolver
from portal_audit.collect.http.response_stream import ResponseStream
from portal_audit.collect.http.sent_chain import SentCertificates, sent_certificates
from portal_audit.collect.http.sockets import ATTEMPT, Attempt, PinnedBackend
from portal_audit.collect.http.tls_context import new_context
from portal_audit.errors import NetError
from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.http.web_url import WebUrl

KEEP_ALIVE = 4.0
"""Seconds an idle connection is kept; Apache and IIS close theirs after 5 s and more."""
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class PreparedRequest:
    """What to send, and how much of the answer to take."""

    place: WebUrl
    method: str
    max_body: int
    """Bytes after decompression."""
    max_wire: int
    """Bytes as sent."""
    headers: Mapping[str, str] = field(default_factory=dict)


class Transport:
    """The connections of one visit: kept alive, keyed by host name, pinned to checked addresses.

    It stands on httpcore, the transport of httpx, because there the place where sockets are
    opened can be given: the name stays the key of a connection while the guard has the last word
    on its address. (With httpx, one asks for the address and adds the name; two names on one
    address then share a TLS connection that was opened for the first.)
    """

    def __init__(
        self,
        resolver: Resolver,
        limits: VisitLimits,
        rules: AccessRules,
        context: ssl.SSLContext,
        before_connecting: Callable[[str, int], Awaitable[None]],
    ) -> None:
        """Open nothing yet. *before_connecting* waits until a connection may be opened."""
        self._resolver = resolver
        self._limits = limits
        self._agent = rules.user_agent
        self._backend = PinnedBackend(
            resolver, rules.allow_private, limits.max_header_bytes, before_connecting
        )
        self._pool = self._new_pool(context)
        self._http2_pool: httpcore.AsyncConnectionPool | None = None
        self._http2_origins: set[str] = set()
        self.certificates: dict[str, SentCertificates] = {}
        """Origin → what its server sent on the first connection."""

    def _new_pool(
        self, context: ssl.SSLContext, *, http2: bool = False
    ) -> httpcore.AsyncConnectionPool:
        connections = max(self._limits.connections, 1)
        return httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=KEEP_ALIVE,
            network_backend=self._backend,
            http2=http2,
        )

    def _pool_for(self, place: WebUrl) -> httpcore.AsyncConnectionPool:
        if place.origin not in self._http2_origins:
            return self._pool
        if self._http2_pool is None:  # the library sets ALPN on its context, so it has its own
            self._http2_pool = self._new_pool(new_context(), http2=True)
        return self._http2_pool

    async def close(self) -> None:
        """Close the connections kept alive."""
        await self._pool.aclose()
        if self._http2_pool is not None:
            await self._http2_pool.aclose()

    async def send(self, request: PreparedRequest, attempt: Attempt) -> HttpResponse:
        """Send *request*; fill *attempt* with the address connected to.

        Raises a NetError where no head of an answer came. A body that stalls, breaks off or is
        too large is cut, since its head is evidence all the same.
        """
        ATTEMPT.set(attempt)
        started = time.monotonic()
        now, limits = asyncio.get_running_loop().time(), self._limits
        deadline = now + limits.request_timeout
        head_by = now + limits.connect_timeout + limits.read_timeout  # HTTP/2, too
        try:
            async with asyncio.timeout_at(min(head_by, deadline)):
                response = await self._head(request, attempt)
        except FAULTS as error:
            raise self._named(error, attempt, request.place) from None
        elapsed = time.monotonic() - started
        version, headers = _read_head(response)
        body = Body(_joined(headers, "content-encoding"), request.max_wire, request.max_body)
        try:
            if response.status >= 200:
                await self._read(response, body, deadline)
                body.finish(_joined(headers, "content-type"))
        finally:
            await response.aclose()
        return HttpResponse(
            url=request.place.url,
            status=response.status,
            headers=headers,
            body=body.data,
            truncated=bool(body.cut),
            wire_bytes=body.wire,
            elapsed=elapsed,
            http_version=version,
            cut=body.cut,
            address=attempt.address,
        )

    def _named(self, error: Exception, attempt: Attempt, place: WebUrl) -> NetError:
        """Return what a fault means; fill the *attempt* where it was made on an open connection."""
        found = net_error(error, attempt, place.scheme)
        if not attempt.address:  # a connection was reused: to the address it was opened to
            attempt.address = self._resolver.pinned(place.host)[0]
            attempt.connected = True
        return found

    async def _head(self, request: PreparedRequest, attempt: Attempt) -> httpcore.Response:
        place = request.place
        pool = self._pool_for(place)
        try:
            response = await pool.handle_async_request(self._message(request))
        except FAULTS as error:
            if place.scheme == "https" and pool is self._pool and only_http2(error):
                self._http2_origins.add(place.origin)
            elif not stale(error, attempt):
                raise
            pool = self._pool_for(place)
            response = await pool.handle_async_request(self._message(request))
        if place.scheme == "https" and place.origin not in self.certificates:
            session = response.extensions["network_stream"].get_extra_info("ssl_object")
            if session is not None and (sent := sent_certificates(session)) is not None:
                self.certificates[place.origin] = sent
        if not attempt.address:  # a connection was reused
            peer = response.extensions["network_stream"].get_extra_info("server_addr")
            attempt.address = str(peer[0]) if peer else ""
        return response

    def _message(self, request: PreparedRequest) -> httpcore.Request:
        place, limits = request.place, self._limits
        headers = {
            "Host": place.authority,
            "User-Agent": self._agent,
            "Accept": ACCEPT,
            "Accept-Language": "vi,en;q=0.8",
            "Accept-Encoding": "gzip, deflate",
        }
        headers.update(request.headers)
        return httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=place.scheme.encode(),
                host=place.host.encode(),
                port=place.port,
                target=place.target.encode(),
            ),
            headers=[(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
            extensions={
                "timeout": {
                    "connect": limits.connect_timeout,
                    "read": limits.read_timeout,
                    "write": limits.read_timeout,
                    "pool": limits.request_timeout,
                }
            },
        )

    async def _read(self, response: httpcore.Response, body: Body, deadline: float) -> None:
        try:
            async with asyncio.timeout_at(deadline), aclosing(response.aiter_stream()) as stream:  # type: ignore[type-var]
                async for chunk in stream:
                    if not body.feed(chunk):
                        return
        except FAULTS as error:
            slow = isinstance(error, TimeoutError | httpcore.TimeoutException)
            body.cut = body.cut or ("timeout" if slow else "broken-off")


def _read_head(response: httpcore.Response) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return version and fields as sent; what h11 was shown of HTTP/1 is less."""
    stream = response.extensions["network_stream"]
    if isinstance(stream, ResponseStream) and stream.head is not None:
        return stream.head.version, stream.head.headers
    headers = (
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers
    )
    return response.extensions["http_version"].decode("latin-1"), tuple(headers)


def _joined(headers: tuple[tuple[str, str], ...], field_name: str) -> str:
    """Return every value of a field, comma-joined (RFC 9110 5.2)."""
    return ",".join(value for name, value in headers if name.lower() == field_name)
