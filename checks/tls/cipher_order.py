"""Whose order of cipher suites counts, the server's or the client's (RFC 9325 section 4.2)."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer


def judge(server: TlsServer) -> Outcome:
    """Report it only: with strong suites alone either will do."""
    return worst(server, _judge, ("client", "server", "unknown"))


def _judge(address: TlsAddress) -> Outcome:
    ordered = [entry.version for entry in address.versions if entry.ordered]
    unordered = [entry.version for entry in address.versions if entry.ordered is False]
    if unordered:
        return Outcome("client", versions=unordered)
    return Outcome("server", versions=ordered) if ordered else Outcome("unknown")
