"""Every way up from a leaf: candidate certification paths, found with going back (RFC 4158)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal_audit.collect.tls.trust.anchors import Anchors
from portal_audit.collect.tls.trust.issuers import is_issuer, signed_itself

MAX_DEPTH = 10
MAX_PATHS = 64
MAX_NAMESAKES = 3
"""In one path, each with a key of its own."""
MAX_SIGNATURES = 200
"""Checked for one chain: a server may send many certificates of the same name to keep us busy."""

Path = tuple[x509.Certificate, ...]


class CandidatePaths:
    """The paths from a leaf through other certificates; signatures verify along each of them."""

    def __init__(
        self, leaf: x509.Certificate, others: Sequence[x509.Certificate], anchors: Anchors
    ) -> None:
        """Find them all, within bounds."""
        self._others = list(dict.fromkeys(others))
        self._anchors = anchors
        self._signatures: dict[tuple[x509.Certificate, x509.Certificate], bool] = {}
        self.anchored: list[Path] = []
        """Those that end at a trust anchor."""
        self.dangling: list[Path] = []
        """Those that end where no issuer is known."""
        for path in self._climb((leaf,)):
            anchored = anchors.holds(path[-1])
            (self.anchored if anchored else self.dangling).append(path)
            if len(self.anchored) + len(self.dangling) >= MAX_PATHS:
                break

    def _climb(self, path: Path) -> Iterator[Path]:
        top = path[-1]
        if self._anchors.holds(top):
            yield path
            return
        issuers = [c for c in self._candidates(top) if self._fits(c, path)]
        if not issuers or len(path) >= MAX_DEPTH:
            yield path
            return
        for issuer in issuers:
            yield from self._climb((*path, issuer))

    def _fits(self, issuer: x509.Certificate, path: Path) -> bool:
        """Tell whether a certificate signed the top of a path and does not stand in it already.

        Another certificate of the same name and key would lead nowhere new (RFC 4158 2.4.1).
        """
        namesakes = [one for one in path if one.subject == issuer.subject]
        if len(namesakes) >= MAX_NAMESAKES or any(_key(one) == _key(issuer) for one in namesakes):
            return False
        return self._signed(path[-1], issuer)

    def _candidates(self, certificate: x509.Certificate) -> list[x509.Certificate]:
        """Return the roots and other certificates that bear the issuer's name, roots first."""
        if certificate.subject == certificate.issuer and signed_itself(certificate):
            return []
        roots = self._anchors.by_subject.get(certificate.issuer, [])
        return [*roots, *(c for c in self._others if c.subject == certificate.issuer)]

    def _signed(self, certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
        pair = certificate, issuer
        if pair not in self._signatures:
            if len(self._signatures) >= MAX_SIGNATURES:
                return False
            self._signatures[pair] = is_issuer(issuer, certificate)
        return self._signatures[pair]


def _key(certificate: x509.Certificate) -> bytes:
    """Return what tells its key from others; the whole certificate where it cannot be read."""
    try:
        key = certificate.public_key()
    except Exception:  # an algorithm or a curve that the library does not know
        return certificate.tbs_certificate_bytes
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
