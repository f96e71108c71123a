"""The scan of one address: what matters most first, each piece as soon as it is found."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from portal_audit.collect.tls.worker import (
    active_tests,
    chain,
    features,
    key_exchange,
    large_hello,
)
from portal_audit.collect.tls.worker.browser_handshake import handshake
from portal_audit.collect.tls.worker.cipher_order import order
from portal_audit.collect.tls.worker.groups import groups
from portal_audit.collect.tls.worker.jobs import Runner, TlsJob
from portal_audit.collect.tls.worker.sslyze_api import (
    ClientAuthRequirementEnum,
    ClientCertificateRequested,
    ServerConnectivityInfo,
    ServerNetworkConfiguration,
    ServerNetworkLocation,
    ServerTlsConfigurationNotSupported,
    ServerTlsProbingResult,
    TlsVersionEnum,
    check_connectivity_to_server,
)
from portal_audit.collect.tls.worker.suites import enumerate_suites, iana_name
from portal_audit.collect.tls.worker.versions import NUMBERS

HOPELESS = frozenset({"not-tls", "timeout", "refused", "unreachable"})
"""Results of the first handshake after which a further one would bring nothing."""


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What a worker is asked; the fields are the keys of the JSON line."""

    host: str
    """In ASCII; sent as SNI."""
    address: str
    port: int
    store: str
    """PEM file of trusted roots."""
    ca_file: str | None = None
    """PEM file of further roots, and of intermediates that are not trusted."""
    user_agent: str = ""
    seconds: float = 60.0
    """For everything."""
    timeout: int = 5
    """Seconds of silence."""
    connections: int = 2
    """At once."""
    rate: float = 0.0
    """New connections a second; 0: as many as there are."""
    authorised: bool = False
    """Whether to test for published vulnerabilities, which takes an authorisation."""


def scan(request: ScanRequest) -> Iterator[dict[str, Any]]:
    """Yield each piece as soon as it is found. Raises Stalled for a server that drips."""
    runner = Runner(request.connections, request.timeout, request.seconds)
    try:
        first = _browse(request, ssl.TLSVersion.TLSv1_3)
        yield first
        if first["result"] in HOPELESS:
            return
        if first["version"] == "TLSv1.3":
            yield _browse(request, ssl.TLSVersion.TLSv1_2)
        info = _connect(request, runner)
        if info is None:
            yield {"kind": "error", "error": "no version of TLS could be agreed upon"}
            return
        yield from _look(info, request, runner, first["suite"])
    finally:
        runner.close()


def _look(
    info: ServerConnectivityInfo, request: ScanRequest, runner: Runner, suite: str | None
) -> Iterator[dict[str, Any]]:
    # In RSA key exchange, and only there, the server's key decrypts and does not sign.
    signed = suite is not None and not suite.startswith("TLS_RSA_")
    for sent in chain.chains(info, runner):
        yield chain.describe(sent, request.store, request.ca_file, signed_handshake=signed)
    requirement = info.tls_probing_result.client_auth_requirement.name.lower()
    yield {"kind": "client certificate", "requirement": requirement}
    yield {"kind": "large hello", "answered": large_hello.answered(info, runner)}
    accepted: dict[str, list[str]] = {}
    for version in NUMBERS:
        found = enumerate_suites(version, info, runner)
        alive = not found.doubtful or _alive(info, runner)
        ranked = order(version, found.by_name, info, runner) if alive else None
        yield found.as_piece(alive=alive, ranked=ranked)
        if found.accepted:
            accepted[version] = found.accepted
        if not alive:
            return
    yield features.look(info, accepted, runner)
    modern: dict[str, bool | None] = {}
    if "TLSv1.3" in accepted:
        modern |= key_exchange.post_quantum(info, runner)
        modern |= key_exchange.finite_field(info, runner, lambda: _alive(info, runner))
    yield groups(info, accepted, runner, modern)
    hashed = key_exchange.sha1(info, accepted, runner, lambda: _alive(info, runner))
    yield {"kind": "key exchange", "sha1": hashed}
    if request.authorised:
        yield active_tests.look(info, accepted, runner)


def _browse(request: ScanRequest, newest: ssl.TLSVersion) -> dict[str, Any]:
    end = handshake(request.host, request.address, request.port, request.timeout, newest=newest)
    return {
        "kind": "browser",
        "newest": newest.name,
        "result": end.result,
        "version": end.version,
        "suite": iana_name(end.suite),
    }


def _connect(request: ScanRequest, runner: Runner) -> ServerConnectivityInfo | None:
    """Let sslyze find a version and a suite that work."""
    location = ServerNetworkLocation(request.host, request.port, request.address)
    network = ServerNetworkConfiguration(
        tls_server_name_indication=request.host,
        http_user_agent=request.user_agent or None,
        network_timeout=request.timeout,
        network_max_retries=1,
    )
    job = TlsJob("connect", check_connectivity_to_server, (location, network))
    for answer in runner.run([job], lambda _: False):
        if answer.error is None:
            return ServerConnectivityInfo(location, network, answer.value)
        if isinstance(answer.error, ServerTlsConfigurationNotSupported) and (
            "only supports SSL 2.0" in answer.error.error_message
        ):
            return ServerConnectivityInfo(location, network, _SSL2_ONLY)
    return None


_SSL2_ONLY = ServerTlsProbingResult(
    highest_tls_version_supported=TlsVersionEnum.SSL_2_0,
    cipher_suite_supported="SSLv2",
    client_auth_requirement=ClientAuthRequirementEnum.DISABLED,
    supports_ecdh_key_exchange=False,
)


def _alive(info: ServerConnectivityInfo, runner: Runner) -> bool:
    """Tell whether a handshake that worked at first still works."""

    def again() -> None:
        connection = info.get_preconfigured_tls_connection()
        try:
            with suppress(ClientCertificateRequested):
                connection.connect()
        finally:
            connection.close()

    return any(answer.error is None for answer in runner.run([TlsJob("again", again)], bool))
