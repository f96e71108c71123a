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
