"""TLS of every address of a portal: versions, suites, groups, certificates, extensions.

The handshakes happen in worker processes (``portal_audit.collect.tls.worker``) through sslyze; here
is decided which addresses are looked at, and what they answer becomes evidence.
"""

from __future__ import annotations

from time import monotonic
from typing import Any, NoReturn

import certifi

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.probes.base import VisitPlan, probe
from portal_audit.collect.probes.http import https_start
from portal_audit.collect.tls.address_evidence import read_address
from portal_audit.collect.tls.missing_issuers import complete
from portal_audit.collect.tls.own_connection import own_connection
from portal_audit.collect.tls.worker_pool import GRACE, POOL, Reply
from portal_audit.errors import NoEvidence
from portal_audit.evidence import Failure, HttpsFront, TlsAddress, TlsServer
from portal_audit.model import Target
from portal_audit.parse.http.hostname import to_ascii
from portal_audit.parse.http.web_url import WebUrl, read_url

MAX_ADDRESSES = 4
MAX_SECONDS = 60.0
"""For one address."""
MIN_SECONDS = 5.0
SILENCE = 5
"""Seconds without an answer after which a handshake counts as not answered."""


@probe
async def tls_server(
    target: Target, client: HttpClient, plan: VisitPlan, https: HttpsFront
) -> TlsServer:
    """Look at the TLS of each address, one after the other.

    Raises NoEvidence without a single connection where the first request showed that no server
    listens: ``no-https`` (not applicable), ``timeout`` or the client's own reason (not tested).
    """
    _stop_if_dead(https)
    place = read_url(https.start or https_start(target))
    host, port = place.host, place.port
    addresses = (await client.address_for(host))[:MAX_ADDRESSES]
    reserve = client.seconds_left - client.limits.site_timeout / 2  # for what comes after
    entries: list[TlsAddress] = []
    results: list[str] = []
    for address in addresses:
        request = _request(client, host, address, port)
        request["authorised"] = plan.authorised_by is not None
        entry, result = await _look(client, host, request, reserve)
        entries += [entry] if entry else []
        results.append(result)
        if client.seconds_left - reserve < MIN_SECONDS:
            break
    if not entries:
        entries = await _seen_by_the_visit(client, place, addresses[0], results)
    if not entries:
        _no_evidence(results)
    return TlsServer(tuple(entries))


async def _seen_by_the_visit(
    client: HttpClient, place: WebUrl, address: str, results: list[str]
) -> list[TlsAddress]:
    """Return what is known of a server that answers visitors, though no probe."""
    if all(result == "not-tls" for result in results):
        return []
    request = _request(client, place.host, address, place.port)
    replies = await own_connection(client, place.origin, request)
    store = "mozilla+ca-file" if request["ca_file"] else "mozilla"
    if not replies:
        return []
    return [read_address(replies, host=place.host, address=address, port=place.port, store=store)]


async def _look(
    client: HttpClient, host: str, request: dict[str, Any], reserve: float
) -> tuple[TlsAddress | None, str]:
    """Return what one address offers, or ``None`` and why it offers nothing."""
    address, port = request["address"], request["port"]
    async with client.hold(host, address, port) as share:  # released before anything is requested
        started = monotonic()
        seconds = min(MAX_SECONDS, client.seconds_left - reserve)
        if seconds < MIN_SECONDS:
            return None, "timeout"
        asked = {**request, "seconds": seconds, "connections": share}
        with client.clock_stopped() as begun:
            replies = await POOL.ask(asked, seconds + GRACE, begun)
    end = _end(replies)
    url = f"https://{f'[{host}]' if ':' in host else host}:{port}/"
    connections = sum(int(reply.get("connections", 0)) for reply in replies)
    detail = f"{end}, {connections} connections"
    client.note("TLS", url, address=address, detail=detail, seconds=monotonic() - started)
    if end != "ok":
        return None, end
    for reply in replies:
        if reply["kind"] == "chain":
            await complete(client, reply, request["store"], request["ca_file"])
    store = "mozilla+ca-file" if request["ca_file"] else "mozilla"
    entry = read_address(replies, host=host, address=address, port=port, store=store)
    return entry, end


def _request(client: HttpClient, host: str, address: str, port: int) -> dict[str, Any]:
    """Return what a worker is given, besides time and number of connections."""
    ca_file = client.rules.ca_file
    return {
        "host": to_ascii(host) or host,
        "address": address,
        "port": port,
        "store": certifi.where(),
        "ca_file": str(ca_file) if ca_file else None,
        "user_agent": client.rules.user_agent,
        "timeout": max(1, min(SILENCE, int(client.limits.read_timeout))),
        "rate": client.limits.probe_rate,
    }


def _stop_if_dead(https: HttpsFront) -> None:
    """Raise NoEvidence where nobody answered the first request."""
    failure = https.failure
    if failure is None or https.answered:
        return
    if failure.cause in ("forbidden", "budget", "local"):
        raise NoEvidence(failure.cause)
    if failure.cause == "timeout" and _connected(failure):
        raise NoEvidence("timeout")
    if failure.cause in ("dns", "refused", "timeout") and not _connected(failure):
        raise NoEvidence("no-https", applies=False)


def _connected(failure: Failure) -> bool:
    """Tell from the detail of ``collect.http.error_causes`` whether a TCP connection was made."""
    if failure.cause == "timeout":
        return failure.detail != "no connection"
    return failure.detail.startswith(("connection closed", "connection reset"))


def _end(replies: list[Reply]) -> str:
    """Return ``ok`` if anything was found, else how the first handshake ended."""
    if any(reply["kind"] in ("chain", "suites") for reply in replies):
        return "ok"
    for reply in replies:
        if reply["kind"] == "browser" and reply["result"] != "ok":
            return str(reply["result"])
    return "timeout"


def _no_evidence(ends: list[str]) -> NoReturn:
    """Raise NoEvidence with the reason. The server has answered a request before.

    So an address that now refuses or keeps silent limits how often we may connect: that is no
    finding. Only what answers in another protocol than TLS certainly has no TLS.
    """
    if ends and all(end == "not-tls" for end in ends):
        raise NoEvidence("no-https", applies=False)
    raise NoEvidence(ends[0] if ends else "timeout")
