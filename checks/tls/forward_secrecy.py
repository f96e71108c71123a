"""Today's browsers get forward secrecy: a stolen key opens no recorded traffic (RFC 9325 4.1)."""

from portal_audit.analyse.tls_addresses import undetermined, worst
from portal_audit.api import Outcome, TlsAddress, TlsServer
from portal_audit.parse.http.cipher_suites import suite


def judge(server: TlsServer) -> Outcome:
    """What counts is what the server chooses for a browser, with TLS 1.3 and without."""
    return worst(server, _judge, ("none", "not-preferred", "unknown", "always"))


def _judge(address: TlsAddress) -> Outcome:
    secret = [name for name in address.suites if suite(name).forward_secret]
    chosen = [name for name in (address.modern_suite, address.tls12_suite) if name]
    chosen = chosen or _chosen_by_order(address, secret)
    if not secret and not any(suite(name).forward_secret for name in chosen):
        if undetermined(address) or not address.suites:
            return Outcome("unknown")
        return Outcome("none", accepted=len(address.suites))
    static = [name for name in chosen if not suite(name).forward_secret]
    if static:
        return Outcome("not-preferred", chosen=static)
    if chosen or len(secret) == len(address.suites):
        return Outcome("always", chosen=list(dict.fromkeys(chosen)) or sorted(secret)[:5])
    return Outcome("unknown")


def _chosen_by_order(address: TlsAddress, secret: list[str]) -> list[str]:
    """Return what the newest version ends up with where no present browser gets through.

    A server that insists on its order takes its first suite; else the client chooses, and clients
    prefer forward secrecy where they can have it.
    """
    newest = next((version for version in reversed(address.versions) if version.offered), None)
    if newest is None or newest.ordered is None:
        return []
    first = newest.suites[:1]
    liked = tuple(name for name in newest.suites if name in secret)[:1]
    return list(first if newest.ordered else liked or first)
