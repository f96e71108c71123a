"""The certificate is in public logs, and proves it (certificate transparency, RFC 6962)."""

from portal_audit.analyse.tls_addresses import worst_certificate
from portal_audit.api import Outcome, TlsAddress, TlsServer


def judge(server: TlsServer) -> Outcome:
    """Report it only: the proof may also come in the handshake, which is not looked at."""
    return worst_certificate(server, _judge, ("none", "unknown", "embedded"))


def _judge(address: TlsAddress) -> Outcome:
    if not address.chain or address.chain[0].scts is None:
        return Outcome("unknown")
    count = address.chain[0].scts
    return Outcome("embedded", count=count) if count else Outcome("none")
