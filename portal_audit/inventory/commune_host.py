"""Whether a commune's host name is the one that NĐ 224/2026/NĐ-CP Đ11.4.c asks for."""

from __future__ import annotations

import re
from enum import StrEnum

from portal_audit.inventory.communes import KINDS, Commune
from portal_audit.parse.http.urls import host_of
from portal_audit.parse.text.vietnamese import fold

_WORD = re.compile(r"[a-z0-9]+")


class HostForm(StrEnum):
    """How a host stands to ``tenphuongxa.tentinhthanh.gov.vn`` (full name, no diacritics)."""

    CONFORMS = "conforms"
    """The full name without diacritics, hyphens allowed."""
    PREFIXED = "conforms-with-prefix"
    """The same behind xa, phuong or dackhu, as many provinces write it."""
    OTHER = "other-name"
    """Below the province, but not the commune's full name."""
    DEEP = "too-deep"
    """Below a host below the province."""
    SHARED = "shared"
    """The provincial portal's own host: the commune is a path on it."""
    OUTSIDE = "outside"
    """Not below the province's domain."""
    UNKNOWN = "unknown"
    """The province's domain is not known."""

    @property
    def right(self) -> bool | None:
        """Whether the decree is met; ``None`` where that is unclear."""
        if self is HostForm.UNKNOWN:
            return None
        return self in (HostForm.CONFORMS, HostForm.PREFIXED)


def joined(text: str) -> str:
    """Return a name as a host name spells it: ``Xuân Hương - Đà Lạt`` → ``xuanhuongdalat``."""
    return "".join(_WORD.findall(fold(text)))


def spellings(commune: Commune) -> dict[str, HostForm]:
    """Return every first label that the decree accepts for a commune."""
    name = joined(commune.name)
    kinds = (commune.kind,) if commune.kind else tuple(KINDS)
    prefixed = {f"{joined(KINDS[kind])}{name}": HostForm.PREFIXED for kind in kinds}
    return {**prefixed, name: HostForm.CONFORMS}


def host_form(commune: Commune, url: str, domain: str) -> HostForm:
    """Compare the host of *url* with the commune's name below the province's *domain*."""
    host = host_of(url)
    if not domain:
        return HostForm.UNKNOWN
    if host == domain:
        return HostForm.SHARED
    if not host.endswith("." + domain):
        return HostForm.OUTSIDE
    label = host.removesuffix("." + domain)
    if "." in label:
        return HostForm.DEEP
    return spellings(commune).get(label.replace("-", ""), HostForm.OTHER)


def required_host(commune: Commune, domain: str) -> str:
    """Return the host name by the decree; empty where the province's domain is not known."""
    return f"{joined(commune.name)}.{domain}" if domain else ""
