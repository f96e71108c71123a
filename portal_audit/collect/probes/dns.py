"""Ask the domain name system about the portal's host: A, AAAA, CNAME, CAA and DS."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from ipaddress import ip_address

import dns.asyncresolver
import dns.exception
import dns.message
import dns.name
import dns.rdatatype
import dns.resolver

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.request_url import request_url
from portal_audit.collect.probes.base import probe
from portal_audit.errors import NetError
from portal_audit.evidence import DnsRecords
from portal_audit.model import Target
from portal_audit.parse.http.urls import domain_of

MAX_RECORDS = 32
MAX_CHAIN = 16
MAX_CLIMB = 10
"""Names asked for CAA on the way up the tree."""


@probe
async def dns_records(target: Target, client: HttpClient) -> DnsRecords:
    """Look the host up; nothing is raised, a failure stands in ``error``.

    Where the inventory or ``--resolve`` gives the address, no name server is asked: the name may
    not exist in public yet.
    """
    host = request_url(target.url).host
    source = client.resolver.source(host)
    if source != "dns":
        return await _given(host, source, client)
    try:
        ask = _Questions(client)
    except (dns.exception.DNSException, OSError, ValueError) as error:
        return DnsRecords(host, error=f"no-resolver: {type(error).__name__}")
    four, six, caa, delegation = await asyncio.gather(
        ask.addresses(host, "A"),
        ask.addresses(host, "AAAA"),
        ask.caa(host),
        ask.delegation(host),
    )
    return DnsRecords(
        host=host,
        a=four.found,
        aaaa=six.found,
        cname=four.chain or six.chain,
        caa=caa,
        delegation=delegation,
        error=None if four.found or six.found else four.error or six.error or "no-answer",
        unanswered=tuple(
            kind
            for kind, one in (("A", four), ("AAAA", six))
            if one.error not in (None, "nxdomain")
        ),
    )


async def _given(host: str, source: str, client: HttpClient) -> DnsRecords:
    try:
        addresses = await client.address_for(host)
    except NetError as error:
        return DnsRecords(host, source=source, error=str(error)[:200])
    return DnsRecords(
        host,
        a=tuple(each for each in addresses if ip_address(each).version == 4),
        aaaa=tuple(each for each in addresses if ip_address(each).version == 6),
        source=source,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What one question brought."""

    found: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    error: str | None = None


class _Questions:
    """Asks name servers, bounded in time, and writes every question into the request log."""

    def __init__(self, client: HttpClient) -> None:
        rules = client.rules
        self._client = client
        self._resolver = dns.asyncresolver.Resolver(configure=rules.nameserver is None)
        self._resolver.lifetime = rules.dns_timeout
        self._resolver.timeout = rules.dns_timeout / 2
        self._resolver.search = []
        if rules.nameserver is not None:
            self._resolver.nameservers = [rules.nameserver[0]]
            self._resolver.port = rules.nameserver[1]

    async def addresses(self, host: str, kind: str) -> _Found:
        """Return A or AAAA records, and the chain of aliases that led to them."""
        response, error = await self._ask(host, kind)
        if response is None:
            return _Found(error=error)
        wanted = dns.rdatatype.from_text(kind)
        found = [
            str(record) for rrset in response.answer if rrset.rdtype == wanted for record in rrset
        ]
        return _Found(tuple(found[:MAX_RECORDS]), _chain(response, host), error)

    async def caa(self, host: str) -> tuple[str, ...] | None:
        """Climb from *host* towards the root to the first CAA records (RFC 8659 section 3)."""
        found = await self._climb(host, "", "CAA")
        return None if found is None else tuple(record for _, record in found)

    async def delegation(self, host: str) -> tuple[str, ...] | None:
        """Climb from *host* to its registered domain, to the first DS records (RFC 4034)."""
        found = await self._climb(host, domain_of(host), "DS")
        return None if found is None else tuple(f"{name}: {record}" for name, record in found)

    async def _climb(self, host: str, last: str, kind: str) -> tuple[tuple[str, str], ...] | None:
        """Return (name, record) of the first name that has such records; empty where none has.

        *last* is the last name asked for, if not the root's. ``None`` where a name server did not
        answer.
        """
        wanted = dns.rdatatype.from_text(kind)
        labels = host.split(".")
        for start in range(min(len(labels), MAX_CLIMB)):
            name = ".".join(labels[start:])
            response, error = await self._ask(name, kind)
            if response is None or error not in (None, "nxdomain"):
                return None
            found = [
                (name, str(record))
                for rrset in response.answer
                if rrset.rdtype == wanted
                for record in rrset
            ]
            if found or name == last:
                return tuple(found[:MAX_RECORDS])
        return ()

    async def _ask(self, host: str, kind: str) -> tuple[dns.message.Message | None, str | None]:
        """Return the response, where one came, and what was wrong with it."""
        started = time.monotonic()
        response, error = None, None
        try:
            name = dns.name.from_text(host + ".")
            answer = await self._resolver.resolve(name, kind, raise_on_no_answer=False)
            response = answer.response
        except dns.resolver.NXDOMAIN as failure:
            response, error = failure.response(failure.qnames()[0]), "nxdomain"  # type: ignore[no-untyped-call]
        except dns.exception.Timeout:
            error = "timeout"
        except dns.resolver.NoNameservers:
            error = "servfail"
        except (dns.exception.DNSException, OSError, ValueError) as failure:
            error = type(failure).__name__.lower()
        self._client.note(
            "DNS", f"dns:{host}?type={kind}", cause=error or "", seconds=time.monotonic() - started
        )
        return response, error


def _chain(response: dns.message.Message, host: str) -> tuple[str, ...]:
    """Return the aliases in the order they lead on, however the answer is sorted."""
    onward = {
        str(rrset.name).lower().rstrip("."): str(rrset[0].target).lower().rstrip(".")
        for rrset in response.answer
        if rrset.rdtype == dns.rdatatype.CNAME
    }
    chain: list[str] = []
    here = host
    while (there := onward.get(here)) and there not in chain and len(chain) < MAX_CHAIN:
        chain.append(there)
        here = there
    return tuple(chain)
