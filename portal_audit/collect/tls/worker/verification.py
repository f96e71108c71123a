"""Ask OpenSSL, offline, whether a certificate chain leads to a trusted root."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from nassl._nassl import X509
from nassl.cert_chain_verifier import CertificateChainVerificationFailed, CertificateChainVerifier
from sslyze.plugins.certificate_info.trust_stores.trust_store_repository import (
    TrustStoresRepository,
)

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
    roots = _pems(Path(store))
    known: list[str] = []
    if ca_file:
        for pem in _pems(Path(ca_file)):
            certificate = x509.load_pem_x509_certificate(pem.encode())
            own = certificate.issuer == certificate.subject
            (roots if own else known).append(pem)
    return Anchors(CertificateChainVerifier.from_pem(roots), tuple(known))


def _pems(file: Path) -> list[str]:
    return PEM.findall(file.read_text(encoding="utf-8", errors="replace"))


@lru_cache(maxsize=1)
def public_stores() -> tuple[tuple[str, str, CertificateChainVerifier], ...]:
    """Return (name, version, roots) of each store that sslyze ships: Android, Apple, Java …"""
    shipped = TrustStoresRepository.get_default().get_all_stores()
    return tuple(
        (store.name, store.version, CertificateChainVerifier.from_pem(_pems(store.path)))
        for store in sorted(shipped, key=lambda store: store.name)
    )


def by_store(chain: Sequence[str]) -> list[tuple[str, str, int | None]]:
    """Return (name, version, X509_V_ERR code) of the chain as sent, for each public store."""
    return [
        (name, version, verify(chain, Anchors(roots, ())))
        for name, version, roots in public_stores()
    ]


def build(chain: Sequence[str], trust: Anchors) -> list[str]:
    """Return the chain as built, as PEM: leaf first, root last; empty where it is not trusted."""
    try:
        return [str(made.as_pem()) for made in trust.roots.verify([X509(pem) for pem in chain])]
    except Exception:  # not trusted, or no certificate at all
        return []


def verify(chain: Sequence[str], trust: Anchors) -> int | None:
    """Return OpenSSL's X509_V_ERR code, 0 where the chain is trusted now, None if unreadable.

    *chain* holds PEM, leaf first; what follows may stand in any order, and may hold strangers.
    """
    try:
        trust.roots.verify([X509(pem) for pem in chain])
    except CertificateChainVerificationFailed as error:
        return int(error.openssl_error_code)
    except Exception:  # a certificate that OpenSSL cannot even parse
        return None
    return 0
