"""The server answers hellos as long as today's browsers send them (RFC 8446 section 4.1.2)."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer


def judge(server: TlsServer) -> Outcome:
    """Silence counts only where a short hello was answered in the same minute."""
    return worst(server, _judge, ("unanswered", "unknown", "answered"))


def _judge(address: TlsAddress) -> Outcome:
    if address.large_hello is None:
        return Outcome("unknown")
    return Outcome("answered" if address.large_hello else "unanswered")
