"""The address guard refuses every address that is not out on the public internet."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.collect.http.address_guard import refusal
from portal_audit.collect.http.request_url import request_url
from portal_audit.errors import Forbidden
from portal_audit.parse.http.web_url import literal

INNER = (
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "0.0.0.0/8",
    "224.0.0.0/4",
    "240.0.0.0/4",
)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("8.8.8.8", None),
        ("203.162.4.1", None),
        ("2001:df0:2e8::1", None),
        ("2400:cb00::1", None),
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("172.32.0.1", None),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "carrier-nat"),
        ("100.127.255.255", "carrier-nat"),
        ("100.128.0.1", None),
        ("169.254.1.1", "link-local"),
        ("169.254.169.254", "metadata"),
        ("100.100.100.200", "metadata"),
        ("168.63.129.16", "metadata"),
        ("0.0.0.0", "unspecified"),
        ("0.1.2.3", "unspecified"),
        ("224.0.0.1", "multicast"),
        ("239.255.255.250", "multicast"),
        ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("192.0.0.8", "reserved"),
        ("192.0.2.1", "documentation"),
        ("198.18.0.1", "benchmarking"),
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("2400:cb00::1%eth0", "link-local"),
        ("fc00::1", "private"),
        ("fd00:ec2::254", "metadata"),
        ("fec0::1", "private"),
        ("ff02::1", "multicast"),
        ("2001:db8::1", "documentation"),
        ("100::1", "reserved"),
        ("4000::1", "reserved"),
        ("::127.0.0.1", "reserved"),
        ("::8.8.8.8", "reserved"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:169.254.169.254", "metadata"),
        ("::ffff:8.8.8.8", None),
        ("2002:7f00:1::1", "loopback"),
        ("2002:a00:1::", "private"),
        ("2002:808:808::1", None),
        ("64:ff9b::10.0.0.1", "private"),
        ("64:ff9b::8.8.8.8", None),
        ("64:ff9b:1::8.8.8.8", "reserved"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "teredo"),
        ("2001:20::1", "reserved"),
        ("localhost", "not-an-address"),
        ("", "not-an-address"),
        ("0127.0.0.1", "not-an-address"),
    ],
)
def test_an_address_and_why_it_is_refused(address: str, reason: str | None) -> None:
    assert refusal(address) == reason


@pytest.mark.parametrize(
    ("address", "network", "reason"),
    [
        ("127.0.0.1", "127.0.0.0/8", None),
        ("127.0.0.1", "127.0.0.2/32", "loopback"),
        ("10.0.0.1", "127.0.0.0/8", "private"),
        ("::1", "::1/128", None),
        ("::1", "127.0.0.0/8", "loopback"),
        ("::ffff:127.0.0.1", "127.0.0.0/8", None),
        ("64:ff9b::127.0.0.1", "127.0.0.0/8", None),
        ("169.254.169.254", "169.254.0.0/16", None),
        ("fe80::1%eth0", "fe80::/10", None),
    ],
)
def test_a_network_named_by_the_person_is_allowed(
    address: str, network: str, reason: str | None
) -> None:
    assert refusal(address, (ip_network(network),)) == reason


inner = st.sampled_from(INNER).flatmap(
    lambda network: st.integers(
        int(IPv4Network(network).network_address), int(IPv4Network(network).broadcast_address)
    )
)


@st.composite
def spelled(draw: st.DrawFn) -> str:
    """An inner IPv4 address as the host of a URL, in one of its many spellings."""
    value = draw(inner)
    count = draw(st.integers(1, 4))
    parts = [value >> 24 & 255, value >> 16 & 255, value >> 8 & 255][: count - 1]
    parts.append(value & (1 << 8 * (5 - count)) - 1)
    spell = [draw(st.sampled_from(["{}", "0{:o}", "0x{:x}", "0X{:X}", "0x000{:x}"])) for _ in parts]
    host = ".".join(form.format(part) for form, part in zip(spell, parts, strict=True))
    return host + draw(st.sampled_from(["", "."]))


@given(spelled())
def test_an_inner_ipv4_address_is_refused_in_every_spelling(host: str) -> None:
    try:
        seen = request_url(f"http://good.example@{host}:8080/x").host
    except Forbidden:
        return  # such as 10.0.0.00, which is not read at all
    assert literal(seen) is not None
    assert refusal(seen) is not None


@given(inner, st.sampled_from(["::ffff:0:0", "64:ff9b::", "::", "2002::"]))
def test_an_inner_address_inside_an_ipv6_one_is_refused(value: int, prefix: str) -> None:
    shift = 80 if prefix == "2002::" else 0
    address = IPv6Address(int(IPv6Address(prefix)) | value << shift)
    for text in (str(address), address.exploded, address.exploded.upper()):
        assert refusal(request_url(f"http://[{text}]/").host) is not None


@given(st.ip_addresses(v=4))
def test_the_guard_lets_through_only_global_ipv4(address: IPv4Address) -> None:
    if refusal(address) is None:
        assert address.is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=6))
def test_the_guard_lets_through_only_unicast_ipv6(address: IPv6Address) -> None:
    if refusal(address) is None:
        embeds = address.ipv4_mapped or address in IPv6Network("64:ff9b::/96")
        assert embeds or address in IPv6Network("2000::/3")


@given(st.text(max_size=60))
def test_any_text_makes_a_place_or_is_forbidden(text: str) -> None:
    try:
        url_parts = request_url("http://" + text)
    except Forbidden:
        return
    assert request_url(url_parts.url) == url_parts
