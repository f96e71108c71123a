"""Which portals share a server: they share a process, so that its limits need no lock."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from portal_audit.collect.http.limits import AccessRules
from portal_audit.collect.http.resolver import Resolver
from portal_audit.errors import NetError
from portal_audit.model import Target
from portal_audit.parse.http.urls import host_of

AT_ONCE = 16
"""Look-ups; the resolver has as many threads."""


async def addresses_of(
    targets: Sequence[Target], rules: AccessRules, timeout: float
) -> dict[str, frozenset[str]]:
    """Return the addresses and host names of each target, by its id.

    A name that does not resolve stands for itself. Each visit looks its names up again: an answer
    from the start of a long run may be out of date by then.
    """
    places = asyncio.Semaphore(AT_ONCE)

    async def look(target: Target) -> frozenset[str]:
        hosts = {host for url in (target.url, target.http_url) if url and (host := host_of(url))}
        found: set[str] = set(hosts)
        resolver = Resolver(target, rules, timeout=timeout)
        async with places:
            for host in hosts:
                try:
                    found |= set(await resolver.addresses(host))
                except NetError:
                    continue
        return frozenset(found)

    looked_up = await asyncio.gather(*map(look, targets))
    return {target.id: names for target, names in zip(targets, looked_up, strict=True)}


def groups(addresses: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Return each id with the name of its group: who shares anything, however indirectly.

    Portals behind one delivery network are one group, for that network's limits are theirs.
    """
    leader: dict[str, str] = {}

    def lead(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = name = leader[leader[name]]
        return name

    for site, names in addresses.items():
        for name in names:
            leader[lead(f"address {name}")] = lead(f"site {site}")
    return {site: lead(f"site {site}") for site in addresses}
