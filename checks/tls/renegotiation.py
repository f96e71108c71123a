"""Renegotiation is protected, and no client may force it without end (RFC 5746, RFC 9325 3.5)."""

from portal_audit.analyse.tls_addresses import only_tls13, worst
from portal_audit.api import Outcome, TlsAddress, TlsServer


def judge(server: TlsServer) -> Outcome:
    """TLS 1.3 has no renegotiation, so a server of that version only cannot do it wrong."""
    return worst(server, _judge, ("insecure", "client", "unknown", "tls13", "secure"))


def _judge(address: TlsAddress) -> Outcome:
    if address.secure_renegotiation is False:
        return Outcome("insecure")
    if address.client_renegotiation:
        return Outcome("client")
    if only_tls13(address):
        return Outcome("tls13")
    if address.secure_renegotiation is None or address.client_renegotiation is None:
        return Outcome("unknown")
    return Outcome("secure")
