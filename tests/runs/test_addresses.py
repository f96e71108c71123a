"""Which portals share a process: those that share a server, by address or by name."""

from __future__ import annotations

import asyncio
from ipaddress import ip_network

from portal_audit.collect.http.limits import AccessRules
from portal_audit.model import Target
from portal_audit.runs.processes.addresses import addresses_of, groups

LOOPBACK = AccessRules(allow_private=(ip_network("127.0.0.0/8"),))


def together(**addresses: set[str]) -> set[frozenset[str]]:
    found = groups({site: frozenset(names) for site, names in addresses.items()})
    leaders = set(found.values())
    return {frozenset(site for site in found if found[site] == lead) for lead in leaders}


def test_portals_of_one_address_are_together_and_others_apart() -> None:
    assert together(a={"192.0.2.1"}, b={"192.0.2.1"}, c={"192.0.2.2"}) == {
        frozenset("ab"),
        frozenset("c"),
    }


def test_a_portal_with_two_addresses_joins_those_of_both() -> None:
    assert together(a={"192.0.2.1"}, b={"192.0.2.2"}, c={"192.0.2.1", "192.0.2.2"}) == {
        frozenset("abc")
    }


def test_a_site_named_like_an_address_of_another_is_not_taken_for_it() -> None:
    assert len(together(**{"192.0.2.1": {"x"}, "b": {"192.0.2.1"}})) == 2


def test_addresses_come_from_the_inventory_the_command_line_or_the_url() -> None:
    targets = [
        Target("inventory", "https://one.test/", address="127.0.0.7"),
        Target("flag", "https://two.test/"),
        Target("literal", "https://127.0.0.9/"),
    ]
    rules = AccessRules(LOOPBACK.allow_private, resolve=(("two.test", "127.0.0.8"),))
    found = asyncio.run(addresses_of(targets, rules, 1))
    assert found == {
        "inventory": {"one.test", "127.0.0.7"},
        "flag": {"two.test", "127.0.0.8"},
        "literal": {"127.0.0.9"},
    }


def test_a_host_for_plain_http_elsewhere_counts_too() -> None:
    target = Target("a", "https://127.0.0.1/", http_url="http://127.0.0.2/")
    assert asyncio.run(addresses_of([target], LOOPBACK, 1)) == {"a": {"127.0.0.1", "127.0.0.2"}}


def test_an_address_that_may_not_be_visited_leaves_the_name() -> None:
    target = Target("a", "https://one.test/", address="10.0.0.1")
    assert asyncio.run(addresses_of([target], AccessRules(), 1)) == {"a": {"one.test"}}
