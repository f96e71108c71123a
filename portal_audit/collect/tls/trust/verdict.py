"""Trusted or not, and why not: what either validator proves and no rule of browsers refuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from portal_audit.collect.tls.trust import webpki
from portal_audit.collect.tls.trust.anchors import Anchors
from portal_audit.collect.tls.trust.certificate_rules import CertificateFault, path_faults
from portal_audit.collect.tls.trust.issuers import name_of, signed_itself
from portal_audit.collect.tls.trust.paths import CandidatePaths, Path

Prover = Callable[[Sequence[x509.Certificate]], Path | None]
"""OpenSSL: takes leaf and untrusted certificates, returns the path that it proved, if any."""

NO_ISSUER = "no-issuer"
MAX_PROOFS = 8
"""Candidate paths handed to the validators."""


@dataclass(frozen=True, slots=True)
class TrustVerdict:
    """What path validation found."""

    trusted: bool
    path: Path = ()
    """Leaf first, root last; empty where not trusted."""
    reason: str | None = None
    """Why not: a reason of ``certificate_rules.Fault``, or ``self-signed``, ``unknown-issuer``,
    ``no-issuer`` (the issuer is neither sent nor known) or ``other``."""
    culprit: x509.Certificate | None = None
    """The certificate that the reason speaks of."""
    missing: str | None = None
    """The name of the issuer that is not known."""


@dataclass(frozen=True, slots=True)
class Validation:
    """A moment, the roots, and how browsers meet the server: what is the same for each chain."""

    anchors: Anchors
    at: datetime
    openssl: Prover
    signed_handshake: bool = True

    def verdict(self, chain: Sequence[x509.Certificate]) -> TrustVerdict:
        """Judge a chain: the leaf, then further certificates in any order."""
        path = self._proven_at_once(chain)
        if path is not None:
            return TrustVerdict(True, path)
        candidates = CandidatePaths(chain[0], chain[1:], self.anchors)
        path = self._proven_among(candidates)
        if path is not None:
            return TrustVerdict(True, path)
        if candidates.anchored:
            return self._faulty(candidates.anchored)
        return self._dangling(max(candidates.dangling, key=len))

    def trusts(self, chain: Sequence[x509.Certificate]) -> bool:
        """Tell no more than whether a chain is trusted."""
        if self._proven_at_once(chain) is not None:
            return True
        candidates = CandidatePaths(chain[0], chain[1:], self.anchors)
        return self._proven_among(candidates) is not None

    def _proven_at_once(self, chain: Sequence[x509.Certificate]) -> Path | None:
        """Return the path that OpenSSL finds by itself, if browsers take it."""
        path = self.openssl(chain)
        return path if path is not None and not self._faults(path) else None

    def _proven_among(self, candidates: CandidatePaths) -> Path | None:
        """Return the first candidate that a validator proves.

        Each is handed over by itself: OpenSSL does not go back, and ``cryptography`` goes back
        without bound, which a hostile server could use to keep it busy for hours.
        """
        sound = [path for path in candidates.anchored if not self._faults(path)]
        for path in sound[:MAX_PROOFS]:
            if webpki.proves(path, self.anchors, self.at) or self.openssl(path) is not None:
                return path
        return None

    def _faults(self, path: Path) -> list[CertificateFault]:
        return path_faults(path, self.at, signed_handshake=self.signed_handshake)

    def _faulty(self, paths: Sequence[Path]) -> TrustVerdict:
        """Name the first fault of the path that has the fewest."""
        faults = min((self._faults(path) for path in paths), key=len)
        if not faults:
            return TrustVerdict(False, reason="other", culprit=paths[0][0])
        return TrustVerdict(False, reason=faults[0].reason, culprit=faults[0].certificate)

    def _dangling(self, path: Path) -> TrustVerdict:
        leaf, top = path[0], path[-1]
        missing = name_of(top.issuer)
        if signed_itself(leaf):
            return TrustVerdict(False, reason="self-signed", culprit=leaf)
        if signed_itself(top):
            return TrustVerdict(False, reason="unknown-issuer", culprit=top)
        if self.at > leaf.not_valid_after_utc:
            return TrustVerdict(False, reason="expired", culprit=leaf)
        if self.at < leaf.not_valid_before_utc:
            return TrustVerdict(False, reason="not-yet-valid", culprit=leaf)
        return TrustVerdict(False, reason=NO_ISSUER, culprit=top, missing=missing)
