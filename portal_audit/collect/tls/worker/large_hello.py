"""Whether a server answers a ClientHello that does not fit into one packet.

Browsers send such hellos since 2024, when the key share of ML-KEM joined it. Servers and
firewalls that expect the whole of it in one packet wait for ever, or cut the connection.
"""

from __future__ import annotations

from dataclasses import replace

from portal_audit.collect.tls.worker.cipher_order import ALL_GROUPS, SCHEMES
from portal_audit.collect.tls.worker.exchange import Closed, exchange
from portal_audit.collect.tls.worker.hello import ClientHello
from portal_audit.collect.tls.worker.jobs import Runner, TlsJob
from portal_audit.collect.tls.worker.key_exchange import SIGNED_SUITES, TLS13_SUITES
from portal_audit.collect.tls.worker.sslyze_api import ServerConnectivityInfo

SIZE = 1800
"""Bytes; Chrome's hello has some 1750, a packet on Ethernet carries 1460."""
RSA_SUITES = (0x009C, 0x009D, 0x002F, 0x0035)


def answered(info: ServerConnectivityInfo, runner: Runner) -> bool | None:
    """Tell whether the large hello is answered; ``None`` where a small one is not either.

    A silence or a cut connection counts only if it comes twice, with an answered small hello
    between the two.
    """
    suites = (*TLS13_SUITES, *SIGNED_SUITES, *RSA_SUITES)
    host = info.network_configuration.tls_server_name_indication
    small = ClientHello(host, suites, ALL_GROUPS, SCHEMES)
    large = replace(small, size=SIZE)
    for offer, expected in ((large, False), (small, True), (large, False)):
        outcome = _attempt(info, offer, runner)
        if outcome is None:
            return None
        if outcome is not expected:
            return True if offer is large else None
    return False


def _attempt(info: ServerConnectivityInfo, offer: ClientHello, runner: Runner) -> bool | None:
    """Tell whether there was an answer; ``None`` where no connection or no time was to be had."""
    place = info.server_location
    arguments = (str(place.ip_address), place.port, offer, runner.timeout)
    for answer in runner.run([TlsJob("", exchange, arguments)], bool):
        if answer.error is None or isinstance(answer.error, ValueError):
            return True
        if isinstance(answer.error, Closed | TimeoutError) or runner.unanswered(answer):
            return False
    return None
