"""The HTTP client of one site: every request of every probe passes here."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.http.origin_state import Origin
from portal_audit.collect.http.rate_limits import RateLimits, server_of, shared_rate_limits
from portal_audit.collect.http.redirects import RedirectChain, follow_redirects
from portal_audit.collect.http.request_log import RequestLog
from portal_audit.collect.http.request_url import own_fields, refuse_port, request_url
from portal_audit.collect.http.resolver import Resolver
from portal_audit.collect.http.robots_rules import RobotRules
from portal_audit.collect.http.sockets import Attempt
from portal_audit.collect.http.tls_context import open_context
from portal_audit.collect.http.transport import PreparedRequest, Transport
from portal_audit.collect.http.visit_clock import VisitClock
from portal_audit.errors import BudgetSpent, Forbidden, NetError
from portal_audit.evidence.answer import HttpResponse
from portal_audit.model import Target
from portal_audit.parse.http.web_url import WebUrl

__all__ = ["HttpClient", "HttpResponse"]


class HttpClient:
    """Opens connections to one site, within its rate limits and bounds.

    ::

        async with HttpClient(target, limits, rules) as client:
            answer = await client.get("https://portal.example/")

    One client per site, for one visit, in one event loop.
    """

    def __init__(
        self,
        target: Target,
        limits: VisitLimits,
        rules: AccessRules,
        *,
        ssl_context: ssl.SSLContext | None = None,
        log: Callable[[RequestLog], None] | None = None,
        resolver: Resolver | None = None,
        rate_limits: RateLimits | None = None,
    ) -> None:
        """Take the bounds of this site and the rules of the net; nothing is opened yet.

        *log* is called with every entry as it is made. *resolver* and *rate_limits* replace the
        visit's own resolver and the rate limits that all clients of the event loop share.
        """
        self.target = target
        self.limits = limits
        self.rules = rules
        self.requests = 0
        """Requests sent."""
        self.bytes_read = 0
        """Bytes of bodies as they came over the wire."""
        self.log: list[RequestLog] = []
        """Every request, sent or refused, in order of completion."""
        self.resolver = resolver or Resolver(target, rules, timeout=limits.connect_timeout)
        self._on_log = log
        self._rate_limits = rate_limits
        self._holder = object()
        """Who asks, for the rate limits: they outlive the visit, and must not keep it."""
        self._robots: dict[str, RobotRules] = {}
        self._slots = asyncio.Semaphore(max(limits.connections, 1))
        self._origins: dict[str, Origin] = {}
        self._granted = 0

        async def connect(address: str, port: int) -> None:  # holds nothing of this: no circle
            """Wait until another connection may be opened; the TLS probe has what is left."""
            shared = rate_limits or shared_rate_limits()
            await shared.connect(server_of(address, port), limits.crawl_rate)

        self._client = Transport(
            self.resolver, limits, rules, ssl_context or open_context(), connect
        )
        self.certificates = self._client.certificates
        self._clock = VisitClock(limits.site_timeout)

    async def __aenter__(self) -> Self:
        """Start the clock of the visit."""
        self._clock = VisitClock(self.limits.site_timeout)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections kept alive."""
        await self._client.close()

    @property
    def seconds_left(self) -> float:
        """Seconds until the site's time is used up; 0 where it is."""
        return self._clock.seconds_left

    @property
    def waited(self) -> float:
        """Seconds that the visit waited for something of ours, and may last longer for it."""
        return self._clock.waited

    def clock_stopped(self) -> AbstractContextManager[Callable[[], None]]:
        """Stop the visit's clock while it waits for a process of ours (``VisitClock.stopped``)."""
        return self._clock.stopped()

    def obey(self, robots_text: str, host: str | None = None) -> RobotRules:
        """Obey this robots.txt from now on; return what it says.

        It binds requests to *host*, by default the target's own (RFC 9309 2.3: it speaks for the
        host that serves it, so a portal that moved to ``www.`` needs the one from there).
        """
        rules = RobotRules(robots_text, self.rules.user_agent)
        home = request_url(self.target.url).host if host is None else host
        self._robots[home.lower().removesuffix(".")] = rules
        return rules

    def grant(self, requests: int) -> None:
        """Let the visit send so many more: for whoever keeps a budget of its own, as a browser."""
        self._granted += requests

    async def address_for(self, host: str) -> tuple[str, ...]:
        """Return the checked addresses of *host*; raises DnsFailed or Forbidden."""
        return await self.resolver.addresses(host.lower().removesuffix("."))

    @asynccontextmanager
    async def hold(self, host: str, address: str, port: int) -> AsyncIterator[int]:
        """Hold part of the connections to an address for another probe; yield how many they are.

        What goes on beside it, such as the crawl, makes do with the rest, whatever names share it.
        """
        name = host.lower().removesuffix(".")
        connections = max(self.limits.connections, 1)
        server = server_of(address, port)
        held = self.rate_limits.hold(
            server, connections=connections, host=name, holder=self._holder
        )
        async with held as share:
            yield share

    def note(
        self,
        method: str,
        url: str,
        *,
        address: str = "",
        status: int | None = None,
        cause: str = "",
        detail: str = "",
        size: int = 0,
        seconds: float = 0.0,
    ) -> None:
        """Write what another probe did (TLS, DNS) into the request log."""
        at = datetime.now(UTC)
        entry = RequestLog(at, method, url, address, status, cause, detail, size, seconds)
        self.log.append(entry)
        if self._on_log is not None:
            self._on_log(entry)

    async def follow_redirects(
        self, url: str, *, max_body: int | None = None, use_robots: bool = True
    ) -> RedirectChain:
        """Ask for *url* and follow its redirects (``redirects.follow``)."""
        most = self.limits.max_redirects
        return await follow_redirects(self.get, url, most, max_body=max_body, use_robots=use_robots)

    async def get(
        self,
        url: str,
        *,
        method: str = "GET",
        max_body: int | None = None,
        headers: Mapping[str, str] | None = None,
        use_robots: bool = True,
    ) -> HttpResponse:
        """Send one request, without following redirects and without cookies.

        *max_body* bounds the decompressed body in bytes, where it is below the site's limit.
        Raises a NetError: Forbidden (with the message ``robots`` where robots.txt keeps us out),
        DnsFailed, Refused, TimedOut, TlsFailed, NotHttp, BudgetSpent. Every request is logged.
        """
        attempt = Attempt(started=time.monotonic())
        shown = url[:2_000]
        try:
            url_parts = request_url(url)
            shown = url_parts.url
            refuse_port(url_parts, request_url(self.target.url))
            if use_robots and self._kept_out(url_parts):
                raise Forbidden("robots")
            async with asyncio.timeout(self.seconds_left) as attempt.limit:
                answer = await self._ask(url_parts, method, max_body, headers or {}, attempt)
        except NetError as error:
            raise self._noted(error, method, shown, attempt) from None
        except TimeoutError:
            raise self._noted(BudgetSpent("time"), method, shown, attempt) from None
        finally:
            attempt.limit = None  # it holds the task, whose context holds the attempt
        self._note_end(
            method, shown, attempt, status=answer.status, detail=answer.cut, size=answer.wire_bytes
        )
        return answer

    def _noted(self, error: NetError, method: str, url: str, attempt: Attempt) -> NetError:
        """Log how a request failed, and return the error.

        Whoever raises it keeps it in no variable: its traceback holds those, and with them the
        whole visit, which would stay in memory until Python looks for such circles.
        """
        self._note_end(method, url, attempt, cause=error.cause, detail=str(error))
        return error

    def _note_end(self, method: str, url: str, attempt: Attempt, **facts: Any) -> None:
        seconds = time.monotonic() - attempt.started
        self.note(method, url, address=attempt.address, seconds=seconds, **facts)

    def _kept_out(self, url_parts: WebUrl) -> bool:
        rules = self._robots.get(url_parts.host)
        return rules is not None and not rules.allow(url_parts.url)

    async def _ask(
        self,
        url_parts: WebUrl,
        method: str,
        max_body: int | None,
        headers: Mapping[str, str],
        attempt: Attempt,
    ) -> HttpResponse:
        """Find out whether the origin is alive with one request; ask the others behind it."""
        origin = self._origins.setdefault(url_parts.origin, Origin())
        origin.check()
        bound = self.limits.max_body if max_body is None else min(max_body, self.limits.max_body)

        async def send() -> HttpResponse:
            origin.check()
            try:
                return await self._send(url_parts, method, bound, headers, attempt)
            except NetError as error:
                origin.failed(error, attempt)
                raise

        if origin.alive:
            answer = await send()
        else:
            async with origin.first:
                answer = await send()
                origin.alive = True
        if rest := origin.answered(answer):
            self.rate_limits.pause(url_parts.host, rest)
        return answer

    async def _send(
        self,
        url_parts: WebUrl,
        method: str,
        bound: int,
        headers: Mapping[str, str],
        attempt: Attempt,
    ) -> HttpResponse:
        """Wait for one's turn and send, where the budget allows it."""
        (address, *_) = await self.resolver.addresses(url_parts.host)
        async with self._slots, self._turn(url_parts, server_of(address, url_parts.port), attempt):
            left = self.limits.max_site_bytes - self.bytes_read
            if self.requests >= self.limits.max_requests + self._granted:
                raise BudgetSpent("requests")
            if left <= 0:
                raise BudgetSpent("bytes")
            self.requests += 1
            attempt.started = time.monotonic()
            wire = min(self.limits.max_body_wire, left)
            own = own_fields(self.rules, request_url(self.target.url), url_parts)
            request = PreparedRequest(url_parts, method, bound, wire, {**own, **headers})
            answer = await self._client.send(request, attempt)
            self.bytes_read += answer.wire_bytes
            return replace(answer, cut="budget") if answer.wire_bytes > left else answer

    @asynccontextmanager
    async def _turn(self, url_parts: WebUrl, server: str, attempt: Attempt) -> AsyncIterator[None]:
        """Wait for one's turn; what is waited for other portals of the server costs no time."""
        limits, most = self.rate_limits, max(self.limits.connections, 1)
        rate = self._rate(url_parts)
        turn = limits.turn(
            url_parts.host, rate=rate, connections=most, server=server, holder=self._holder
        )
        if not limits.crowded(server, self._holder):
            async with turn:
                yield
        else:
            with self.clock_stopped() as end, attempt.unlimited() as limit_again:
                async with turn:
                    end()
                    limit_again(self.seconds_left)
                    yield

    @property
    def rate_limits(self) -> RateLimits:
        """Those shared by all clients of this event loop, unless others were given."""
        if self._rate_limits is None:
            self._rate_limits = shared_rate_limits()
        return self._rate_limits

    def _rate(self, url_parts: WebUrl) -> float:
        delay = rules.delay if (rules := self._robots.get(url_parts.host)) else 0.0
        return min(self.limits.rate, 1 / delay) if delay else self.limits.rate
