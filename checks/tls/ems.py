"""TLS 1.2 ties its keys to the whole handshake (extended master secret, RFC 7627)."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer


def judge(server: TlsServer) -> Outcome:
    """TLS 1.3 does so by design; a server without TLS 1.2 is not asked."""
    return worst(server, _judge, ("off", "unknown", "no-tls12", "on"))


def _judge(address: TlsAddress) -> Outcome:
    if address.extended_master_secret is not None:
        return Outcome("on" if address.extended_master_secret else "off")
    tls12 = address.version("TLSv1.2")
    return Outcome("no-tls12" if tls12 and tls12.offered is False else "unknown")
