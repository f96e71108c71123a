"""The server itself proves that its certificate is not revoked (OCSP stapling, RFC 6066 8)."""

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer


def judge(server: TlsServer) -> Outcome:
    """Certificates without an OCSP address cannot be stapled, and need not."""
    return worst(server, _judge, ("not-stapled", "unknown", "no-url", "stapled"))


def _judge(address: TlsAddress) -> Outcome:
    if address.ocsp_stapled:
        return Outcome("stapled")
    if not address.chain or address.ocsp_stapled is None:
        return Outcome("unknown")
    return Outcome("not-stapled" if address.chain[0].ocsp_url else "no-url")
