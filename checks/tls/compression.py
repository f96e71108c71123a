"""TLS compression is off: the length would give secrets away (CRIME, RFC 9325 3.3)."""

from portal_audit.analyse.tls_addresses import only_tls13, worst
from portal_audit.api import Outcome, TlsAddress, TlsServer


def judge(server: TlsServer) -> Outcome:
    """TLS 1.3 has no compression (RFC 8446 section 4.1.2)."""
    return worst(server, _judge, ("on", "unknown", "off"))


def _judge(address: TlsAddress) -> Outcome:
    if address.compression:
        return Outcome("on")
    if address.compression is False or only_tls13(address):
        return Outcome("off")
    return Outcome("unknown")
