"""Which portals share a lock: those of one server, in one zone, as many at a time as allowed."""

from __future__ import annotations

from portal_audit.model import Target
from portal_audit.runs.distributed.locks import address_of, is_address, locks_of, slot_of


def locks(slots: int, *sites: tuple[str, str, set[str]]) -> dict[str, str]:
    targets = [Target(site, f"https://{site}/", zone=zone) for site, zone, _ in sites]
    names = {site: frozenset({site, *addresses}) for site, _, addresses in sites}
    return locks_of(targets, names, slots)


def test_whoever_shares_a_server_shares_a_lock() -> None:
    found = locks(1, ("a", "", {"192.0.2.1"}), ("b", "", {"192.0.2.1"}), ("c", "", {"192.0.2.9"}))
    assert found == {"a": ":192.0.2.1#0", "b": ":192.0.2.1#0", "c": ":192.0.2.9#0"}


def test_sharing_goes_on_from_one_to_the_next() -> None:
    one, two = "192.0.2.1", "192.0.2.2"
    assert set(locks(1, ("a", "", {one}), ("b", "", {one, two}), ("c", "", {two})).values()) == {
        ":192.0.2.1#0"
    }


def test_the_same_address_in_another_zone_is_another_server() -> None:
    found = locks(1, ("a", "WAN", {"10.0.0.1"}), ("b", "LAN", {"10.0.0.1"}))
    assert found == {"a": "WAN:10.0.0.1#0", "b": "LAN:10.0.0.1#0"}


def test_as_many_locks_as_portals_are_allowed_at_a_time() -> None:
    sites = [(name, "", {"192.0.2.1"}) for name in "abcde"]
    assert sorted(slot_of(lock) for lock in locks(2, *sites).values()) == [0, 0, 0, 1, 1]


def test_portals_of_one_host_name_are_never_visited_at_the_same_time() -> None:
    targets = [Target(f"s{n}", f"https://host.example/xa-{n}/") for n in range(6)]
    names = {one.id: frozenset({"host.example", "192.0.2.1"}) for one in targets}
    assert len(set(locks_of(targets, names, 4).values())) == 1


def test_a_name_that_resolves_nowhere_stands_for_itself() -> None:
    [lock] = locks(1, ("noi-bo.example", "WAN", set())).values()
    assert address_of(lock) == "noi-bo.example"
    assert not is_address(address_of(lock))
    assert is_address(address_of(":2001:db8::1#0"))
