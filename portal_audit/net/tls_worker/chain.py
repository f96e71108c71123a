"""Fetch the certificate chain as sent, and ask OpenSSL whether it leads to a trusted root."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from nassl._nassl import X509
from nassl.cert_chain_verifier import CertificateChainVerificationFailed, CertificateChainVerifier
from nassl.ssl_client import ClientCertificateRequested
from sslyze.server_connectivity import ServerConnectivityInfo

MAX_CERTIFICATES = 12
MAX_PEM = 100_000
"""Characters of one certificate; what is longer was not meant for a browser."""

PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Anchors:
    """Whom to trust: the roots, and intermediates that are known but not trusted by themselves."""

    roots: CertificateChainVerifier
    intermediates: tuple[str, ...]


@lru_cache(maxsize=4)
def anchors(store: str, ca_file: str | None) -> Anchors:
    """Read the trust store, and besides it the person's own file.

    A certificate of that file which did not sign itself is an intermediate: it may help to see
    what a chain lacks, but no chain is trusted for its sake.
    """
    roots = PEM.findall(Path(store).read_text(encoding="utf-8", errors="replace"))
    known: list[str] = []
    if ca_file:
        for pem in PEM.findall(Path(ca_file).read_text(encoding="utf-8", errors="replace")):
            certificate = x509.load_pem_x509_certificate(pem.encode())
            own = certificate.issuer == certificate.subject
            (roots if own else known).append(pem)
    return Anchors(CertificateChainVerifier.from_pem(roots), tuple(known))


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
        piece["verify"] = verify(sent, trust.roots)
        if piece["verify"] and trust.intermediates:
            piece["completed"] = verify([*sent, *trust.intermediates], trust.roots)
    return piece


def verify(chain: Sequence[str], roots: CertificateChainVerifier) -> int | None:
    """Return OpenSSL's X509_V_ERR code, 0 where the chain is trusted now, None if unreadable."""
    try:
        roots.verify([X509(pem) for pem in chain])
    except CertificateChainVerificationFailed as error:
        return int(error.openssl_error_code)
    except Exception:  # a certificate that OpenSSL cannot even parse
        return None
    return 0
