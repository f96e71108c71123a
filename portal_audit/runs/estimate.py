"""What a run would send where, at which rate and for how long, without sending anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from portal_audit.collect.http.limits import VisitLimits
from portal_audit.collect.http.request_url import request_url
from portal_audit.collect.tls.worker_pool import default_size
from portal_audit.model import Target

BESIDES_PAGES = 40
"""Requests to a portal besides its pages, about: both fronts, robots.txt, sitemaps, security.txt,
samples, and up to 26 for documents."""
TLS_CONNECTIONS = 45
"""New connections to look at the TLS of one address, about."""


@dataclass(frozen=True, slots=True)
class HostEstimate:
    """What goes to one host."""

    host: str
    portals: int
    requests: int
    """At most."""
    rate: float
    """Requests a second, at most."""
    seconds: float


@dataclass(frozen=True, slots=True)
class RunEstimate:
    """What goes where, the host with most first."""

    hosts: tuple[HostEstimate, ...]
    seconds: float

    @property
    def requests(self) -> int:
        """Requests to all hosts together, at most."""
        return sum(host.requests for host in self.hosts)


def estimate(
    targets: Sequence[Target], limits: VisitLimits, concurrency: int, processes: int = 1
) -> RunEstimate:
    """Return the estimate for portals that answer at once and have every page they may.

    Portals on one host take turns there, so that they take as long together as one after another;
    portals on different hosts go on side by side, *concurrency* of them. In each of the *processes*
    the TLS of a few addresses is looked at at a time.
    """
    sites: dict[str, int] = defaultdict(int)
    for target in targets:
        sites[request_url(target.url).host] += 1
    a_portal = min(limits.max_pages + BESIDES_PAGES, limits.max_requests)
    seconds = min(a_portal / limits.rate + TLS_CONNECTIONS / limits.tls_rate, limits.site_timeout)
    hosts = [
        HostEstimate(host, count, count * a_portal, limits.rate, count * seconds)
        for host, count in sites.items()
    ]
    hosts.sort(key=lambda host: (-host.requests, host.host))
    longest = max((host.seconds for host in hosts), default=0.0)
    side_by_side = sum(host.seconds for host in hosts) / min(concurrency, max(len(targets), 1))
    looks = min(max(processes, 1) * default_size(), max(len(targets), 1))
    tls = len(targets) * TLS_CONNECTIONS / limits.probe_rate / looks
    return RunEstimate(tuple(hosts), max(longest, side_by_side, tls))
