"""Structured field values (RFC 8941), and Permissions-Policy built on them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http import permissions
from portal_audit.parse.http.structured_fields import (
    InnerList,
    Item,
    Token,
    parse_dictionary,
    parse_item,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("same-origin", Token("same-origin")),
        (" require-corp ", Token("require-corp")),
        ('"a \\" b"', 'a " b'),
        ("42", 42),
        ("-1.5", -1.5),
        ("?1", True),
        ("?0", False),
        (":YQ==:", b"YQ=="),
        ("*", Token("*")),
    ],
)
def test_items(text: str, value: object) -> None:
    item = parse_item(text)
    assert item.value == value
    assert type(item.value) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b",
        "a,b",
        '"open',
        "1.",
        "1.2345",
        "9" * 16,
        "?2",
        "é",
        '"é"',
        ":a",
        "'none'",
        "-",
        "a;",
    ],
)
def test_what_is_no_item(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_item(text)


def test_parameters() -> None:
    item = parse_item('same-origin; report-to="coop";x; n=1')
    assert dict(item.parameters) == {"report-to": "coop", "x": True, "n": 1}


def test_dictionaries() -> None:
    members = parse_dictionary('a=1, b, c=(x "y";q=1  2);z,\td=?0')
    assert members["a"] == Item(1)
    assert members["b"] == Item(True)
    assert isinstance(members["c"], InnerList)
    assert [item.value for item in members["c"].items] == ["x", "y", 2]
    assert dict(members["c"].parameters) == {"z": True}
    assert members["d"] == Item(False)


def test_the_last_of_a_key_counts() -> None:
    assert parse_dictionary("a=1, b=2, a=3") == {"b": Item(2), "a": Item(3)}


@pytest.mark.parametrize(
    "text", ["a=", "a=1,", "A=1", "a=(1", "a=(1 2", 'a=("x""y")', "a b", ",", "a;b=é", "a" * 20_000]
)
def test_what_is_no_dictionary(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_dictionary(text)


@given(st.text(max_size=200) | st.text(alphabet='abc=(),;"?*:\\ 019.-', max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_dictionary, parse_item):
        with suppress(ValueError):
            parse(text)


def test_permissions() -> None:
    features = permissions.parse(
        ['camera=(), microphone=(self "https://a.vn")', "usb=*, midi=self"]
    )
    assert dict(features) == {
        "camera": (),
        "microphone": ("self", "https://a.vn"),
        "usb": ("*",),
        "midi": ("self",),
    }


def test_permissions_ignore_unknown_words() -> None:
    assert permissions.parse(["camera=none, usb=(1 self)"]) == {"camera": (), "usb": ("self",)}
