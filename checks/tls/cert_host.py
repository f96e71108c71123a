"""The certificate is made out for the portal's host name (RFC 9525)."""

from ipaddress import ip_address
from itertools import takewhile

from portal_audit.analyse.tls_addresses import worst_certificate
from portal_audit.api import Outcome, TlsAddress, TlsServer

SHOWN = 8
GRAVEST_FIRST = ("mismatch", "address-as-name", "wide-wildcard", "no-names", "unknown", "match")


def judge(server: TlsServer) -> Outcome:
    """Only subjectAltName counts; the subject's common name has not since RFC 6125."""
    return worst_certificate(server, _judge, GRAVEST_FIRST)


def _judge(address: TlsAddress) -> Outcome:
    if address.host_matches is None or not address.chain:
        return Outcome("unknown")
    names = address.chain[0].names
    if address.host_matches:
        return Outcome("match", host=address.host)
    if not names:
        return Outcome("no-names", host=address.host, subject=address.chain[0].subject)
    if _is_address(address.host) and address.host in names:  # as a DNS name, then
        return Outcome("address-as-name", host=address.host)
    if wildcard := _wildcard_over(address.host, names):
        return Outcome("wide-wildcard", host=address.host, wildcard=wildcard)
    return Outcome("mismatch", host=address.host, names=_nearest(address.host, names))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _wildcard_over(host: str, names: tuple[str, ...]) -> str | None:
    """Return a wildcard that would cover the host, were it not over a public suffix."""
    wildcard = f"*.{host.partition('.')[2]}".lower()
    return next((name for name in names if name.lower() == wildcard), None)


def _nearest(host: str, names: tuple[str, ...]) -> list[str]:
    """Return a few of the names, those first that share the most labels with the host."""
    labels = host.lower().split(".")[::-1]

    def shared(name: str) -> int:
        pairs = zip(labels, name.lower().split(".")[::-1], strict=False)
        return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))

    return sorted(names, key=shared, reverse=True)[:SHOWN]
