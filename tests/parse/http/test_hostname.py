"""Names of certificates and hosts (RFC 9525 section 6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http.hostname import covers, to_ascii


@pytest.mark.parametrize(
    ("names", "host", "expected"),
    [
        (["portal.example"], "portal.example", True),
        (["PORTAL.example"], "portal.EXAMPLE.", True),
        (["portal.example"], "www.portal.example", False),
        (["portal.example", "www.portal.example"], "www.portal.example", True),
        (["*.portal.example"], "www.portal.example", True),
        (["*.portal.example"], "portal.example", False),
        (["*.portal.example"], "a.b.portal.example", False),
        (["w*.portal.example"], "www.portal.example", False),
        (["*w.portal.example"], "www.portal.example", False),
        (["www.*.example"], "www.portal.example", False),
        (["*.*.example"], "www.portal.example", False),
        (["*.vn"], "portal.vn", False),
        (["*"], "portal", False),
        (["127.0.0.1"], "127.0.0.1", False),
        (["*.gov.vn"], "hacson.gov.vn", False),
        (["*.com.vn"], "portal.com.vn", False),
        (["*.hacson.gov.vn"], "anphu.hacson.gov.vn", True),
        (["*.0.0.1"], "127.0.0.1", False),
        ([], "portal.example", False),
        (["portal.example\x00.evil.example"], "portal.example", False),
        (["portal.example"], "portal.example\x00.evil.example", False),
    ],
)
def test_dns_names(names: list[str], host: str, expected: bool) -> None:
    assert covers(names, [], host) is expected


@pytest.mark.parametrize(
    ("addresses", "host", "expected"),
    [
        (["127.0.0.1"], "127.0.0.1", True),
        (["127.0.0.1"], "127.0.0.2", False),
        (["2001:db8::1"], "2001:DB8:0::1", True),
        (["2001:db8::1"], "[2001:db8::1]", True),
        (["127.0.0.1"], "portal.example", False),
    ],
)
def test_addresses(addresses: list[str], host: str, expected: bool) -> None:
    assert covers([], addresses, host) is expected


def test_an_international_name_is_compared_in_ascii() -> None:
    name = "sở-tư-pháp.hạcsơn.vn"
    ascii_name = to_ascii(name)
    assert ascii_name is not None
    assert ascii_name.startswith("xn--")
    assert covers([ascii_name], [], name)
    assert covers(["*." + ascii_name.partition(".")[2]], [], name)
    assert not covers([name], [], name), "written as it is read, browsers do not know it"
    assert not covers([ascii_name + " "], [], name)


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_name_makes_it_fall_over(name: str, host: str) -> None:
    covers([name, f"*.{name}"], [name], host)


@given(st.from_regex(r"[a-z]{1,10}(\.[a-z]{1,10}){1,3}", fullmatch=True))
def test_a_name_covers_itself(name: str) -> None:
    assert covers([name], [], name)
