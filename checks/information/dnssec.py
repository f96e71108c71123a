"""DNSSEC: the zone of the portal's name is signed (TT 32/2017/TT-BTTTT Đ15.4; RFC 4033)."""

from portal_audit.api import DnsRecords, Outcome


def judge(dns: DnsRecords) -> Outcome:
    """Look for DS records, which say that a zone is signed; not whether the signatures hold."""
    where = [dns.host]
    if dns.source != "dns" or dns.delegation is None or dns.error is not None:
        return Outcome("unknown", where=where)
    if not dns.delegation:
        return Outcome("missing", where=where)
    return Outcome("found", where=where, zone=dns.delegation[0].partition(":")[0])
