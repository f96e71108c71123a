"""All that the worker takes from sslyze and nassl, private parts included, in one place.

The private parts are needed because sslyze's public interface scans a whole server at once: it
has no parameter for which suites to offer or which version to look at, and reads a silence as a no.
So we take its jobs and its connections, and decide ourselves. Private parts move without notice:
another minor version than the one tested is refused, with the remedy, before anything is imported.
"""

from __future__ import annotations

from portal_audit.collect.tls.worker.supported_versions import check_versions

check_versions()

# ruff: noqa: E402 - an unsupported version has to be refused before its modules are touched
from nassl._nassl import X509
from nassl.cert_chain_verifier import CertificateChainVerifier
from nassl.ssl_client import ClientCertificateRequested, OpenSslDigestNidEnum, SslClient
from sslyze.connection_helpers.http_request_generator import HttpRequestGenerator
from sslyze.connection_helpers.tls_connection import (
    SslConnection,
)
from sslyze.errors import (
    ConnectionToServerTimedOut,
    ServerTlsConfigurationNotSupported,
    TlsHandshakeTimedOut,
)
from sslyze.plugins.certificate_info.trust_stores.trust_store_repository import (
    TrustStoresRepository,
)
from sslyze.plugins.openssl_cipher_suites.cipher_suites import CipherSuitesRepository
from sslyze.plugins.robot._robot_tester import (
    RobotPmsPaddingPayloadEnum,
    RobotScanResultEnum,
    RobotServerResponsesAnalyzer,
    ServerDoesNotSupportRsa,
)
from sslyze.plugins.scan_commands import ScanCommand, ScanCommandsRepository
from sslyze.plugins.session_renegotiation_plugin import SessionRenegotiationExtraArgument
from sslyze.server_connectivity import (
    ClientAuthRequirementEnum,
    ServerConnectivityInfo,
    ServerTlsProbingResult,
    TlsVersionEnum,
    check_connectivity_to_server,
)
from sslyze.server_setting import ServerNetworkConfiguration, ServerNetworkLocation

__all__ = [
    "X509",
    "CertificateChainVerifier",
    "CipherSuitesRepository",
    "ClientAuthRequirementEnum",
    "ClientCertificateRequested",
    "ConnectionToServerTimedOut",
    "HttpRequestGenerator",
    "OpenSslDigestNidEnum",
    "RobotPmsPaddingPayloadEnum",
    "RobotScanResultEnum",
    "RobotServerResponsesAnalyzer",
    "ScanCommand",
    "ScanCommandsRepository",
    "ServerConnectivityInfo",
    "ServerDoesNotSupportRsa",
    "ServerNetworkConfiguration",
    "ServerNetworkLocation",
    "ServerTlsConfigurationNotSupported",
    "ServerTlsProbingResult",
    "SessionRenegotiationExtraArgument",
    "SslClient",
    "SslConnection",
    "TlsHandshakeTimedOut",
    "TlsVersionEnum",
    "TrustStoresRepository",
    "check_connectivity_to_server",
]
