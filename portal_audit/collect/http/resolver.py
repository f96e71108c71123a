"""Resolve host names once per visit; every address passes the guard and is then pinned."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache

import dns.exception
import dns.resolver

from portal_audit.collect.http.address_guard import refusal
from portal_audit.collect.http.limits import AccessRules
from portal_audit.collect.http.request_url import request_url
from portal_audit.errors import DnsFailed, Forbidden, LocalFault, NetError
from portal_audit.model import Target
from portal_audit.parse.http.web_url import literal

Lookup = Callable[[str], Awaitable[tuple[str, ...]]]
"""Returns the addresses of a name, as sent; raises DnsFailed."""

THREADS = 16
MAX_ADDRESSES = 8
ROOT_SECONDS = 3.0


class Resolver:
    """The addresses of one visit.

    A name is looked up once; what was checked then is what every later connection goes to, so
    that an answer that changes (DNS rebinding) changes nothing.
    """

    def __init__(
        self,
        target: Target,
        rules: AccessRules,
        *,
        lookup: Lookup | None = None,
        timeout: float = 8.0,
    ) -> None:
        """Take the target's own address, the ``--resolve`` pairs, and seconds per look-up."""
        self._rules = rules
        self._lookup = lookup or system_lookup
        self._timeout = timeout
        self._given: dict[str, list[str]] = {}
        if target.address is not None:
            with suppress(Forbidden):  # a URL that cannot be asked for needs no address
                self._given[request_url(target.url).host] = [target.address]
        named: dict[str, list[str]] = {}
        for host, address in rules.resolve:
            named.setdefault(host.lower().removesuffix("."), []).append(address)
        self._given.update(named)
        self._results: dict[str, tuple[str, ...] | NetError] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def source(self, host: str) -> str:
        """Return where addresses of *host* come from: ``literal``, ``inventory`` or ``dns``."""
        if literal(host) is not None:
            return "literal"
        return "inventory" if host in self._given else "dns"

    async def addresses(self, host: str) -> tuple[str, ...]:
        """Return the addresses that may be connected to.

        Addresses that the guard refuses are left out; where none is left, Forbidden tells why.
        Raises DnsFailed where the name has no address. Both are remembered.
        """
        async with self._locks.setdefault(host, asyncio.Lock()):
            if host not in self._results:
                try:
                    self._results[host] = self._checked(host, await self._resolve(host))
                except NetError as error:
                    self._results[host] = error
        return self.pinned(host)

    def pinned(self, host: str) -> tuple[str, ...]:
        """Return what :meth:`addresses` found before; raises the error it raised."""
        result = self._results.get(host, Forbidden("not resolved"))
        if isinstance(result, NetError):
            raise type(result)(str(result))
        return result

    def prefer(self, host: str, address: str) -> None:
        """Put the address that answered first, for the connections to come."""
        addresses = self._results.get(host)
        if isinstance(addresses, tuple) and address in addresses:
            self._results[host] = (address, *(other for other in addresses if other != address))

    async def _resolve(self, host: str) -> tuple[str, ...]:
        if (written := literal(host)) is not None:
            return (str(written),)
        if host in self._given:
            return tuple(self._given[host])
        try:
            async with asyncio.timeout(self._timeout):
                return await self._lookup(host)
        except TimeoutError:
            if self._lookup is system_lookup and not await asyncio.to_thread(_root):
                raise LocalFault("no name server answers") from None
            raise DnsFailed("timeout") from None

    def _checked(self, host: str, found: tuple[str, ...]) -> tuple[str, ...]:
        if not found:
            raise DnsFailed("no address")
        found = tuple(dict.fromkeys(found))[:MAX_ADDRESSES]
        reasons = {each: refusal(each, self._rules.allow_private) for each in found}
        allowed = tuple(each for each, reason in reasons.items() if reason is None)
        if not allowed:
            listed = ", ".join(f"{each} ({reason})" for each, reason in reasons.items())
            raise Forbidden(f"{host} leads to {listed}"[:300])
        return allowed


async def system_lookup(host: str) -> tuple[str, ...]:
    """Ask the system's resolver (getaddrinfo), in a thread of a pool of its own.

    Look-ups that hang must not use up the event loop's own threads, which others need.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.run_in_executor(_threads(), _getaddrinfo, host)
    except socket.gaierror as error:
        if error.errno in _OURS:
            raise LocalFault(_reason(error)) from None
        if error.errno == socket.EAI_AGAIN and not await asyncio.to_thread(_root):
            raise LocalFault("no name server answers") from None
        raise DnsFailed(_reason(error)) from None
    except OSError as error:  # such as no file left for a socket
        raise LocalFault(type(error).__name__) from None
    except UnicodeError as error:
        raise DnsFailed(type(error).__name__) from None
    return found


_OURS = frozenset({socket.EAI_MEMORY, getattr(socket, "EAI_SYSTEM", socket.EAI_MEMORY)})


def _root() -> bool:
    """Whether our own name server answers at all: every one of them knows the root.

    "Try again" is what the system says both where the portal's name servers fail and where ours do.
    """
    try:
        dns.resolver.resolve(".", "NS", lifetime=ROOT_SECONDS, search=False)
    except (dns.resolver.NoAnswer, dns.resolver.NXDOMAIN):
        return True
    except (dns.exception.DNSException, OSError, ValueError):
        return False
    return True


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="resolve")


def _getaddrinfo(host: str) -> tuple[str, ...]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def _reason(error: socket.gaierror) -> str:
    names = {
        socket.EAI_NONAME: "no such name",
        socket.EAI_AGAIN: "the name server does not answer",
        getattr(socket, "EAI_NODATA", None): "no address",
    }
    return names.get(error.errno, "look-up failed")
