"""The protocol versions by their common names, and as sslyze numbers them."""

from __future__ import annotations

from collections.abc import Mapping

from portal_audit.collect.tls.worker.sslyze_api import ScanCommand, TlsVersionEnum

NUMBERS: Mapping[str, TlsVersionEnum] = {
    "TLSv1.3": TlsVersionEnum.TLS_1_3,
    "TLSv1.2": TlsVersionEnum.TLS_1_2,
    "TLSv1.1": TlsVersionEnum.TLS_1_1,
    "TLSv1.0": TlsVersionEnum.TLS_1_0,
    "SSLv3": TlsVersionEnum.SSL_3_0,
    "SSLv2": TlsVersionEnum.SSL_2_0,
}
"""Newest first: what matters most is known soonest."""

COMMANDS: Mapping[str, ScanCommand] = {
    "TLSv1.3": ScanCommand.TLS_1_3_CIPHER_SUITES,
    "TLSv1.2": ScanCommand.TLS_1_2_CIPHER_SUITES,
    "TLSv1.1": ScanCommand.TLS_1_1_CIPHER_SUITES,
    "TLSv1.0": ScanCommand.TLS_1_0_CIPHER_SUITES,
    "SSLv3": ScanCommand.SSL_3_0_CIPHER_SUITES,
    "SSLv2": ScanCommand.SSL_2_0_CIPHER_SUITES,
}
