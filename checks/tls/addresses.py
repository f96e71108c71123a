"""Every address of the portal offers the same TLS: a visitor gets any of them."""

from portal_audit.analyse.tls_addresses import address_place, undetermined
from portal_audit.api import Outcome, TlsAddress, TlsServer


def judge(server: TlsServer) -> Outcome:
    """Compare what decides verdicts; two certificates may differ, as long as both are good."""
    where = [address_place(address) for address in server.addresses]
    if len(server.addresses) < 2:
        return Outcome("single", where=where)
    for difference, look in (
        ("differ-trust", lambda a: a.trusted),
        ("differ-host", lambda a: a.host_matches),
        ("differ-versions", _versions),
        ("differ-suites", lambda a: None if undetermined(a) else a.suites),
    ):
        values = [value for value in map(look, server.addresses) if value is not None]
        if len(set(values)) > 1:
            return Outcome(difference, where=where, count=len(where))
    if any(undetermined(address) or not address.chain for address in server.addresses):
        return Outcome("unknown", where=where)
    return Outcome("same", where=where, count=len(where))


def _versions(address: TlsAddress) -> frozenset[str] | None:
    if any(entry.offered is None for entry in address.versions):
        return None
    return frozenset(entry.version for entry in address.versions if entry.offered)
