"""The certificate is made out for the portal's host name (RFC 9525)."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer

SHOWN = 8


def judge(server: TlsServer) -> Outcome:
    """Only subjectAltName counts; the subject's common name has not since RFC 6125."""
    return worst(server, _judge, ("mismatch", "no-names", "unknown", "match"))


def _judge(address: TlsAddress) -> Outcome:
    if address.host_matches is None or not address.chain:
        return Outcome("unknown")
    names = address.chain[0].names
    if address.host_matches:
        return Outcome("match", host=address.host)
    if not names:
        return Outcome("no-names", host=address.host, subject=address.chain[0].subject)
    return Outcome("mismatch", host=address.host, names=names[:SHOWN])
