"""The server itself proves that its certificate is not revoked (OCSP stapling, RFC 6066 8)."""

from portal_audit.analyse.tls_addresses import worst_certificate
from portal_audit.api import Outcome, TlsAddress, TlsServer

GRAVEST_FIRST = ("not-stapled", "unknown", "no-url", "stapled")


def judge(server: TlsServer) -> Outcome:
    """Certificates without an OCSP address cannot be stapled, and need not."""
    return worst_certificate(server, _judge, GRAVEST_FIRST)


def _judge(address: TlsAddress) -> Outcome:
    if address.ocsp_stapled:
        return Outcome("stapled")
    if not address.chain or address.ocsp_stapled is None:
        return Outcome("unknown")
    return Outcome("not-stapled" if address.chain[0].ocsp_url else "no-url")
