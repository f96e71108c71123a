"""TLS 1.3 early data is off: it can be recorded and sent again (RFC 8446 section 8, RFC 8470)."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer


def judge(server: TlsServer) -> Outcome:
    """Without TLS 1.3 there is no early data."""
    return worst(server, _judge, ("on", "unknown", "no-tls13", "off"))


def _judge(address: TlsAddress) -> Outcome:
    newest = address.version("TLSv1.3")
    if address.early_data:
        return Outcome("on")
    if address.early_data is False:
        return Outcome("off")
    return Outcome("no-tls13" if newest and newest.offered is False else "unknown")
