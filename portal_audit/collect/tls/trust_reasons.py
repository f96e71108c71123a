"""Say why a chain is not trusted, from OpenSSL's verdicts and the chain itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from cryptography import x509

from portal_audit.collect.tls.certificates import name_of

NOT_YET_VALID = 9
EXPIRED = 10
SELF_SIGNED_LEAF = 18
SELF_SIGNED_ROOT = 19
NO_ISSUER = frozenset({2, 20, 21})
"""X509_V_ERR codes (OpenSSL, ``x509_vfy.h``): an issuer is neither sent nor known."""

PLAIN = {
    NOT_YET_VALID: "not-yet-valid",
    EXPIRED: "expired",
    SELF_SIGNED_LEAF: "self-signed",
    SELF_SIGNED_ROOT: "unknown-issuer",
}


@dataclass(frozen=True, slots=True)
class Trust:
    """The four facts about trust that TLS evidence holds."""

    trusted: bool | None = None
    trusted_with_missing: bool | None = None
    error: str | None = None
    missing_issuer: str | None = None


def judge_trust(
    code: int | None,
    completed: int | None,
    chain: Sequence[x509.Certificate],
    now: datetime,
    *,
    whole: bool = False,
) -> Trust:
    """Explain OpenSSL's verdict.

    *code* is the verdict on the chain as sent, *completed* that on the chain with every
    intermediate added that we happen to know or could fetch (``None``: none); *whole* says that
    nothing more can be had above it. A chain that lacks its intermediate is told from one of an
    unknown authority by that verdict, or else by signs that a public authority issued the leaf;
    whether the missing certificate would mend it then stays open.
    """
    if code is None or not chain:
        return Trust()
    if code == 0:
        return Trust(trusted=True)
    if code not in NO_ISSUER:
        return Trust(False, False, PLAIN.get(code, "other"))
    leaf = chain[0]
    if now > leaf.not_valid_after_utc:
        return Trust(False, False, "expired")
    if now < leaf.not_valid_before_utc:
        return Trust(False, False, "not-yet-valid")
    missing = name_of(top_of(chain).issuer)
    if completed == 0:
        return Trust(False, True, "incomplete-chain", missing)
    if completed in PLAIN:
        return Trust(False, False, PLAIN[completed], missing)
    if whole:
        return Trust(False, False, "unknown-issuer", missing)
    if _looks_public(leaf):
        return Trust(False, None, "incomplete-chain", missing)
    return Trust(False, None, "unknown-issuer", missing)


def top_of(chain: Sequence[x509.Certificate]) -> x509.Certificate:
    """Climb from the leaf to the last certificate whose issuer was not sent."""
    top = chain[0]
    for _ in chain:
        issuer = next((c for c in chain if c.subject == top.issuer and c != top), None)
        if issuer is None:
            break
        top = issuer
    return top


def _looks_public(leaf: x509.Certificate) -> bool:
    """Tell whether a public authority issued the leaf, as far as it shows.

    Certificate transparency logs take only what leads to a public root (RFC 6962 section 3.1). An
    issuer's certificate offered on the public web is a weaker sign, so a name of one label or an
    address does not count.
    """
    with suppress(Exception):
        leaf.extensions.get_extension_for_class(x509.PrecertificateSignedCertificateTimestamps)
        return True
    with suppress(Exception):
        access = leaf.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
        return any(
            description.access_method == x509.oid.AuthorityInformationAccessOID.CA_ISSUERS
            and _on_the_web(str(description.access_location.value))
            for description in access
        )
    return False


def _on_the_web(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or host.endswith((".local", ".internal", ".lan")):
        return False
    try:
        ip_address(host)
    except ValueError:
        return "." in host.strip(".")
    return False
