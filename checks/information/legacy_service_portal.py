"""Retired service portals: a provincial one sends visitors on to the National Portal.

Provincial interfaces closed on 1 July 2025 (Công văn 623/TTg-KSTT; NĐ 118/2025/NĐ-CP).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal_audit.api import Front, Outcome, Visit
from portal_audit.parse.http.urls import host_of


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``legacy_service_portal.toml``."""

    national: Sequence[str]
    """Hosts of the National Public Service Portal."""
    local: Sequence[str]
    """First labels of hosts that provincial service portals had."""


def judge(front: Front, visit: Visit, limits: Limits) -> Outcome:
    """See where the home page ends, or at least whether it shows the way."""
    start, end = host_of(visit.target.url), host_of(front.url)
    where = [front.url]
    if start in limits.national or start.partition(".")[0] not in limits.local:
        return Outcome("other", where=where, host=start)
    if any(_is(end, host) for host in limits.national):
        return Outcome("redirects", where=where, host=end)
    if (page := front.readable_page()) is None:
        return Outcome("unread", where=where, host=start)
    links = [link.url for link in page.links if not link.hidden]
    leads = any(_is(host_of(url), host) for url in links for host in limits.national)
    return Outcome("links" if leads else "stays", where=where, host=start)


def _is(host: str, national: str) -> bool:
    return host == national or host.endswith("." + national)
