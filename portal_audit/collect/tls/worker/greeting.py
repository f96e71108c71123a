"""Find a version and a suite that work, and take the chain of that very handshake."""

from __future__ import annotations

from dataclasses import dataclass

from portal_audit.collect.tls.worker.chain import SentChain
from portal_audit.collect.tls.worker.jobs import JobResult, Runner, TlsJob
from portal_audit.collect.tls.worker.sslyze_api import (
    ClientAuthRequirementEnum,
    HttpRequestGenerator,
    ServerConnectivityInfo,
    ServerNetworkConfiguration,
    ServerNetworkLocation,
    ServerTlsConfigurationNotSupported,
    ServerTlsProbingResult,
    SslClient,
    SslConnection,
    TlsVersionEnum,
    check_connectivity_to_server,
)

SSL2_ONLY = ServerTlsProbingResult(
    highest_tls_version_supported=TlsVersionEnum.SSL_2_0,
    cipher_suite_supported="SSLv2",
    client_auth_requirement=ClientAuthRequirementEnum.DISABLED,
    supports_ecdh_key_exchange=False,
)

TICKET_BYTES = 2_048
"""Of the answer to a request, read so that the tickets before it are."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """A way to connect, and what the handshake that found it has told already."""

    info: ServerConnectivityInfo
    sent: SentChain | None = None
    early_data: bool | None = None
    """``False``: its tickets of TLS 1.3 allow none (RFC 8446 section 4.6.1)."""


def greet(
    location: ServerNetworkLocation,
    network: ServerNetworkConfiguration,
    version: TlsVersionEnum | None,
    runner: Runner,
) -> Greeting | None:
    """Shake hands at *version*, which a browser got just before, or search as sslyze does.

    The search takes two connections and more; it is made where no browser gets in, and where a
    client certificate is asked for, to know whether it is required.
    """
    if version is not None:
        answer = _run(TlsJob("greet", _shake, (location, network, version)), runner)
        if answer is not None and answer.error is None:
            suite, sent, early_data = answer.value
            disabled = ClientAuthRequirementEnum.DISABLED
            # Whether it has ECDHE is what the enumeration finds out.
            probing = ServerTlsProbingResult(version, suite, disabled, True)
            return Greeting(ServerConnectivityInfo(location, network, probing), sent, early_data)
    answer = _run(TlsJob("connect", check_connectivity_to_server, (location, network)), runner)
    if answer is None:
        return None
    if answer.error is None:
        return Greeting(ServerConnectivityInfo(location, network, answer.value))
    if isinstance(answer.error, ServerTlsConfigurationNotSupported) and (
        "only supports SSL 2.0" in answer.error.error_message
    ):
        return Greeting(ServerConnectivityInfo(location, network, SSL2_ONLY))
    return None


def _run(job: TlsJob, runner: Runner) -> JobResult | None:
    return next(iter(list(runner.run([job], bool))), None)


def _shake(
    location: ServerNetworkLocation, network: ServerNetworkConfiguration, version: TlsVersionEnum
) -> tuple[str, SentChain, bool | None]:
    """Return the suite as OpenSSL names it, the chain, and ``early_data`` as in Greeting.

    Raises what sslyze raises.
    """
    connection = SslConnection(
        server_location=location,
        network_configuration=network,
        tls_version=version,
        should_ignore_client_auth=False,
    )
    client = connection.ssl_client
    client.set_tlsext_status_ocsp()
    if version != TlsVersionEnum.TLS_1_3:
        client.set_cipher_list("DEFAULT")
    try:
        connection.connect(should_retry_connection=False)
        stapled = client.get_tlsext_status_ocsp_resp() is not None
        sent = SentChain(tuple(client.get_received_chain()), stapled)
        suite = client.get_current_cipher_name()
        if version == TlsVersionEnum.TLS_1_3 and isinstance(client, SslClient):
            return suite, sent, _early_data(client, location, network)
        return suite, sent, None
    finally:
        connection.close()


def _early_data(
    client: SslClient, location: ServerNetworkLocation, network: ServerNetworkConfiguration
) -> bool | None:
    """Ask for the home page, so that tickets come; ``None`` where they allow early data, or none
    was awaited to the end: then a resumption has to show it.
    """
    request = HttpRequestGenerator.get_request(
        location.hostname, user_agent=network.http_user_agent
    )
    try:
        client.write(request)
        client.read(TICKET_BYTES)
        return None if client.get_session().get_max_early_data() else False
    except Exception:  # the chain has come, and that is what the handshake was for
        return None
