"""Keys are agreed upon in strong groups (RFC 9325 section 7.3, RFC 8422, RFC 7919)."""

from dataclasses import dataclass

from portal_audit.analyse.tls_addresses import worst
from portal_audit.api import Outcome, TlsAddress, TlsServer
from portal_audit.parse.http.cipher_suites import suite

GRAVEST_FIRST = (
    "small-dh",
    "custom-prime",
    "weak-group",
    "old-group",
    "dhe",
    "unknown",
    "no-ephemeral",
    "strong",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table."""

    strong: list[str]
    """IANA names of groups that are in order."""
    weak: list[str]
    """Beginnings of the names of groups below 112 bits of strength."""
    min_dh: int
    """Bits of a finite-field prime."""


def judge(server: TlsServer, limits: Limits) -> Outcome:
    """Look at the elliptic-curve groups and at the primes of finite-field Diffie-Hellman."""
    return worst(server, lambda address: _judge(address, limits), GRAVEST_FIRST)


def _judge(address: TlsAddress, limits: Limits) -> Outcome:
    groups = address.groups or ()
    beyond = [name for name in groups if name not in limits.strong]
    weak = [name for name in beyond if name.startswith(tuple(limits.weak))]
    if address.dh_bits is not None and address.dh_bits < limits.min_dh:
        return Outcome("small-dh", bits=address.dh_bits, min_dh=limits.min_dh)
    if address.dh_prime == "custom":
        return Outcome("custom-prime", bits=address.dh_bits)
    if weak:
        return Outcome("weak-group", groups=weak)
    if beyond:
        return Outcome("old-group", groups=beyond)
    if address.dh_bits is not None:
        return Outcome("dhe", bits=address.dh_bits, prime=address.dh_prime)
    if _undetermined(address, limits):
        return Outcome("unknown")
    # The finite-field groups of TLS 1.3 come along with every OpenSSL, and browsers offer none.
    elliptic = [name for name in groups if not name.startswith("ffdhe")]
    return Outcome("strong", groups=elliptic or groups) if groups else Outcome("no-ephemeral")


def _undetermined(address: TlsAddress, limits: Limits) -> bool:
    """Tell whether a group may be accepted that was not found, and that would matter."""
    exchanges = {suite(name).key_exchange for name in address.suites}
    groups = [name.removeprefix("group ") for name in address.unknown if "group " in name]
    lost = any(name not in limits.strong for name in groups)
    versions = any(entry.offered is None or entry.unknown for entry in address.versions)
    return address.groups is None or lost or versions or "DHE" in exchanges or not exchanges
