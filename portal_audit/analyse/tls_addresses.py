"""Judge TLS address by address: of several the worst counts, and it is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace

from portal_audit.evidence import Certificate, CertificateDeployment, TlsAddress, TlsServer
from portal_audit.model import Outcome

BEFORE_TLS13 = ("SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2")


def worst(
    server: TlsServer, judge: Callable[[TlsAddress], Outcome], gravest_first: Sequence[str]
) -> Outcome:
    """Return the gravest outcome among the addresses, with every address that has it.

    The facts are those of the first such address. *gravest_first* names every outcome of the
    rule: definite faults, then what could not be determined, then what is in order.
    """
    outcomes = [(address, judge(address)) for address in server.addresses]
    if not outcomes:
        return Outcome("unknown")
    gravest = min((outcome for _, outcome in outcomes), key=lambda o: gravest_first.index(o.name))
    places = (address_place(one) for one, outcome in outcomes if outcome.name == gravest.name)
    where = list(dict.fromkeys(places))
    return Outcome(gravest.name, where=where, **gravest.facts)


def worst_certificate(
    server: TlsServer, judge: Callable[[TlsAddress], Outcome], gravest_first: Sequence[str]
) -> Outcome:
    """Return the gravest outcome among the certificates of all addresses.

    An address that holds two, of which each visitor gets one, is judged once for each.
    """
    views = (view for address in server.addresses for view in _certificate_views(address))
    return worst(TlsServer(tuple(views)), judge, gravest_first)


def worst_used_certificate(
    server: TlsServer, judge: Callable[[Certificate], Outcome], gravest_first: Sequence[str]
) -> Outcome:
    """Return the gravest outcome among all certificates that browsers rely on.

    An address whose chain could not be had is ``unknown``.
    """

    def of_address(address: TlsAddress) -> Outcome:
        if not address.chain:
            return Outcome("unknown")
        judged = [judge(certificate) for certificate in address.used]
        return min(judged, key=lambda outcome: gravest_first.index(outcome.name))

    return worst_certificate(server, of_address, gravest_first)


def _certificate_views(address: TlsAddress) -> Iterator[TlsAddress]:
    """Yield the address as the clients of each of its certificates see it."""
    yield replace(address, deployments=())
    names = [field.name for field in fields(CertificateDeployment)]
    for deployment in address.deployments:
        chain = {name: getattr(deployment, name) for name in names}
        yield replace(address, deployments=(), **chain)


def address_place(address: TlsAddress) -> str:
    """Return how an address is named in a finding: ``host (address)``."""
    return f"{address.host} ({address.address})" if address.host else address.address


def only_tls13(address: TlsAddress) -> bool:
    """Tell whether TLS 1.3 is certainly the only version offered."""
    older = [address.version(name) for name in BEFORE_TLS13]
    newest = address.version("TLSv1.3")
    return bool(newest and newest.offered) and all(v and v.offered is False for v in older)


def undetermined(address: TlsAddress) -> bool:
    """Tell whether any version or suite could not be determined."""
    return any(v.offered is None or v.unknown for v in address.versions)
