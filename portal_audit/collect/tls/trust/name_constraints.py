"""Whether the names of a leaf stay within the name constraints of an issuer (RFC 5280 4.2.1.10)."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address
from typing import Any

from cryptography import x509


def within(
    constraints: x509.NameConstraints, names: x509.SubjectAlternativeName, subject: x509.Name
) -> bool:
    """Tell whether every DNS name, address and the subject are permitted and none excluded.

    A kind of name that no permitted subtree speaks of is free. A wildcard is excluded where any
    name that it stands for is, as browsers have it.
    """
    if not _is_free(constraints, x509.DirectoryName, subject, _is_below):
        return False
    for kind in (x509.DNSName, x509.IPAddress):
        for name in names.get_values_for_type(kind):
            if not _is_free(constraints, kind, name, _covers):
                return False
    return True


def _is_free(
    constraints: x509.NameConstraints,
    kind: type[x509.GeneralName],
    name: Any,
    covers: Callable[[Any, Any], bool],
) -> bool:
    permitted = [s.value for s in constraints.permitted_subtrees or () if isinstance(s, kind)]
    excluded = [s.value for s in constraints.excluded_subtrees or () if isinstance(s, kind)]
    if any(covers(subtree, name) or _stands_for(name, subtree) for subtree in excluded):
        return False
    return not permitted or any(covers(subtree, name) for subtree in permitted)


def _is_below(subtree: x509.Name, name: x509.Name) -> bool:
    """Tell whether a name begins as another does; one without any part is not constrained."""
    parts, wanted = map(_parts, (name, subtree))
    return not parts or parts[: len(wanted)] == wanted


def _parts(name: x509.Name) -> list[frozenset[tuple[str, str]]]:
    return [
        frozenset((one.oid.dotted_string, str(one.value).strip().lower()) for one in part)
        for part in name.rdns
    ]


def _stands_for(name: Any, subtree: Any) -> bool:
    """Tell whether a wildcard stands for a name at the top of a subtree."""
    wildcard = isinstance(name, str) and name.startswith("*.")
    return wildcard and str(subtree).lower().endswith(name[1:].lower())


def _covers(subtree: Any, name: Any) -> bool:
    if isinstance(name, IPv4Address | IPv6Address):
        return name in subtree
    domain, host = str(subtree).lower().removeprefix("."), str(name).lower()
    return not domain or host == domain or host.endswith(f".{domain}")
