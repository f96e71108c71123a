"""The address guard: which IP addresses a visit may never reach."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Not left to ``ipaddress.is_global``, whose answers changed between patch releases of Python.
# Sources: the IANA special-purpose address registries (RFC 6890); the first match names it.
_IPV4 = tuple(
    (IPv4Network(network), reason)
    for network, reason in (
        ("169.254.169.254/32", "metadata"),
        ("169.254.170.2/32", "metadata"),
        ("100.100.100.200/32", "metadata"),
        ("168.63.129.16/32", "metadata"),  # a public address that answers inside Azure only
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-nat"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_IPV6 = tuple(
    (IPv6Network(network), reason)
    for network, reason in (
        ("fd00:ec2::254/128", "metadata"),
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
        ("2001::/32", "teredo"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
    )
)
_UNICAST = IPv6Network("2000::/3")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_NAT64 = IPv6Network("64:ff9b::/96")


def refusal(address: str | Address, allow_private: Iterable[Network] = ()) -> str | None:
    """Return why a visit may not go to *address*, or ``None`` where it may.

    An IPv6 address that carries an IPv4 one (mapped, 6to4, NAT64) is judged by what it carries.
    What is no address at all is refused as ``not-an-address``, so that nothing passes unread.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return "not-an-address"
    allowed = tuple(allow_private)
    if _named(parsed, allowed):
        return None
    if isinstance(parsed, IPv4Address):
        return next((reason for network, reason in _IPV4 if parsed in network), None)
    if parsed.scope_id is not None:
        return "link-local"
    if (carried := embedded(parsed)) is not None:
        return refusal(carried, allowed)
    if (reason := next((why for network, why in _IPV6 if parsed in network), None)) is not None:
        return reason
    return None if parsed in _UNICAST else "reserved"


def embedded(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that packets to *address* end up at (RFC 4291, 3056, 6052)."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _SIX_TO_FOUR:
        return address.sixtofour
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _named(address: Address, allowed: tuple[Network, ...]) -> bool:
    return any(address.version == net.version and address in net for net in allowed)
