"""Whether a server answers a ClientHello that does not fit into one packet.

Browsers send such hellos since 2024, when the key share of ML-KEM joined it. Servers and
firewalls that expect the whole of it in one packet wait for ever, or cut the connection.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal_audit.collect.tls.worker.browser_handshake import BROWSER_NUMBERS
from portal_audit.collect.tls.worker.exchange import Closed, exchange
from portal_audit.collect.tls.worker.hello import TLS12, ClientHello, ServerReply
from portal_audit.collect.tls.worker.iana_numbers import GROUP_NUMBERS
from portal_audit.collect.tls.worker.jobs import Runner, TlsJob
from portal_audit.collect.tls.worker.questions import SCHEMES
from portal_audit.collect.tls.worker.sslyze_api import ServerConnectivityInfo

SIZE = 1800
"""Bytes; Chrome's hello has some 1750, a packet on Ethernet carries 1460."""


@dataclass(frozen=True, slots=True)
class LargeHello:
    """What came of it."""

    answered: bool | None
    """``None`` where a small hello is not answered either."""
    suite: int | None = None
    """What a browser without TLS 1.3 gets, by IANA's number, where it gets TLS 1.2."""


def ask(info: ServerConnectivityInfo, runner: Runner) -> LargeHello:
    """Send the hello of a browser without TLS 1.3 that is as long as one with it.

    A silence or a cut connection counts only if it comes twice, with an answered small hello
    between the two.
    """
    host = info.network_configuration.tls_server_name_indication
    small = ClientHello(host, BROWSER_NUMBERS, tuple(GROUP_NUMBERS.values()), SCHEMES)
    large = replace(small, size=SIZE)
    suite = None
    for offer, expected in ((large, False), (small, True), (large, False)):
        outcome, chosen = _attempt(info, offer, runner)
        suite = chosen or suite
        if outcome is None:
            return LargeHello(None, suite)
        if outcome is not expected:
            return LargeHello(True if offer is large else None, suite)
    return LargeHello(False, suite)


def _attempt(
    info: ServerConnectivityInfo, offer: ClientHello, runner: Runner
) -> tuple[bool | None, int | None]:
    """Tell whether there was an answer, and the suite of TLS 1.2 in it.

    ``None`` where no connection or no time was to be had.
    """
    place = info.server_location
    arguments = (str(place.ip_address), place.port, offer, runner.timeout)
    for answer in runner.run([TlsJob("", exchange, arguments)], bool):
        if answer.error is None:
            reply: ServerReply = answer.value
            return True, reply.suite if reply.version == TLS12 else None
        if isinstance(answer.error, ValueError):
            return True, None
        if isinstance(answer.error, Closed | TimeoutError) or runner.unanswered(answer):
            return False, None
    return None, None
