"""URLs have one normal form, and ids are unique, stable and safe as file names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.inventory.urls import normalise, normalise_address, target_id


@pytest.mark.parametrize(
    ("given_url", "normal"),
    [
        ("xa.example", "https://xa.example/"),
        (" xa.example/cong ", "https://xa.example/cong"),
        ("HTTPS://XA.Example:443", "https://xa.example/"),
        ("http://xa.example:80/", "http://xa.example/"),
        ("https://xa.example.:8443/a?b=c#d", "https://xa.example:8443/a?b=c"),
        ("https://tỉnh.vn/Đường", "https://xn--tnh-dlz.vn/%C4%90%C6%B0%E1%BB%9Dng"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443/"),
        ("127.0.0.1:8443", "https://127.0.0.1:8443/"),
        ("localhost:8443", "https://localhost:8443/"),
        ("https://intranet/", "https://intranet/"),
        ("a_b.example?x", "https://a_b.example/?x"),
    ],
)
def test_normal_form(given_url: str, normal: str) -> None:
    assert normalise(given_url) == normal
    assert normalise(normal) == normal


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://xa.example/", "xa.example"),
        ("http://xa.example/", "xa.example_http"),
        ("https://xa.example:8443/", "xa.example_8443"),
        ("http://xa.example:8080/", "xa.example_http_8080"),
        ("https://xa.example/cong", "xa.example_cong"),
        ("https://con.example/", "_con.example"),
        ("http://com1/", "_com1_http"),
        ("https://congan.example/", "congan.example"),
    ],
)
def test_ids_are_plain_where_they_can_be(url: str, name: str) -> None:
    assert target_id(url) == name


def test_urls_that_look_alike_have_different_ids() -> None:
    urls = [
        "https://xa.example/a/b",
        "https://xa.example/a-b",
        "https://xa.example/A-b",
        "https://xa.example/a-b/",
        "https://xa.example/a-b?",
        "https://xa.example/a-b?c",
        "https://xa.example/8443",
        "https://xa.example:8443/",
        "https://xa.example/http",
        "http://xa.example/",
        "https://xa.example_8443/",
        "https://xa.example_http/",
        "https://xa.example/" + "a" * 300,
        "https://xa.example/" + "a" * 301,
        "https://[2001:db8::1]/",
        "https://2001-db8--1/",
    ]
    ids = [target_id(normalise(url)) for url in urls]
    assert len({name.lower() for name in ids}) == len(urls)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,120}", name) for name in ids)


@given(st.text(max_size=40) | st.from_regex(r"(https?://)?[a-z.:@/\[\]%]{1,30}"))
def test_any_text_is_a_url_or_a_plain_refusal(text: str) -> None:
    try:
        url = normalise(text)
    except ValueError:
        return
    assert normalise(url) == url
    assert re.fullmatch(r"[a-z0-9_][a-z0-9._-]*", target_id(url))


@pytest.mark.parametrize("text", ["1.2.3", "fe80::1%eth0", "host", "1.2.3.4:80", ""])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|IP|zone"):
        normalise_address(text)
