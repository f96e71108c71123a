"""Whether a server signs its share of the key with SHA-1, which no library at hand asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from portal_audit.collect.tls.worker.exchange import Closed, exchange
from portal_audit.collect.tls.worker.hello import TLS12, ClientHello
from portal_audit.collect.tls.worker.jobs import JobResult, Runner, TlsJob
from portal_audit.collect.tls.worker.sslyze_api import ServerConnectivityInfo

TLS13_SUITES = (0x1301, 0x1302, 0x1303)

SHA1_SCHEMES = (0x0201, 0x0203, 0x0202)
"""RSA, ECDSA and DSA with SHA-1 (RFC 8446 section 4.2.3; RFC 5246 section 7.4.1.4.1)."""

MD5, SHA1 = 1, 2
"""First byte of a scheme of TLS 1.2: its hash."""

SIGNED_SUITES = (
    *(0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC023, 0xC027, 0xC024, 0xC028),
    *(0xC009, 0xC013, 0xC00A, 0xC014, 0xC008, 0xC012, 0xC007, 0xC011),
    *(0x009E, 0x009F, 0xCCAA, 0x0067, 0x006B, 0x0033, 0x0039, 0x0016),
    *(0x00A2, 0x00A3, 0x0040, 0x006A, 0x0032, 0x0038, 0x0013),
)
"""Suites in which the server signs its share: ECDHE, then DHE, with RSA, ECDSA and DSA."""

GROUPS = (29, 23, 24, 25, 30)
"""X25519, P-256, P-384, P-521, X448."""

Alive = Callable[[], bool]


def sha1(
    info: ServerConnectivityInfo,
    accepted: Mapping[str, Collection[str]],
    runner: Runner,
    alive: Alive,
) -> bool | None:
    """Tell whether the server signs its share of the key with SHA-1 when offered nothing better.

    ``None`` where it has no suite in which it signs below TLS 1.3, or where it did not answer. A
    connection cut without a word is a refusal only if the server is still *alive* afterwards.
    """
    older = [name for version, names in accepted.items() if version != "TLSv1.3" for name in names]
    if not any(part in name for name in older for part in ("_ECDHE_", "_DHE_")):
        return None
    offer = ClientHello(_host(info), SIGNED_SUITES, GROUPS, SHA1_SCHEMES)
    answer = _ask(info, offer, runner)
    if answer is None or runner.unanswered(answer):
        return None
    if isinstance(answer.error, Closed):
        return False if alive() else None
    if answer.error is not None:
        return None
    reply = answer.value
    if not reply.signed:
        return False
    # Before TLS 1.2 there was no choice: SHA-1, or MD5 and SHA-1 side by side (RFC 4346 7.4.3).
    return reply.version < TLS12 or (reply.signature or 0) >> 8 in (MD5, SHA1)


def _ask(info: ServerConnectivityInfo, offer: ClientHello, runner: Runner) -> JobResult | None:
    place = info.server_location
    arguments = (str(place.ip_address), place.port, offer, runner.timeout)
    answers = list(runner.run([TlsJob("", exchange, arguments)], bool))
    return answers[0] if answers else None


def _host(info: ServerConnectivityInfo) -> str:
    return info.network_configuration.tls_server_name_indication
