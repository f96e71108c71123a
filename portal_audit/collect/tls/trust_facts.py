"""Draw the facts about trust from the verdicts on a chain as sent and as completed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography import x509

from portal_audit.collect.tls.trust.issuers import publicly_issued
from portal_audit.collect.tls.trust.verdict import NO_ISSUER

Verdict = Mapping[str, Any]
"""A ``TrustVerdict`` as it came over the pipe."""


@dataclass(frozen=True, slots=True)
class TrustFacts:
    """The facts about trust that TLS evidence holds."""

    trusted: bool | None = None
    trusted_with_missing: bool | None = None
    error: str | None = None
    missing_issuer: str | None = None
    culprit: str | None = None
    """PEM of the certificate that the error speaks of."""


def trust_facts(
    sent: Verdict | None,
    completed: Verdict | None,
    chain: Sequence[x509.Certificate],
    *,
    whole: bool = False,
) -> TrustFacts:
    """Explain the verdicts.

    *sent* is the verdict on the chain as sent, *completed* that on the chain with every
    intermediate added that we happen to know or could fetch (``None``: none); *whole* says that
    nothing more can be had above it. A chain that lacks its intermediate is distinguished from one
    of an unknown authority by that verdict, or else by signs that a public authority issued the
    leaf; whether the missing certificate would complete it then stays open.
    """
    if sent is None or not chain:
        return TrustFacts()
    if sent["trusted"]:
        return TrustFacts(trusted=True)
    reason, missing = sent["reason"], sent["missing"]
    if reason != NO_ISSUER:
        return TrustFacts(False, False, reason, missing, sent["culprit"])
    if completed and completed["trusted"]:
        return TrustFacts(False, True, "incomplete-chain", missing)
    if completed and completed["reason"] != NO_ISSUER:
        return TrustFacts(False, False, completed["reason"], missing, completed["culprit"])
    if whole:
        return TrustFacts(False, False, "unknown-issuer", missing)
    if publicly_issued(chain[0]):
        return TrustFacts(False, None, "incomplete-chain", missing)
    return TrustFacts(False, None, "unknown-issuer", missing)
