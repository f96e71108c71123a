"""Path validation by OpenSSL, offline, with the roots that we trust or those of a public store."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from portal_audit.collect.tls.trust.anchors import Anchors, read_anchors
from portal_audit.collect.tls.trust.paths import Path
from portal_audit.collect.tls.trust.verdict import Prover
from portal_audit.collect.tls.worker.sslyze_api import (
    X509,
    CertificateChainVerifier,
    TrustStoresRepository,
)


def prover(anchors: Anchors) -> Prover:
    """Return OpenSSL's validator with these roots.

    It checks no purpose here (``X509_verify_cert`` is given none), nor what else
    browsers demand: that is for the caller to look at, on the path that comes back.
    """
    verifier = CertificateChainVerifier([_for_openssl(root) for root in anchors.roots])

    def prove(chain: Sequence[x509.Certificate]) -> Path | None:
        try:
            verified = verifier.verify([X509(pem(certificate)) for certificate in chain])
            found = [x509.load_pem_x509_certificate(one.as_pem().encode()) for one in verified]
        except Exception:  # not valid, or a certificate that OpenSSL cannot even parse
            return None
        return tuple(found)

    return prove


@lru_cache(maxsize=1024)
def _for_openssl(root: x509.Certificate) -> X509:
    """Return a root as OpenSSL wants it, once however many stores hold it."""
    return X509(pem(root))


@lru_cache(maxsize=16)
def validator(store: str, ca_file: str | None) -> tuple[Anchors, Prover]:
    """Return the roots of a scan, and OpenSSL with them."""
    anchors = read_anchors(store, ca_file)
    return anchors, prover(anchors)


@lru_cache(maxsize=1)
def public_stores() -> tuple[tuple[str, str, Anchors, Prover], ...]:
    """Return (name, version, roots, OpenSSL) of each store that sslyze ships: Android, Apple …"""
    shipped = TrustStoresRepository.get_default().get_all_stores()
    return tuple(
        (store.name, store.version, *validator(str(store.path), None))
        for store in sorted(shipped, key=lambda store: store.name)
    )


def pem(certificate: x509.Certificate) -> str:
    """Return a certificate in PEM form."""
    return certificate.public_bytes(Encoding.PEM).decode()
