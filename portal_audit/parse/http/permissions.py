"""Permissions-Policy: which origins may use which device of the visitor (W3C)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from portal_audit.parse.http.structured_fields import InnerList, Token, parse_dictionary


def parse(values: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return feature → origins that may use it, such as ``()``, ``("self",)`` or ``("*",)``.

    Several header lines are read as one. Raises ValueError where the header is not a structured
    dictionary (RFC 8941); browsers then ignore all of it.
    """
    features: dict[str, tuple[str, ...]] = {}
    for name, member in parse_dictionary(", ".join(values)).items():
        items = member.items if isinstance(member, InnerList) else (member,)
        features[name] = tuple(str(item.value) for item in items if _is_origin(item.value))
    return MappingProxyType(features)


def _is_origin(value: object) -> bool:
    """Browsers know ``self``, ``src``, ``*`` and quoted origins, and ignore everything else."""
    if isinstance(value, Token):
        return value in ("self", "src", "*")
    return isinstance(value, str)
