"""Fetch the certificate chain as sent, and have it verified."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from nassl.ssl_client import ClientCertificateRequested
from sslyze.server_connectivity import ServerConnectivityInfo

from portal_audit.collect.tls.worker.verification import Anchors, build, by_store, verify

MAX_CERTIFICATES = 12
MAX_PEM = 100_000
"""Characters of one certificate; what is longer was not meant for a browser."""


def fetch(info: ServerConnectivityInfo) -> tuple[list[str], bool]:
    """Return the chain as PEM, leaf first, and whether an OCSP answer was stapled to it."""
    connection = info.get_preconfigured_tls_connection()
    connection.ssl_client.set_tlsext_status_ocsp()
    try:
        with suppress(ClientCertificateRequested):  # by then its own certificate has come
            connection.connect()
        stapled = connection.ssl_client.get_tlsext_status_ocsp_resp() is not None
        return connection.ssl_client.get_received_chain(), stapled
    finally:
        connection.close()


def describe(fetched: tuple[list[str], bool], trust: Anchors) -> dict[str, Any]:
    """Return the chain with OpenSSL's verdicts: as sent, and with known intermediates added."""
    chain, stapled = fetched
    sent = [pem for pem in chain if len(pem) <= MAX_PEM][:MAX_CERTIFICATES]
    piece: dict[str, Any] = {"kind": "chain", "pem": sent, "stapled": stapled, "verify": None}
    if sent:
        piece["verify"] = verify(sent, trust)
        piece["built"] = build(sent, trust)
        piece["stores"] = by_store(sent)
        if piece["verify"] and trust.intermediates:
            piece["completed"] = verify([*sent, *trust.intermediates], trust)
    return piece
