"""Only present protocol versions are offered: TLS 1.2 and 1.3 (RFC 8996, RFC 7568, RFC 6176)."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer

SSL = ("SSLv2", "SSLv3")
OLD = ("TLSv1.0", "TLSv1.1")
PRESENT = ("TLSv1.2", "TLSv1.3")
GRAVEST_FIRST = ("obsolete-only", "ssl", "old", "no-tls13", "unknown", "modern")


def judge(server: TlsServer) -> Outcome:
    """One old version is enough for a fault: an attacker chooses the worst that is offered."""
    return worst(server, _judge, GRAVEST_FIRST)


def _judge(address: TlsAddress) -> Outcome:
    offered = [entry.version for entry in address.versions if entry.offered]
    undetermined = [entry.version for entry in address.versions if entry.offered is None]
    facts = {"versions": offered, "undetermined": undetermined}
    if offered and not any(version in PRESENT for version in (*offered, *undetermined)):
        return Outcome("obsolete-only", **facts)
    if any(version in SSL for version in offered):
        return Outcome("ssl", bad=[v for v in offered if v in SSL + OLD], **facts)
    if any(version in OLD for version in offered):
        return Outcome("old", bad=[v for v in offered if v in OLD], **facts)
    if undetermined or not offered:
        return Outcome("unknown", **facts)
    if "TLSv1.3" not in offered:
        return Outcome("no-tls13", **facts)
    return Outcome("modern", **facts)
