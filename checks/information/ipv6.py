"""IPv6: the portal's name has an address of the new kind (NĐ 224/2026/NĐ-CP Đ11.4; RFC 3596)."""

from portal_audit.api import DnsRecords, Outcome


def judge(dns: DnsRecords) -> Outcome:
    """Look for an AAAA record; whether the portal answers there is another question."""
    where = [dns.host]
    if dns.source != "dns" or "AAAA" in dns.unanswered:
        return Outcome("unknown", where=where)
    if dns.aaaa:
        return Outcome("found", where=where, addresses=list(dns.aaaa[:8]))
    if not dns.a:
        return Outcome("unknown", where=where)
    return Outcome("missing", where=where)
