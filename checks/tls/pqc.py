"""Keys are agreed upon in a way that resists a future quantum computer (FIPS 203, ML-KEM)."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer

SIGN = "MLKEM"


def judge(server: TlsServer) -> Outcome:
    """Report only: nobody has to have it yet; what is recorded today may be read one day."""
    return worst(server, _judge, ("no-tls13", "absent", "unknown", "offered"))


def _judge(address: TlsAddress) -> Outcome:
    hybrid = [name for name in address.groups or () if SIGN in name]
    newest = address.version("TLSv1.3")
    if hybrid:
        return Outcome("offered", groups=hybrid)
    if newest and newest.offered is False:
        return Outcome("no-tls13")
    if address.groups is None or any(SIGN in name for name in address.unknown):
        return Outcome("unknown")
    if newest is None or newest.offered is None:
        return Outcome("unknown")
    return Outcome("absent")
