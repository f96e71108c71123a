"""Tokens and cookie values are hashed where they are kept, and masked where they are shown."""

from __future__ import annotations

import json

import pytest

from portal_audit.parse.http.cookies import parse
from portal_audit.parse.http.url_secrets import hash_in_json, masked, without_cookie_value

SECRET = "8f14e45fceea167a"


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    "url",
    [
        f"https://a.example/x?token={SECRET}",
        f"https://a.example/x?a=1&access_token={SECRET}&b=2",
        f"https://a.example/x;jsessionid={SECRET}?a=1",
        f"//a.example/x?PHPSESSID={SECRET}#top",
        f"http://a.example/tin%20t\u1ee9c?p_auth={SECRET}",
    ],
)
def test_a_token_is_neither_kept_nor_shown(url: str) -> None:
    kept = hash_in_json(as_json({"url": url, "again": [url]}))
    assert SECRET.encode() not in kept
    read = json.loads(kept)
    assert read["url"] == read["again"][0], "the same token is still the same"
    assert hash_in_json(kept) == kept
    assert masked(f"On {url} there is") == masked(f"On {read['url']} there is")
    assert SECRET not in masked(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/?id=12&page=3",
        "https://a.example/tin/2024?sort=sid",
        "https://maps.example/?key=public",
        "https://a.example/tokens?x=1",
    ],
)
def test_other_addresses_stay_as_they_are(url: str) -> None:
    assert json.loads(hash_in_json(as_json([url]))) == [url]
    assert masked(url) == url


def test_a_script_that_speaks_of_tokens_is_not_an_address() -> None:
    text = as_json({"text": f"load('/x?token={SECRET}')"})
    assert hash_in_json(text) == text


@pytest.mark.parametrize(
    "line",
    [f"PHPSESSID={SECRET}; Path=/; HttpOnly", f"__Host-a={SECRET}", f"a = {SECRET} ;Secure"],
)
def test_of_a_cookie_only_the_value_is_hidden(line: str) -> None:
    before, after = parse(line), parse(without_cookie_value(line))
    assert before is not None
    assert after is not None
    assert SECRET not in without_cookie_value(line)
    assert (after.name, after.attributes) == (before.name, before.attributes)


@pytest.mark.parametrize("line", ["a=; Max-Age=0", "=x", "a" * 5000 + "=b"])
def test_what_browsers_make_of_a_cookie_stays_the_same(line: str) -> None:
    before, after = parse(line), parse(without_cookie_value(line))
    assert (before is None) == (after is None)


def test_the_value_of_a_cookie_is_not_kept() -> None:
    line = f"sess={SECRET}; path=/; HttpOnly"
    kept = hash_in_json(as_json({"headers": [["Set-Cookie", line], ["Server", "x"]]}))
    assert SECRET.encode() not in kept
    assert json.loads(kept)["headers"] == [
        ["Set-Cookie", without_cookie_value(line)],
        ["Server", "x"],
    ]
    assert hash_in_json(kept) == kept
