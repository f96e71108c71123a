"""The certificate chain leads to a root that browsers trust (RFC 5280 section 6)."""

from portal_audit.analyse.tls_addresses import worst_certificate
from portal_audit.api import Certificate, Outcome, TlsAddress, TlsServer

GRAVEST_FIRST = (
    "self-signed",
    "expired",
    "not-yet-valid",
    "wrong-purpose",
    "weak-signature",
    "wrong-key-usage",
    "invalid-issuer",
    "name-constraints",
    "unknown-extension",
    "untrusted",
    "must-staple",
    "ca-as-leaf",
    "refused",
    "incomplete-unproven",
    "incomplete-chain",
    "unknown",
    "trusted",
)
BY_ERROR = {
    "wrong-purpose": "wrong-purpose",
    "ca-as-leaf": "ca-as-leaf",
    "wrong-key-usage": "wrong-key-usage",
    "weak-signature": "weak-signature",
    "not-a-ca": "invalid-issuer",
    "path-length": "invalid-issuer",
    "name-constraints": "name-constraints",
    "unknown-critical-extension": "unknown-extension",
    "malformed": "refused",
}
"""Reason → outcome, where all there is to say is which certificate has the fault."""


def judge(server: TlsServer) -> Outcome:
    """An expired certificate fails here as well as in ``tls.cert_expiry``: nobody trusts it."""
    return worst_certificate(server, _judge, GRAVEST_FIRST)


def _judge(address: TlsAddress) -> Outcome:
    if address.trusted is None or not address.chain:
        return Outcome("unknown")
    leaf, error = address.chain[0], address.trust_error
    if address.trusted and leaf.must_staple and address.ocsp_stapled is False:
        return Outcome("must-staple", subject=leaf.subject)
    if address.trusted:
        return Outcome("trusted", issuer=leaf.issuer, store=address.trust_store)
    if error == "self-signed":
        return Outcome("self-signed", subject=leaf.subject)
    if error in ("expired", "not-yet-valid"):
        return _out_of_date(address, error)
    if error in BY_ERROR:
        culprit = address.trust_culprit or leaf
        return Outcome(BY_ERROR[error], subject=culprit.subject, issuer=culprit.issuer)
    if error == "incomplete-chain" and address.trusted_with_missing is not False:
        name = "incomplete-chain" if address.trusted_with_missing else "incomplete-unproven"
        return Outcome(name, missing=address.missing_issuer or leaf.issuer)
    if error == "other" and address.trust_culprit is not None:
        return Outcome("refused", subject=address.trust_culprit.subject, issuer=leaf.issuer)
    return Outcome("untrusted", issuer=(address.trust_culprit or address.chain[-1]).issuer)


def _out_of_date(address: TlsAddress, error: str) -> Outcome:
    """Name the certificate whose dates break the chain."""
    culprit = address.trust_culprit or _least_in_date(address.chain, error)
    if error == "expired":
        return Outcome(error, subject=culprit.subject, not_after=f"{culprit.not_after:%Y-%m-%d}")
    return Outcome(error, subject=culprit.subject, not_before=f"{culprit.not_before:%Y-%m-%d}")


def _least_in_date(chain: tuple[Certificate, ...], error: str) -> Certificate:
    """Return the likeliest culprit in evidence of older visits, which does not name it."""
    if error == "expired":
        return min(chain, key=lambda certificate: certificate.not_after)
    return max(chain, key=lambda certificate: certificate.not_before)
