"""Whether a certificate's names cover a host (RFC 9525, which replaced RFC 6125; RFC 5891)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

import idna

from portal_audit.parse.http.public_suffixes import is_public_suffix

LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")


def covers(dns_names: Iterable[str], addresses: Iterable[str], host: str) -> bool:
    """Tell whether any DNS name or IP address of subjectAltName covers *host*.

    The subject's common name does not count (RFC 9525 section 6.3 leaves only subjectAltName), nor
    does an address written as a DNS name (section 6.5). A wildcard is the whole left-most label,
    and stands for exactly one label.
    """
    host_address = _address(host)
    if host_address is not None:
        return any(_address(address) == host_address for address in addresses)
    ascii_host = to_ascii(host)
    return ascii_host is not None and any(_covers(name, ascii_host) for name in dns_names)


def to_ascii(host: str) -> str | None:
    """Return a host name in lower-case A-labels without a final dot, ``None`` if it is none."""
    name = host.strip().removesuffix(".").lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii").lower()
        except idna.IDNAError:
            return None
    labels = name.split(".")
    if len(name) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        return None
    return name


def _covers(name: str, host: str) -> bool:
    if not name.isascii() or name != name.strip():
        return False  # an IA5String holds A-labels (RFC 5280 7.2); browsers compare as it stands
    first, dot, rest = name.removesuffix(".").lower().partition(".")
    if first != "*":
        return to_ascii(name) == host
    parent = to_ascii(rest)
    # Browsers take no wildcard over names that anybody may register, as in *.vn and *.gov.vn.
    if not dot or parent is None or is_public_suffix(parent):
        return False
    return host.partition(".")[2] == parent


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name.strip().removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
