"""A name is resolved once, and every address passes the guard."""

import asyncio
from ipaddress import ip_network

import pytest

from portal_audit.collect.http.limits import AccessRules
from portal_audit.collect.http.resolver import Lookup, Resolver, system_lookup
from portal_audit.errors import DnsFailed, Forbidden, NetError
from portal_audit.model import Target
from tests.bounded_time import sooner_than

PORTAL = Target("portal", "https://portal.example:8443/", address="203.162.4.9")
PAIRS = (("other.example", "203.162.4.1"), ("Other.Example.", "2400:cb00::1"))


def answers(*found: str) -> tuple[Lookup, list[str]]:
    asked: list[str] = []

    async def lookup(host: str) -> tuple[str, ...]:
        asked.append(host)
        return found

    return lookup, asked


def resolver(*found: str, target: Target = PORTAL, rules: AccessRules | None = None) -> Resolver:
    lookup, _ = answers(*found)
    return Resolver(target, rules or AccessRules(resolve=PAIRS), lookup=lookup)


@pytest.mark.parametrize(
    ("host", "found", "source"),
    [
        ("portal.example", ("203.162.4.9",), "inventory"),
        ("www.portal.example", ("8.8.8.8",), "dns"),
        ("other.example", ("203.162.4.1", "2400:cb00::1"), "inventory"),
        ("8.8.4.4", ("8.8.4.4",), "literal"),
        ("2400:cb00::2", ("2400:cb00::2",), "literal"),
    ],
)
def test_a_host_and_its_addresses(host: str, found: tuple[str, ...], source: str) -> None:
    here = resolver("8.8.8.8")
    assert asyncio.run(here.addresses(host)) == found
    assert here.source(host) == source


def test_a_pair_of_the_person_goes_before_the_inventory() -> None:
    rules = AccessRules(resolve=(("portal.example", "8.8.4.4"),))
    assert asyncio.run(resolver(rules=rules).addresses("portal.example")) == ("8.8.4.4",)


@pytest.mark.parametrize(
    ("host", "found", "told"),
    [
        ("x.example", ("10.0.0.1",), r"x.example leads to 10.0.0.1 \(private\)"),
        ("x.example", ("127.0.0.1", "::1"), r"127.0.0.1 \(loopback\), ::1 \(loopback\)"),
        ("127.0.0.1", (), "loopback"),
        ("::ffff:10.0.0.1", (), "private"),
        ("inner.example", (), "private"),
        ("x.example", ("not an address",), "not-an-address"),
    ],
)
def test_a_host_without_any_public_address_is_forbidden(
    host: str, found: tuple[str, ...], told: str
) -> None:
    rules = AccessRules(resolve=(("inner.example", "192.168.1.1"),))
    with pytest.raises(Forbidden, match=told):
        asyncio.run(resolver(*found, rules=rules).addresses(host))


def test_an_inner_address_of_the_inventory_is_forbidden_too() -> None:
    target = Target("portal", "https://portal.example/", address="127.0.0.1")
    with pytest.raises(Forbidden):
        asyncio.run(resolver(target=target).addresses("portal.example"))


def test_inner_addresses_among_public_ones_are_left_out() -> None:
    found = asyncio.run(resolver("10.0.0.1", "8.8.8.8", "::1", "8.8.8.8").addresses("x.example"))
    assert found == ("8.8.8.8",)


def test_a_network_that_the_person_named_is_reached() -> None:
    rules = AccessRules(allow_private=(ip_network("10.0.0.0/8"),))
    assert asyncio.run(resolver("10.0.0.1", rules=rules).addresses("x.example")) == ("10.0.0.1",)


def test_a_name_is_looked_up_once_even_when_asked_at_once() -> None:
    lookup, asked = answers("8.8.8.8", "8.8.4.4")

    async def main() -> None:
        here = Resolver(PORTAL, AccessRules(), lookup=lookup)
        await asyncio.gather(*(here.addresses("x.example") for _ in range(5)))
        here.prefer("x.example", "8.8.4.4")
        assert await here.addresses("x.example") == ("8.8.4.4", "8.8.8.8")

    asyncio.run(main())
    assert asked == ["x.example"]


@pytest.mark.parametrize("error", [DnsFailed("no such name"), Forbidden("no")])
def test_a_failure_is_remembered(error: NetError) -> None:
    asked: list[str] = []

    async def lookup(host: str) -> tuple[str, ...]:
        asked.append(host)
        raise error

    async def main() -> None:
        here = Resolver(PORTAL, AccessRules(), lookup=lookup)
        for _ in range(3):
            with pytest.raises(type(error), match=str(error)):
                await here.addresses("x.example")

    asyncio.run(main())
    assert asked == ["x.example"]


def test_a_lookup_without_end_is_given_up() -> None:
    async def lookup(_host: str) -> tuple[str, ...]:
        await asyncio.Event().wait()
        return ()

    here = Resolver(PORTAL, AccessRules(), lookup=lookup, timeout=0.05)
    with pytest.raises(DnsFailed, match="timeout"):
        asyncio.run(sooner_than(2, here.addresses("x.example")))


def test_a_name_without_addresses_has_failed() -> None:
    with pytest.raises(DnsFailed, match="no address"):
        asyncio.run(resolver().addresses("x.example"))


def test_nothing_is_pinned_before_it_was_checked() -> None:
    with pytest.raises(Forbidden):
        resolver("8.8.8.8").pinned("x.example")


def test_the_system_knows_loopback() -> None:
    assert set(asyncio.run(system_lookup("localhost"))) & {"127.0.0.1", "::1"}
