"""The certificate chain leads to a root that browsers trust (RFC 5280 section 6)."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer

GRAVEST_FIRST = (
    "self-signed",
    "expired",
    "not-yet-valid",
    "untrusted",
    "incomplete-unproven",
    "incomplete-chain",
    "unknown",
    "trusted",
)


def judge(server: TlsServer) -> Outcome:
    """An expired certificate fails here as well as in ``tls.cert_expiry``: nobody trusts it."""
    return worst(server, _judge, GRAVEST_FIRST)


def _judge(address: TlsAddress) -> Outcome:
    if address.trusted is None or not address.chain:
        return Outcome("unknown")
    leaf = address.chain[0]
    if address.trusted:
        return Outcome("trusted", issuer=leaf.issuer, store=address.trust_store)
    error = address.trust_error
    if error == "self-signed":
        return Outcome("self-signed", subject=leaf.subject)
    if error == "expired":
        ended = min((c for c in address.chain), key=lambda c: c.not_after)
        return Outcome("expired", subject=ended.subject, not_after=f"{ended.not_after:%Y-%m-%d}")
    if error == "not-yet-valid":
        late = max((c for c in address.chain), key=lambda c: c.not_before)
        return Outcome(
            "not-yet-valid", subject=late.subject, not_before=f"{late.not_before:%Y-%m-%d}"
        )
    if error == "incomplete-chain" and address.trusted_with_missing is not False:
        known = address.trusted_with_missing
        name = "incomplete-chain" if known else "incomplete-unproven"
        return Outcome(name, missing=address.missing_issuer or leaf.issuer)
    return Outcome("untrusted", issuer=address.chain[-1].issuer)
