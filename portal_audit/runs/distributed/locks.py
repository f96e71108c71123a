"""Which portals may not be visited at the same time, over all workers. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from ipaddress import ip_address

from portal_audit.model import Target
from portal_audit.parse.http.urls import host_of
from portal_audit.runs.processes.addresses import groups


def locks_of(
    targets: Sequence[Target], addresses: Mapping[str, frozenset[str]], slots: int
) -> dict[str, str]:
    """Return site id → ``zone:address#slot``; of one lock, one job runs at a time.

    *addresses* holds the addresses and host names of each target. Portals that share any of them
    within a zone share *slots* locks. Portals of one host name always share the same one, so that
    the rate of a host holds without a word between workers.
    """
    locks: dict[str, str] = {}
    zones: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        zones[target.zone].append(target)
    for zone, members in zones.items():
        group_of = groups({target.id: addresses[target.id] for target in members})
        names: dict[str, set[str]] = defaultdict(set)
        for target in members:
            names[group_of[target.id]] |= addresses[target.id]
        hosts: dict[str, list[str]] = defaultdict(list)
        for target in sorted(members, key=lambda each: each.id):
            group, host = group_of[target.id], host_of(target.url)
            if host not in hosts[group]:
                hosts[group].append(host)
            slot = hosts[group].index(host) % slots
            locks[target.id] = lock_name(zone, first_address(names[group]), slot)
    return locks


def lock_name(zone: str, address: str, slot: int) -> str:
    """Return the name of a lock."""
    return f"{zone}:{address}#{slot}"


def first_address(names: frozenset[str] | set[str]) -> str:
    """Return the one that stands for all: an address, or a host name where none resolved."""
    return min(names, key=lambda name: (not is_address(name), name), default="")


def is_address(name: str) -> bool:
    """Tell an IP address from a host name."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def address_of(lock: str) -> str:
    """Return the address, or the host name, that a lock is named after."""
    return lock.rpartition("#")[0].partition(":")[2]


def slot_of(lock: str) -> int:
    """Return the slot of a lock."""
    return int(lock.rpartition("#")[2])
