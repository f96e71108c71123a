"""Whether the names of a leaf stay within the name constraints of an issuer (RFC 5280 4.2.1.10)."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from typing import Any

from cryptography import x509


def within(constraints: x509.NameConstraints, names: x509.SubjectAlternativeName) -> bool:
    """Tell whether every DNS name and address is permitted and none excluded.

    A kind of name that no permitted subtree speaks of is free.
    """
    for kind in (x509.DNSName, x509.IPAddress):
        permitted = [s.value for s in constraints.permitted_subtrees or () if isinstance(s, kind)]
        excluded = [s.value for s in constraints.excluded_subtrees or () if isinstance(s, kind)]
        for name in names.get_values_for_type(kind):
            if any(_covers(subtree, name) for subtree in excluded):
                return False
            if permitted and not any(_covers(subtree, name) for subtree in permitted):
                return False
    return True


def _covers(subtree: Any, name: Any) -> bool:
    if isinstance(name, IPv4Address | IPv6Address):
        return name in subtree
    domain, host = str(subtree).lower().removeprefix("."), str(name).lower()
    return not domain or host == domain or host.endswith(f".{domain}")
