"""The server notices when a browser is pushed down to an older version (RFC 7507)."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer


def judge(server: TlsServer) -> Outcome:
    """With one old version only there is nothing to be pushed down to."""
    return worst(server, _judge, ("absent", "unknown", "not-needed", "present"))


def _judge(address: TlsAddress) -> Outcome:
    if address.fallback_scsv is not None:
        return Outcome("present" if address.fallback_scsv else "absent")
    below_tls13 = [entry for entry in address.versions if entry.version != "TLSv1.3"]
    if any(entry.offered is None for entry in below_tls13):
        return Outcome("unknown")
    return Outcome("not-needed" if sum(bool(e.offered) for e in below_tls13) < 2 else "unknown")
