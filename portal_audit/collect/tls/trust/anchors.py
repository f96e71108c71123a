"""The trust anchors (roots), and intermediates from elsewhere than the server."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.x509.verification import Store

PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True)
class Anchors:
    """Whom to trust: the roots, and intermediates that are not trusted by themselves."""

    roots: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...] = ()

    @cached_property
    def store(self) -> Store:
        """The roots as ``cryptography`` wants them."""
        return Store(list(self.roots))

    @cached_property
    def by_subject(self) -> Mapping[x509.Name, list[x509.Certificate]]:
        """The roots by their name."""
        named: dict[x509.Name, list[x509.Certificate]] = defaultdict(list)
        for root in self.roots:
            named[root.subject].append(root)
        return named

    def holds(self, certificate: x509.Certificate) -> bool:
        """Tell whether a certificate is one of the roots."""
        return certificate in self.by_subject.get(certificate.subject, ())


@lru_cache(maxsize=8)
def read_anchors(store: str, ca_file: str | None = None) -> Anchors:
    """Read the trust store, and besides it the person's own file.

    A certificate of that file which did not sign itself is an intermediate: it may help to see
    what a chain lacks, but no chain is trusted for its sake.
    """
    roots = list(read_anchors(store).roots if ca_file else _certificates(Path(store)))
    intermediates: list[x509.Certificate] = []
    for certificate in _certificates(Path(ca_file)) if ca_file else ():
        (roots if certificate.issuer == certificate.subject else intermediates).append(certificate)
    return Anchors(tuple(roots), tuple(intermediates))


def _certificates(file: Path) -> Iterable[x509.Certificate]:
    for pem in PEM.findall(file.read_text(encoding="utf-8", errors="replace")):
        yield _certificate(pem)


@lru_cache(maxsize=1024)
def _certificate(pem: str) -> x509.Certificate:
    """Return a certificate, once however many stores hold it."""
    return x509.load_pem_x509_certificate(pem.encode())
