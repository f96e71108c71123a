"""Strict-Transport-Security: what RFC 6797 has browsers accept, and what it has them ignore."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http.hsts import Hsts, IgnoredHsts, parse, read

ACCEPTED = [
    ("max-age=60", Hsts(60)),
    ("max-age=0", Hsts(0)),
    ("max-age=0; includeSubDomains", Hsts(0, True)),
    ("max-age=00060", Hsts(60)),
    ("max-age=" + "0" * 30 + "60", Hsts(60)),
    ("max-age=99999999999999999999", Hsts(999_999_999_999)),
    ('max-age="60"', Hsts(60)),
    ('max-age = "60"', Hsts(60)),
    ("max-age = 60", Hsts(60)),
    ("max-age\t=\t60", Hsts(60)),
    (" max-age=60 ", Hsts(60)),
    ("Max-Age=60", Hsts(60)),
    ("MAX-AGE=60; INCLUDESUBDOMAINS", Hsts(60, True)),
    ("max-age=60;includesubdomains", Hsts(60, True)),
    ("max-age=60 ; includeSubDomains", Hsts(60, True)),
    ("includeSubDomains; max-age=60", Hsts(60, True)),
    ("includeSubDomains ; max-age=60 ; preload", Hsts(60, True, True)),
    ("max-age=60; preload", Hsts(60, False, True)),
    ("max-age=60;", Hsts(60)),
    (";max-age=60", Hsts(60)),
    (";;max-age=60;;;", Hsts(60)),
    ("; ; max-age=60", Hsts(60)),
    ("max-age=60; unknown", Hsts(60)),
    ("max-age=60; unknown=word", Hsts(60)),
    ('max-age=60; unknown="a; b, c"', Hsts(60)),
    ('max-age=60; unknown="a \\" b"', Hsts(60)),
    ('unknown="max-age=1; includeSubDomains"; max-age=60', Hsts(60)),
    ("max-age=60; includeSubDomainsToo", Hsts(60)),
    ("max-age=60; max-aged=1", Hsts(60)),
    ('max-age=60; report-uri="https://portal.example/"', Hsts(60)),
]
IGNORED = [
    ("", "max-age"),
    (";", "max-age"),
    ("includeSubDomains", "max-age"),
    ("max-age", "max-age"),
    ("max-age=", "syntax"),
    ("max-age==60", "syntax"),
    ("max-age=-1", "max-age"),
    ("max-age=+1", "max-age"),
    ("max-age=60s", "max-age"),
    ("max-age=6e1", "max-age"),
    ("max-age=1.5", "max-age"),
    ("max-age=0x3c", "max-age"),
    ("max-age=٣", "syntax"),
    ("max-age=60 60", "syntax"),
    ("max-age 60", "syntax"),
    ("max-age:60", "syntax"),
    ('max-age=""', "max-age"),
    ('max-age="60', "syntax"),
    ('max-age=60"', "syntax"),
    ('max-age="60; includeSubDomains', "syntax"),
    ("max-age='60'", "max-age"),
    ('"max-age=60"', "syntax"),
    ("max-age=60, max-age=60", "repeated"),
    ("max-age=60, includeSubDomains", "repeated"),
    ("max-age=60; max-age=60", "repeated"),
    ("max-age=60; Max-Age=61", "repeated"),
    ("max-age=60; includeSubDomains; includeSubDomains", "repeated"),
    ("max-age=60; include SubDomains", "syntax"),
    ("max-age=60 includeSubDomains", "syntax"),
    ("max-age=60; includeSubDomains=true", "syntax"),
    ('max-age=60; includeSubDomains=""', "syntax"),
    ("max-age=60; includeSubDomains=1; preload=1", "syntax"),
    ("max-age=60max-age=60; includeSubDomains", "syntax"),
    ("max-age=60; =1", "syntax"),
    ("max-age=60; unknown=a b", "syntax"),
    ("max-age=60; “includeSubDomains”", "syntax"),
    ("max-age=60; x=" + "y" * 5_000, "syntax"),
]


@pytest.mark.parametrize(("value", "policy"), ACCEPTED)
def test_what_keeps_to_the_grammar_is_in_force(value: str, policy: Hsts) -> None:
    assert read(value) == policy


@pytest.mark.parametrize(("value", "fault"), IGNORED)
def test_what_breaks_it_is_ignored_as_a_whole(value: str, fault: str) -> None:
    assert read(value) == IgnoredHsts(fault)


def test_of_several_field_lines_the_first_counts() -> None:
    assert parse(["max-age=60", "max-age=0; includeSubDomains"]) == Hsts(60)
    assert parse(["nonsense=", "max-age=60"]) is None
    assert parse([]) is None


@given(st.text(max_size=200))
def test_any_text_is_read(value: str) -> None:
    policy = read(value)
    assert isinstance(policy, IgnoredHsts) or policy.max_age >= 0
