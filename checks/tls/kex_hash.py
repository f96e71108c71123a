"""No key is agreed upon under a SHA-1 signature (RFC 9155)."""

from portal_audit.analyse.tls_addresses import only_tls13, undetermined, worst
from portal_audit.api import Outcome, TlsAddress, TlsServer
from portal_audit.parse.http.cipher_suites import suite

SIGNED = ("ECDHE", "DHE")


def judge(server: TlsServer) -> Outcome:
    """TLS 1.3 signs with nothing of the kind, and without ephemeral keys nothing is signed."""
    return worst(server, _judge, ("sha1", "unknown", "tls13", "unsigned", "refused"))


def _judge(address: TlsAddress) -> Outcome:
    if address.sha1_key_exchange is not None:
        return Outcome("sha1" if address.sha1_key_exchange else "refused")
    if only_tls13(address):
        return Outcome("tls13")
    older = [n for v in address.versions if v.version != "TLSv1.3" for n in v.suites]
    if (
        undetermined(address)
        or not older
        or any(suite(name).key_exchange in SIGNED for name in older)
    ):
        return Outcome("unknown")
    return Outcome("unsigned")
