"""The same server as sslyze knows it, looked at in another version and with other suites."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from portal_audit.collect.tls.worker.sslyze_api import (
    CipherSuitesRepository,
    ServerConnectivityInfo,
    SslConnection,
    TlsVersionEnum,
)
from portal_audit.collect.tls.worker.versions import NUMBERS


def at_version(info: ServerConnectivityInfo, version: TlsVersionEnum) -> ServerConnectivityInfo:
    """Return the same server as if *version* were its best: sslyze only looks at the best."""
    probing = replace(
        info.tls_probing_result,
        highest_tls_version_supported=version,
        supports_ecdh_key_exchange=True,  # whether it does is what the caller finds out
    )
    return replace(info, tls_probing_result=probing)


@dataclass(frozen=True)
class _Variant(ServerConnectivityInfo):
    """Every connection offers these suites (as OpenSSL names them), whatever sslyze would."""

    suites: str = ""

    def get_preconfigured_tls_connection(self, *arguments: Any, **named: Any) -> SslConnection:
        connection = super().get_preconfigured_tls_connection(*arguments, **named)
        connection.ssl_client.set_cipher_list(self.suites)
        return connection


def variant(
    info: ServerConnectivityInfo, version: str, accepted: Collection[str]
) -> ServerConnectivityInfo:
    """Return the server at a *version* below TLS 1.3, met with the suites that it takes there.

    By itself sslyze would offer what OpenSSL does by default, which is nothing that a server of
    3DES alone would take, or a suite of TLS 1.3. *accepted* are IANA's names.
    """
    older = at_version(info, NUMBERS[version])
    suites = CipherSuitesRepository.get_all_cipher_suites(NUMBERS[version])
    names = ":".join(sorted(suite.openssl_name for suite in suites if suite.name in accepted))
    probing = replace(older.tls_probing_result, cipher_suite_supported=names)
    return _Variant(older.server_location, older.network_configuration, probing, names)
