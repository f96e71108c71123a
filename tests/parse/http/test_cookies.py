"""Set-Cookie, read as browsers read it (RFC 6265bis)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http.cookies import parse, parse_date

NOW = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("a=b", "a", "b"),
        (" a = b ; Secure", "a", "b"),
        ("a=b=c", "a", "b=c"),
        ('a="b"', "a", '"b"'),
        ("justvalue", "", "justvalue"),
        ("=b", "", "b"),
        ("a=", "a", ""),
        ("a=b,c", "a", "b,c"),
    ],
)
def test_name_and_value(line: str, name: str, value: str) -> None:
    cookie = parse(line)
    assert cookie is not None
    assert (cookie.name, cookie.value) == (name, value)


@pytest.mark.parametrize(
    "line", ["", "=", ";", " ; Secure", "a=\x00", "a=b\x7f", "a=" + "b" * 4096]
)
def test_what_browsers_drop(line: str) -> None:
    assert parse(line) is None


def test_attributes() -> None:
    cookie = parse("a=b;SECURE; HttpOnly=yes ;Path=/x;Domain=.Example.VN; samesite=LAX;x")
    assert cookie is not None
    assert (cookie.secure, cookie.http_only, cookie.same_site) == (True, True, "lax")
    assert (cookie.path, cookie.domain) == ("/x", "example.vn")


def test_nothing_said() -> None:
    cookie = parse("secure=httponly")
    assert cookie is not None
    assert (cookie.secure, cookie.http_only, cookie.same_site) == (False, False, None)
    assert (cookie.path, cookie.domain, cookie.lifetime(NOW)) == (None, None, None)


def test_the_last_of_a_name_counts_and_long_values_are_ignored() -> None:
    cookie = parse("a=b; Path=/one; Path=/two; Domain=x.vn; Domain=" + "y" * 1025)
    assert cookie is not None
    assert (cookie.path, cookie.domain) == ("/two", "x.vn")


@pytest.mark.parametrize(
    ("attributes", "lifetime"),
    [
        ("Max-Age=60", timedelta(seconds=60)),
        ("Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", timedelta(seconds=60)),
        ("Max-Age=x; Expires=Tue, 03 Nov 2026 00:00:00 GMT", timedelta(days=1)),
        ("Max-Age=0", timedelta(0)),
        ("Max-Age=-999", timedelta(seconds=-1)),
        ("Max-Age=" + "9" * 900, timedelta(seconds=10**10)),
        ("Expires=never", None),
    ],
)
def test_lifetime(attributes: str, lifetime: timedelta | None) -> None:
    cookie = parse("a=b; " + attributes)
    assert cookie is not None
    assert cookie.lifetime(NOW) == lifetime


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sun Nov  6 08:49:37 1994", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("6 november 26 1:2:3", datetime(2026, 11, 6, 1, 2, 3, tzinfo=UTC)),
        ("31 Feb 2026 00:00:00", None),
        ("06 Nov 1994", None),
        ("06 Nov 1600 08:49:37", None),
        ("06 Nov 1994 25:00:00", None),
        ("", None),
    ],
)
def test_dates(text: str, date: datetime | None) -> None:
    assert parse_date(text) == date


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    cookie = parse(text)
    if cookie is not None:
        cookie.lifetime(NOW)
        assert cookie.name or cookie.value


@given(st.text(alphabet="0123456789:; ,-JanFebGMT٣²", max_size=60))
def test_any_date_is_read(text: str) -> None:
    parse_date(text)
